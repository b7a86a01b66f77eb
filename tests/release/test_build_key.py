"""The build key changes with everything that a release is made of, and with nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.release import compute_build_key
from orchestration.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    for name in (
        "embedded/usgs_mcs/cells_2026.csv",
        "dbt_project/models/marts/fct.sql",
        "dbt_project/seeds/units.csv",
        "dbt_project/target/manifest.json",
        "expectations/suites/marts/fct.json",
        "expectations/frames/marts/fct.sql",
        "orchestration/release/publish.py",
        "orchestration/cli/show.py",
        "requirements.lock",
        "README.md",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return Settings(
        project_root=tmp_path, warehouse_dir=tmp_path / "w", embedded_dir=tmp_path / "embedded"
    )


@pytest.mark.parametrize(
    "name",
    [
        "embedded/usgs_mcs/cells_2026.csv",
        "dbt_project/models/marts/fct.sql",
        "dbt_project/seeds/units.csv",
        "expectations/suites/marts/fct.json",
        "expectations/frames/marts/fct.sql",
        "orchestration/release/publish.py",
        "requirements.lock",
    ],
)
def test_key_changes_with_what_a_release_is_made_of(name: str, settings: Settings) -> None:
    before = compute_build_key(settings)
    (settings.project_root / name).write_text("changed")
    assert compute_build_key(settings).key != before.key


@pytest.mark.parametrize(
    "name", ["dbt_project/target/manifest.json", "orchestration/cli/show.py", "README.md"]
)
def test_key_does_not_change_with_anything_else(name: str, settings: Settings) -> None:
    before = compute_build_key(settings)
    (settings.project_root / name).write_text("changed")
    assert compute_build_key(settings).key == before.key


def test_new_and_lost_files_count(settings: Settings) -> None:
    keys = {compute_build_key(settings).key}
    extra = settings.project_root / "dbt_project/models/marts/rpt.sql"
    extra.write_text("")
    keys.add(compute_build_key(settings).key)
    extra.rename(extra.with_name("rpt_other.sql"))
    keys.add(compute_build_key(settings).key)
    assert len(keys) == 3


def test_publishers_files_are_the_inputs_where_given(
    settings: Settings, publisher_files: Path
) -> None:
    given = settings.model_copy(update={"input_dir": publisher_files})
    inputs = compute_build_key(given).inputs
    assert "usgs/mcs2026/MCS2026_Commodities_Data.csv" in inputs
    assert not any("cells_2026.csv" in path for path in inputs)
