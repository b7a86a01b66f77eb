"""The copy as a person and as Dagster make it: commands, rollback, and the asset."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import dagster as dg
import pytest
from click.testing import Result
from typer.testing import CliRunner

from orchestration.cli.app import app
from orchestration.ground.errors import AskedError, CopyError
from orchestration.settings import get_settings
from orchestration.steps.assets.serving import POSTGRES_KEY, build_postgres_asset
from tests.copies.conftest import Copies
from tests.copies.small import FIRST_TOTAL, SECOND_TOTAL

Run = Callable[..., Result]


@pytest.fixture
def run(copies: Copies, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """The command line inside this process: the copy is tested here, not the start."""

    def run(*args: str, dsn: str = copies.database.dsn) -> Result:
        monkeypatch.setenv("MINERALS_WAREHOUSE_DIR", str(copies.warehouse.settings.warehouse_dir))
        monkeypatch.setenv("MINERALS_POSTGRES_DSN", dsn)
        get_settings.cache_clear()
        return CliRunner().invoke(app, args)

    yield run
    get_settings.cache_clear()


def test_serve_check_and_rollback(copies: Copies, run: Run) -> None:
    assert "nothing yet" in run("serve", "postgres", "--check").stdout
    served = run("serve", "postgres")
    assert served.exit_code == 0
    assert f"{copies.second}, 2 tables, 6 rows" in served.stdout
    assert "the same" in run("serve", "postgres", "--check").stdout
    rolled = run("rollback")
    assert rolled.exit_code == 0
    assert f"PostgreSQL: {copies.first}" in rolled.stdout
    assert copies.total == FIRST_TOTAL
    assert run("serve", "postgres", "--release", copies.second).exit_code == 0
    assert copies.total == SECOND_TOTAL


def test_a_rollback_whose_copy_stays_behind_says_so(copies: Copies, run: Run) -> None:
    copies.copy()
    rolled = run("rollback", dsn="host=127.0.0.1 port=1 password=s3cret")
    assert isinstance(rolled.exception, CopyError)
    assert "The file was rolled back; the copy in PostgreSQL was not" in str(rolled.exception)
    assert "s3cret" not in str(rolled.exception)
    assert copies.total == SECOND_TOTAL


def test_without_a_server_it_says_what_to_set_and_teaches(copies: Copies, run: Run) -> None:
    finished = run("serve", "postgres", dsn="")
    assert isinstance(finished.exception, AskedError)
    assert "MINERALS_POSTGRES_DSN" in str(finished.exception)
    assert "Views that people built" in run("serve", "postgres", "--help").stdout


def test_the_asset_copies_when_a_server_is_set(copies: Copies) -> None:
    settings = copies.database.settings(copies.warehouse.settings)
    result = dg.materialize([build_postgres_asset(settings)])
    (event,) = result.asset_materializations_for_node("bi__postgres")
    assert event.metadata["release_id"].value == copies.second
    assert copies.total == SECOND_TOTAL


def test_the_asset_materializes_nothing_when_none_is_set(copies: Copies) -> None:
    result = dg.materialize([build_postgres_asset(copies.warehouse.settings)])
    assert result.success
    assert not result.asset_materializations_for_node("bi__postgres")
    assert POSTGRES_KEY.path == ["bi", "postgres"]
