"""The connection pages: what they say works with this warehouse's paths, and is locked down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlalchemy
from pydantic import SecretStr

from orchestration.copies.file.connections import filled_page, pages
from orchestration.copies.file.hardened import HARDENED
from orchestration.ground.errors import AskedError
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT, run_minerals

_PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
_FILE = "/path/to/critical_minerals.duckdb"


@pytest.fixture(autouse=True)
def connections_close() -> Iterator[dict[str, Any]]:
    """What a page's code made, so that it is closed afterwards."""
    made: dict[str, Any] = {}
    yield made
    for thing in made.values():
        for closing in ("close", "dispose"):
            if isinstance(thing, (duckdb.DuckDBPyConnection, sqlalchemy.Engine)):
                getattr(thing, closing, lambda: None)()


def run_page(settings: Settings, tool: str, made: dict[str, Any]) -> dict[str, Any]:
    """Run the Python of a page from top to bottom, as somebody who copies it."""
    blocks = _PYTHON.findall(filled_page(settings, tool))
    assert blocks
    for block in blocks:
        exec(block, made)  # noqa: S102 - that is what the reader does with it
    return made


def test_python_as_printed(released: Settings, connections_close: dict[str, Any]) -> None:
    made = run_page(released, "python", connections_close)
    assert len(made["rows"]) > 20
    assert len(made["tables"]) >= 36
    assert all(comment for _, comment in made["tables"])


def test_pandas_as_printed(released: Settings, connections_close: dict[str, Any]) -> None:
    made = run_page(released, "pandas", connections_close)
    assert len(made["watchlist"]) > 100
    assert "quantity_tonnes" in made["production"].columns


def test_polars_as_printed(released: Settings, connections_close: dict[str, Any]) -> None:
    made = run_page(released, "polars", connections_close)
    assert made["watchlist"].height > 100
    assert made["largest"]["share_rank"].unique().to_list() == [1]


def test_sqlalchemy_as_printed_reflects_tables_types_and_comments(
    released: Settings, connections_close: dict[str, Any]
) -> None:
    made = run_page(released, "sqlalchemy", connections_close)
    tables = made["metadata"].tables
    assert len(tables) >= 36
    share = tables["marts.fct_country_share"]
    assert isinstance(share.c.year.type, sqlalchemy.Integer)
    assert isinstance(share.c.share_pct.type, sqlalchemy.Double)
    assert len(made["rows"]) == 10
    inspector = sqlalchemy.inspect(made["engine"])
    assert "share" in inspector.get_table_comment("fct_country_share", schema="marts")["text"]
    columns = inspector.get_columns("fct_country_share", schema="marts")
    assert all(column["comment"] for column in columns)


@pytest.mark.parametrize("tool", ["python", "pandas", "polars", "sqlalchemy"])
def test_what_is_copied_is_locked_down(
    tool: str, released: Settings, connections_close: dict[str, Any]
) -> None:
    made = run_page(released, tool, connections_close)
    for sql in ("select * from read_text('/etc/hostname')", "set threads = 1"):
        with pytest.raises((duckdb.Error, sqlalchemy.exc.DBAPIError)):
            _ask(made, sql)


def _ask(made: dict[str, Any], sql: str) -> None:
    if "engine" in made:
        with made["engine"].connect() as connection:
            connection.exec_driver_sql(sql)
    else:
        made["connection"].execute(sql)


def test_every_page_on_the_file_has_every_setting() -> None:
    on_the_file = [page for page in pages(Settings()) if _FILE in page.text]
    assert len(on_the_file) >= 10
    for page in on_the_file:
        for setting, value in HARDENED.items():
            assert re.search(rf"{setting}\W+{value}", page.text), f"{page.tool}: {setting}"
        assert re.search(r"read.?only", page.text, re.IGNORECASE), page.tool


@pytest.mark.parametrize("readme", ["README.md", "warehouse/README.md"])
def test_the_python_of_a_readme_has_every_setting(readme: str) -> None:
    connecting = [
        block
        for block in _PYTHON.findall((PROJECT_ROOT / readme).read_text())
        if "duckdb.connect" in block
    ]
    assert len(connecting) == 1
    for setting, value in HARDENED.items():
        assert f'"{setting}": "{value}"' in connecting[0], setting
    assert "read_only=True" in connecting[0]


def test_every_page_says_whether_somebody_tried_it() -> None:
    for page in pages(Settings()):
        opening = "\n".join(page.text.splitlines()[:6])
        assert page.is_proven != ("Not tried here" in opening), page.tool


def test_no_placeholder_is_left_and_no_password_is_shown(released: Settings) -> None:
    dsn = SecretStr("postgresql://publisher:s3cret@db.example:6432/minerals")
    settings = released.model_copy(update={"postgres_dsn": dsn})
    for page in pages(settings):
        text = filled_page(settings, page.tool)
        assert "/path/to/" not in text, page.tool
        assert "s3cret" not in text, page.tool
    psql = filled_page(settings, "psql")
    assert "host=db.example port=6432 dbname=minerals" in psql


def test_paths_that_are_filled_in_exist(released: Settings) -> None:
    text = filled_page(released, "pandas")
    for path in re.findall(r'"(/[^"]+)"', text):
        assert Path(path).exists()


def test_people_may_call_a_tool_as_they_do(released: Settings) -> None:
    assert filled_page(released, "PostgreSQL") == filled_page(released, "postgres")
    assert filled_page(released, "Power BI") == filled_page(released, "powerbi")
    with pytest.raises(AskedError, match="did you mean tableau"):
        filled_page(released, "tablau")


def test_the_command_lists_and_prints(released: Settings) -> None:
    listed = run_minerals(released, "connect")
    assert listed.returncode == 0, listed.stderr
    assert all(page.tool in listed.stdout for page in pages(released))
    printed = run_minerals(released, "connect", "python")
    assert printed.stdout == filled_page(released, "python")
