"""The figures that ship: complete in themselves, and the layout reads back what was written."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.ground.errors import SourceError
from orchestration.publishers import (
    embedded,
    list_editions,
    publisher_of,
    read_edition,
    read_raw_tables,
)
from orchestration.publishers.frames import columns_of, to_frame
from orchestration.publishers.reading.records import Row
from orchestration.publishers.registry import RAW_TABLES
from orchestration.publishers.usgs_mcs.rows import UsgsCell
from orchestration.settings import PROJECT_ROOT

EMBEDDED = PROJECT_ROOT / "warehouse" / "embedded"
LONGEST_LABEL = 150
NEVER_SHIPPED = {table for table, raw in RAW_TABLES.items() if raw.embedded is None}
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)


@pytest.fixture(scope="module")
def raw() -> dict[str, pd.DataFrame]:
    return read_raw_tables(EMBEDDED)


def usgs_cell(value: str = "1", country: str = "Chile", unit: str | None = "t") -> UsgsCell:
    head = ("usgs_mcs_2031", "file.csv", 2, "Prod_t_2030", "production", None, None, "cobal")
    return UsgsCell(*head, "Mine", None, country, unit, 2030, value, True, "estimated", None)


@pytest.mark.slow
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=40,
)
@given(value=TEXT, country=TEXT.filter(bool), unit=st.none() | TEXT.filter(bool))
def test_round_trip(tmp_path: Path, value: str, country: str, unit: str | None) -> None:
    rows: list[Row] = [usgs_cell(value, country, unit), usgs_cell()]
    embedded.write(tmp_path, {"usgs_mcs_cells": rows})
    read = embedded.read(tmp_path, "usgs_mcs_cells")
    pd.testing.assert_frame_equal(read, to_frame("usgs_mcs_cells", rows))


def test_blank_value_is_text_and_other_blanks_are_missing(tmp_path: Path) -> None:
    embedded.write(tmp_path, {"usgs_mcs_cells": [usgs_cell("", "Namibia", None)]})
    read = embedded.read(tmp_path, "usgs_mcs_cells").iloc[0]
    assert read["value_as_printed"] == ""
    assert read["note_marks"] == "estimated"
    assert pd.isna(read["unit_as_printed"])
    assert pd.isna(read["value_in_note"])


def test_marks_that_look_like_missing_values_survive(tmp_path: Path) -> None:
    rows: list[Row] = [usgs_cell(value) for value in ("NA", "null", "nan", "None", "W", "0")]
    embedded.write(tmp_path, {"usgs_mcs_cells": rows})
    assert list(embedded.read(tmp_path, "usgs_mcs_cells")["value_as_printed"])[:2] == ["NA", "null"]


def test_an_edition_that_is_gone_leaves_no_file(tmp_path: Path) -> None:
    embedded.write(tmp_path, {"usgs_mcs_cells": [usgs_cell()]})
    embedded.write(tmp_path, {"usgs_mcs_cells": []})
    assert not list((tmp_path / "usgs_mcs").glob("cells_*"))
    assert embedded.read(tmp_path, "usgs_mcs_cells").empty


def test_a_missing_or_changed_file_is_refused(tmp_path: Path) -> None:
    embedded.write(tmp_path, {})
    (tmp_path / "wmd" / "cells.csv").unlink()
    with pytest.raises(SourceError, match="embedded figures is missing"):
        read_raw_tables(tmp_path)
    (tmp_path / "wmd" / "cells.csv").write_text("a,b\n1,2\n")
    with pytest.raises(SourceError, match="other columns"):
        read_raw_tables(tmp_path)
    header = ",".join(columns_of("wmd_cells"))
    (tmp_path / "wmd" / "cells.csv").write_text(f"{header}\nwmd_2026,f,two,,,,,,2020,1\n")
    with pytest.raises(SourceError, match="text for a number"):
        read_raw_tables(tmp_path)


def test_tables_and_columns(raw: dict[str, pd.DataFrame]) -> None:
    assert set(raw) == set(RAW_TABLES)
    for table, frame in raw.items():
        assert list(frame.columns) == columns_of(table)
        assert frame.empty == (table in NEVER_SHIPPED)


def test_rows_read_are_rows_kept_and_set_aside(raw: dict[str, pd.DataFrame]) -> None:
    account = raw["usgs_mcs_rows"].groupby(["edition_id", "file_name"])["row_count"].sum()
    files = raw["source_files"]
    usgs = files[files["edition_id"].str.startswith("usgs_mcs")]
    read = usgs.set_index(["edition_id", "file_name"])["row_count"]
    pd.testing.assert_series_equal(account.sort_index(), read.sort_index())


def test_kept_rows_are_the_rows_of_the_cells(raw: dict[str, pd.DataFrame]) -> None:
    rows = raw["usgs_mcs_rows"]
    kept = rows[rows["reason"] == "printed_figures"].set_index("file_name")["row_count"]
    found = raw["usgs_mcs_cells"].groupby("file_name")["source_row"].nunique()
    assert dict(found) == dict(kept)


def test_every_row_has_its_file(raw: dict[str, pd.DataFrame]) -> None:
    files = {tuple(pair) for pair in raw["source_files"][["edition_id", "file_name"]].to_numpy()}
    for table, frame in raw.items():
        edition = embedded.edition_column(table)
        found = {tuple(pair) for pair in frame[[edition, "file_name"]].to_numpy()}
        assert found <= files, table


def test_one_row_per_cell_and_key(raw: dict[str, pd.DataFrame]) -> None:
    cells = raw["usgs_mcs_cells"]
    assert not cells.duplicated(["file_name", "source_row", "source_column"]).any()
    assert (
        not raw["wmd_cells"].duplicated(["mineral_as_printed", "country_as_printed", "year"]).any()
    )
    assert not raw["wgi_scores"].duplicated(["country_iso3", "year"]).any()
    assert not raw["critical_list_members"].duplicated(["list_id", "member_no"]).any()


def test_rows_stand_in_order(raw: dict[str, pd.DataFrame]) -> None:
    for table in ("usgs_mcs_cells", "wmd_cells", "wgi_scores", "critical_list_members"):
        edition = embedded.edition_column(table)
        keys = raw[table][[edition, "file_name", "source_row"]]
        assert keys.equals(keys.sort_values(list(keys.columns), kind="stable")), table


def test_vocabularies(raw: dict[str, pd.DataFrame]) -> None:
    cells = raw["usgs_mcs_cells"]
    assert set(cells["statistic"]) == {"production", "capacity", "reserves"}
    assert set(raw["usgs_mcs_rows"]["disposition"]) == {"kept", "set_aside"}
    marks = {mark for text in cells["note_marks"] for mark in text.split(";") if mark}
    assert all(mark.replace("_", "").isalnum() and mark.islower() for mark in marks)
    assert cells["country_as_printed"].notna().all()
    assert cells["year"].notna().sum() > len(cells) * 0.8


def test_no_note_travels_along(raw: dict[str, pd.DataFrame]) -> None:
    for frame in raw.values():
        for column in frame.select_dtypes("str"):
            text = frame[column].dropna()
            assert text.str.len().max() <= LONGEST_LABEL or column == "note_marks" or text.empty
            assert not text.str.contains(r"\b(?:was|were|are|have been)\b", regex=True).any(), (
                column
            )


def test_lists_have_the_length_their_governments_say(raw: dict[str, pd.DataFrame]) -> None:
    members = raw["critical_list_members"]
    assert dict(members.groupby("list_id").size()) == {
        "us_2018": 35,
        "us_2022": 50,
        "us_2025": 60,
        "uk_2021": 23,
        "uk_2024": 34,
        "uk_growth_2025": 23,
        "uk_strategy_2025": 36,
        "eu_2023": 34,
    }
    parts = members[members["section"].notna()].groupby(["list_id", "section"]).size()
    assert dict(parts) == {
        ("uk_2021", "critical"): 18,
        ("uk_2021", "watchlist"): 5,
        ("uk_strategy_2025", "box_1"): 19,
        ("uk_strategy_2025", "box_2"): 12,
        ("uk_strategy_2025", "box_3"): 5,
    }


@pytest.mark.slow
def test_one_edition_is_its_part_of_all(raw: dict[str, pd.DataFrame]) -> None:
    for edition_id in list_editions(EMBEDDED):
        for table, frame in read_edition(edition_id, EMBEDDED).items():
            whole = raw[table]
            part = whole[whole[embedded.edition_column(table)] == edition_id]
            pd.testing.assert_frame_equal(frame, part.reset_index(drop=True))


def test_small_enough_for_version_control() -> None:
    assert sum(path.stat().st_size for path in EMBEDDED.rglob("*.csv")) < 6_000_000
    trade = [path.stat().st_size for path in (EMBEDDED / "baci").iterdir()]
    assert len(trade) == 4
    assert sum(trade) <= 2_500_000


def test_whole_numbers_and_blanks_survive_parquet(tmp_path: Path) -> None:
    rows: list[Row] = [
        ("baci_2031", "f.zip", 2, "HS92", "260300", 2029, 398, 156, 2**53 + 1, None),
        ("baci_2031", "f.zip", 3, "HS92", "010511", 2029, 398, 276, 0, 0),
    ]
    embedded.write(tmp_path, {"baci_flows": rows})
    read = embedded.read(tmp_path, "baci_flows")
    pd.testing.assert_frame_equal(read, to_frame("baci_flows", rows))
    path = tmp_path / "baci" / "flows_2031.parquet"
    whole = path.read_bytes()
    embedded.write(tmp_path, {"baci_flows": rows})
    assert path.read_bytes() == whole
    path.write_bytes(whole[:-9])
    with pytest.raises(SourceError, match="changed by hand"):
        embedded.read(tmp_path, "baci_flows")


def test_sums_and_flows_of_trade_agree(raw: dict[str, pd.DataFrame]) -> None:
    sold, bought, flows = (raw[f"baci_{t}"] for t in ("exporters", "importers", "flows"))
    assert (len(sold), len(bought), len(flows)) == (138_947, 79_246, 103_605)
    assert dict(sold.groupby("hs_edition")["hs_code"].nunique()) == {"HS17": 30, "HS92": 67}
    recent = sold[sold["year"] >= bought["year"].min()]
    assert recent["value_usd"].sum() == bought["value_usd"].sum()
    keys = ["hs_edition", "hs_code", "year", "exporter_code", "importer_code"]
    assert not flows.duplicated(keys).any()


def test_editions_know_their_publisher() -> None:
    assert publisher_of("usgs_mcs_2031").source_id == "usgs_mcs"
    assert publisher_of("uk_2021").source_id == "critical_lists"
    with pytest.raises(SourceError, match="no publisher"):
        publisher_of("hmrc_2024")
