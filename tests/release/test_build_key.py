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


def test_switching_an_optional_source_on_asks_for_a_refresh(
    settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "input"
    folder.mkdir()
    (folder / "wmd_2026_x.csv").write_text("a")
    (folder / "bgs_wms_2023_x.csv").write_text("b")
    off = settings.model_copy(update={"input_dir": folder})
    switched_on = off.model_copy(update={"bgs_enabled": True})
    assert set(compute_build_key(off).inputs) == {"wmd_2026_x.csv"}
    assert set(compute_build_key(switched_on).inputs) == {"wmd_2026_x.csv", "bgs_wms_2023_x.csv"}
    embedded_on = settings.model_copy(update={"bgs_enabled": True})
    assert compute_build_key(embedded_on).key != compute_build_key(settings).key
