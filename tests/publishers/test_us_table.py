"""The United States list as the survey's yearly summaries print it."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.ground.errors import LayoutError
from orchestration.publishers import editions as registry
from orchestration.publishers.critical_lists import layouts as critical_lists

TABLE = "MCS2026_T6_Critical_Minerals_End_Use.csv"
BY_HAND = "usgs_critical_minerals_2025.csv"
NOTE = "Included in the {year} Final List of Critical Minerals but without a chapter"


def table(*years: int) -> bytes:
    lines = ["Source,Critical_Mineral,Primary_Applications,Category_Note", "MCS2026,Cobalt,x,"]
    lines += [f"MCS2026,Mineral {year},x,{NOTE.format(year=year)}" for year in years]
    return "\n".join([*lines, "MCS2026,Ytterbium ,x,\n"]).encode()


def test_the_table_gives_the_lines_in_order() -> None:
    parsed = critical_lists.parse_file(TABLE, table(2025))
    rows = parsed.tables["critical_list_members"]
    assert [row[2:5] for row in rows] == [
        (2, 1, "Cobalt"),
        (3, 2, "Mineral 2025"),
        (4, 3, "Ytterbium"),
    ]
    assert parsed.source_file.edition_id == "us_2025"


@pytest.mark.parametrize(
    ("years", "found"), [((2028,), "2028"), ((2025, 2028), "2025, 2028"), ((), "no note")]
)
def test_a_table_of_another_list_or_of_nobody_knows_which_is_refused(
    years: tuple[int, ...], found: str
) -> None:
    with pytest.raises(LayoutError, match="does not say") as failure:
        critical_lists.parse_file(TABLE, table(*years))
    assert found in failure.value.found


def test_next_years_table_prints_the_same_list() -> None:
    name = TABLE.replace("2026", "2027")
    assert critical_lists.edition_of_file_name(name) == "us_2025"
    assert critical_lists.prefer([BY_HAND, TABLE, name]) == [name]
    assert critical_lists.prefer([BY_HAND]) == [BY_HAND]


def test_of_two_files_with_the_list_the_surveys_own_is_read(tmp_path: Path) -> None:
    (tmp_path / TABLE).write_bytes(table(2025))
    (tmp_path / BY_HAND).write_bytes(b"mineral,note\nCobalt,\n")
    (tmp_path / "uk_2024.csv").write_bytes(b"mineral,note\nCobalt,\n")
    names = {
        edition_id: [path.name for path in paths]
        for edition_id, paths in registry.find_files(tmp_path).items()
    }
    assert names == {"us_2025": [TABLE], "uk_2024": ["uk_2024.csv"]}
