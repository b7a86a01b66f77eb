"""CEPII BACI: what a file gives, however it is packed, and every file that is refused."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from orchestration.ground.errors import SourceError
from orchestration.landing.rules import continuity
from orchestration.landing.rules.comparison import Comparison
from orchestration.publishers.baci.layouts import edition_of_file_name, parse_file, prefer
from orchestration.publishers.baci.rows import BaciExporter, BaciFlow, BaciImporter
from orchestration.publishers.baci.selection import FIRST_YEAR_OF_FLOWS, country_codes, kept
from orchestration.publishers.frames import to_frame
from orchestration.publishers.reading.beside import rows_beside
from orchestration.publishers.reading.hs_codes import foreign_codes, taken_codes
from tests.conftest import PROJECT_ROOT
from tests.publishers import baci_builders as b

SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"
EU = 27
HS_EDITIONS = 7
READING = "orchestration.publishers.reading"
PACKED: list[tuple[str, Callable[[Sequence[b.Flow]], bytes]]] = [
    (b.ARCHIVE, b.archive_of),
    (b.PARQUET, b.parquet_of),
]


def exporters(parsed: dict[str, list[tuple[object, ...]]]) -> list[BaciExporter]:
    return [BaciExporter(*row) for row in parsed["baci_exporters"]]  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "pack"), PACKED)
def test_both_packings_give_the_same_figures(
    name: str, pack: Callable[[Sequence[b.Flow]], bytes]
) -> None:
    parsed = parse_file(name, pack(b.flows()))
    assert parsed.source_file.edition_id == "baci_2026"
    assert parsed.source_file.row_count == 7  # with the one that is no mineral
    found = exporters(parsed.tables)
    assert [row[2:] for row in found] == [
        ("HS92", "260300", 2023, 152, 1_234_567, 800_500, 0, 1),
        ("HS92", "260300", 2023, 251, 7_500, 800_500, 0, 1),
        ("HS92", "260300", 2023, 398, 1_234_592, 800_500, 25, 2),
        ("HS92", "260300", 2024, 152, 10_001, 1, 0, 1),
        ("HS92", "811211", 2024, 490, 3_250, 500, 0, 1),
    ]
    bought = [BaciImporter(*row) for row in parsed.tables["baci_importers"]]
    assert sum(row.value_usd for row in bought) == sum(row.value_usd for row in found)
    assert {row.importer_code for row in bought} == {156, 276, 826, 842}


@pytest.mark.parametrize(("name", "pack"), PACKED)
def test_flows_into_the_bloc_leave_out_trade_within_it(
    name: str, pack: Callable[[Sequence[b.Flow]], bytes]
) -> None:
    kept_flows = [BaciFlow(*row) for row in parse_file(name, pack(b.flows())).tables["baci_flows"]]
    sides = [(row.year, row.exporter_code, row.importer_code) for row in kept_flows]
    # France to Germany stays out; Kazakhstan sells to all
    assert sides == [(2023, 152, 276), (2023, 398, 156), (2023, 398, 826), (2024, 152, 842)]
    assert [row.net_kg for row in kept_flows] == [800_500, 800_500, None, 1]


def test_the_row_is_the_record_of_the_years_table() -> None:
    (first, second, *_) = parse_file(b.YEAR_TABLE, b.csv_of(b.flows()[:5])).tables["baci_flows"]
    records = b.csv_of(b.flows()[:5]).decode().splitlines()
    for row in (BaciFlow(*first), BaciFlow(*second)):
        printed = records[row.source_row - 1].split(",")
        assert [row.exporter_code, row.importer_code] == [int(printed[1]), int(printed[2])]


def test_flows_before_the_years_kept_are_in_the_sums_only() -> None:
    parsed = parse_file("BACI_HS92_Y2014_V202601.csv", b.csv_of([b.flow(year=2014)]))
    assert len(parsed.tables["baci_exporters"]) == 1
    assert not parsed.tables["baci_flows"]
    assert not parsed.tables["baci_importers"]


def test_a_code_that_lost_its_leading_zero_is_found_again() -> None:
    table = b.csv_of([b.flow(), b.flow(importer=392)]).replace(b"260300", b" 10511", 1)
    assert parse_file(b.YEAR_TABLE, table).source_file.row_count == 2


SINGLE = {
    "the partner is the world": b.flow(importer=0),
    "the exporter is the world": b.flow(exporter=0),
    "nobody knows the code of the exporter": b.flow(exporter=999),
    "nobody knows the code of the partner": b.flow(importer=8),
    "a country trades with itself": b.flow(importer=398),
    "a value is negative or missing": b.flow(value=-0.5),
    "a weight is negative": b.flow(tonnes=-1),
    "a record is of another year than its table": b.flow(year=2022),
    "a code belongs to another HS edition": b.flow(code="811221"),
}


@pytest.mark.parametrize("refusal", sorted(SINGLE))
def test_a_record_that_cannot_be_is_refused_with_file_and_record(refusal: str) -> None:
    wrong = SINGLE[refusal]
    if refusal.endswith("partner"):
        wrong = b.flow(importer=999)
    with pytest.raises(SourceError, match=refusal) as caught:
        parse_file(b.YEAR_TABLE, b.csv_of([b.flow(importer=392), wrong]))
    assert f"{b.YEAR_TABLE}, record 3" in str(caught.value)


def test_a_value_that_is_missing_is_refused() -> None:
    with pytest.raises(SourceError, match="negative or missing"):
        parse_file(b.PARQUET, b.parquet_of([b.flow(year=2024), b.flow(importer=4, value=None)]))


def test_a_key_that_is_printed_twice_is_refused_with_both_records() -> None:
    records = [b.flow(), b.flow(importer=392), b.flow(value=7.25)]
    with pytest.raises(SourceError, match="same key twice") as caught:
        parse_file(b.YEAR_TABLE, b.csv_of(records))
    assert "records 2 and 4" in str(caught.value)


def test_values_in_usd_are_refused() -> None:
    countries = sorted(country_codes() - {398})
    records = [b.flow(importer=code, value=1000.0 * code) for code in countries]
    assert len(records) > 200
    with pytest.raises(SourceError, match="another unit"):
        parse_file(b.YEAR_TABLE, b.csv_of(records))
    parse_file(b.YEAR_TABLE, b.csv_of([b.flow(importer=c, value=c / 1000) for c in countries]))


def test_an_edition_that_ends_in_another_year_is_refused() -> None:
    with pytest.raises(SourceError, match="newest year") as caught:
        parse_file(b.PARQUET, b.parquet_of([b.flow(year=2023)]))
    assert caught.value.expected == "2024"


@pytest.mark.parametrize("end", [1, 40, 200, 900])
def test_a_file_that_is_cut_off_is_refused(end: int) -> None:
    for name, content in (
        (b.PARQUET, b.parquet_of(b.flows())),
        (b.ARCHIVE, b.archive_of(b.flows())),
    ):
        with pytest.raises(SourceError, match="cut off"):
            parse_file(name, content[:-end])
    with pytest.raises(SourceError, match="cut off"):
        parse_file(b.YEAR_TABLE, b.csv_of(b.flows()[:4])[:-1])


def test_other_columns_are_refused() -> None:
    table = b.csv_of([b.flow()]).replace(b"t,i,j,k,v,q", b"t,i,j,k,q,v")
    with pytest.raises(SourceError, match="columns are not those"):
        parse_file(b.YEAR_TABLE, table)


def test_an_archive_without_a_table_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", b"nothing")
    with pytest.raises(SourceError, match="no table of a year"):
        parse_file(b.ARCHIVE, packed.getvalue())


def test_a_table_without_a_mineral_is_refused() -> None:
    with pytest.raises(SourceError, match="no record of a mineral"):
        parse_file(b.YEAR_TABLE, b.csv_of([b.flow(code="100190")]))


def test_everything_wrong_is_said_at_once() -> None:
    records = [b.flow(exporter=999), b.flow(tonnes=-1), b.flow(importer=0)]
    with pytest.raises(SourceError, match="3 problems"):
        parse_file(b.YEAR_TABLE, b.csv_of(records))


@pytest.mark.parametrize(
    ("name", "edition"),
    [
        (b.ARCHIVE, "baci_2026"),
        (b.YEAR_TABLE, "baci_2026"),
        (b.PARQUET, "baci_2026"),
        ("baci_hs17_V202401b.zip", "baci_2024"),
        ("baci_2022.csv", "baci_2026"),
        ("baci_hs17_2024_with_quantity.parquet", "baci_2026"),
        ("baci_2024.csv", None),
        ("baci_country_codes_V202601.csv", None),
    ],
)
def test_the_edition_is_the_versions_year(name: str, edition: str | None) -> None:
    assert edition_of_file_name(name) == edition


def test_the_same_records_are_read_once() -> None:
    other = "BACI_HS17_Y2023_V202601.csv"
    assert prefer([b.YEAR_TABLE, b.ARCHIVE, b.PARQUET, other]) == [b.ARCHIVE, other]


def test_the_bloc_is_the_union_of_the_register() -> None:
    with (SEEDS / "reference" / "baci_country_codes.csv").open() as lines:
        codes = list(csv.DictReader(lines))
    ids = {int(row["country_code"]): row["country_id"] for row in codes}
    assert set(ids) == country_codes()
    with (SEEDS / "evidence" / "country_groups.csv").open() as lines:
        union = {
            row["country_id"]
            for row in csv.DictReader(lines)
            if row["group_id"] == "eu" and not row["member_to"]
        }
    assert len(union) == EU
    assert {ids[code] for code in kept("eu")} == union
    assert {ids[code] for code in kept("importer")} == {"GBR", "USA"}
    importers = {int(row["country_code"]) for row in codes if row["importer_id"]}
    assert importers == kept("eu") | kept("importer")
    assert {ids[code] for code in kept("exporter")} == {"KAZ"}


def test_the_codes_that_are_read_are_those_of_the_bridge() -> None:
    with (SEEDS / "trade" / "hs_bridge.csv").open() as lines:
        bridged = {(row["hs_edition"], row["hs_code"]) for row in csv.DictReader(lines)}
    assert {code for _, code in bridged} == taken_codes()
    left_out = SEEDS / "trade" / "hs_codes_left_out.csv"
    with left_out.open() as lines:
        judged = bridged | {(row["hs_edition"], row["hs_code"]) for row in csv.DictReader(lines)}
    editions = {edition for edition, _ in judged}
    assert len(editions) == HS_EDITIONS
    # No code of an edition that a person has judged is foreign to it; all others of the file are.
    for edition in editions:
        of_it = {code for judged_in, code in judged if judged_in == edition}
        assert {row["hs_code"] for row in rows_beside(READING, "hs_codes.csv")} - of_it == (
            foreign_codes(edition)
        )


def test_flows_are_kept_from_the_first_year_whose_exporters_are() -> None:
    years = (PROJECT_ROOT / "dbt_project" / "macros" / "trade" / "years.sql").read_text()
    assert f"first_year_of_exporters() %}}{FIRST_YEAR_OF_FLOWS}{{%" in years


def test_an_edition_in_another_unit_than_the_last_waits_for_a_person() -> None:
    """A thousand times too large in a file too small to show it by its decimals."""
    records = [b.flow(importer=code) for code in (156, 392, 410, 842)]
    larger = [(t, i, j, k, 1000 * (v or 0), q) for t, i, j, k, v, q in records]
    before, now = (
        {
            table: to_frame(table, parse_file(b.YEAR_TABLE, b.csv_of(flows)).tables[table])
            for table in ("baci_exporters", "baci_importers", "baci_flows")
        }
        for flows in (records, larger)
    )
    arrived: Any = SimpleNamespace(edition_id="baci_2027")
    same = Comparison(arrived, "baci_2026", {}, before, before)
    assert not continuity.judge(same)
    reasons = continuity.judge(replace(same, now=now))
    assert any("moved by an order of magnitude: hs92 / 260300" in reason for reason in reasons)


def test_codes_of_an_edition_are_not_those_of_another() -> None:
    assert {"260300", "811211", "284410"} <= taken_codes()
    assert "811221" in foreign_codes("HS92")
    assert "250310" in foreign_codes("HS17")
    assert not foreign_codes("HS88")


def test_every_country_code_of_cepii_is_known(publisher_files: Path) -> None:
    files = sorted(publisher_files.rglob("baci_country_codes_*.csv"))
    assert len(files) == 2
    for path in files:
        with path.open(encoding="utf-8", newline="") as lines:
            printed = {int(row["country_code"]) for row in csv.DictReader(lines)}
        assert printed <= country_codes(), path.name
