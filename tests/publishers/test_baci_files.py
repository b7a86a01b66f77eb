"""CEPII's figures in the publishers' folder: the newer HS edition, as another project copied it.

The copies of HS17 are in USD and with codes of three letters. They ship as what they are; here they
are also turned back into the layout that CEPII writes.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from orchestration.ground.errors import SourceError
from orchestration.publishers import embedded
from orchestration.publishers.baci.layouts import parse_file, prefer
from orchestration.publishers.baci.rows import BaciExporter
from orchestration.settings import PROJECT_ROOT

CATHODE, KAZAKHSTAN = "740311", 398
FLATTENED = ("baci_2022.csv", "baci_hs17_2024_with_quantity.parquet")
# Two codes of CEPII share letters over time; those that end early have no trade in these years.
ENDED = {"58", "280", "736"}


def codes_by_letters(publisher_files: Path) -> dict[str, int]:
    (path,) = publisher_files.rglob("baci_country_codes_V202601.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    kept = [row for row in rows if row["country_code"] not in ENDED]
    return {row["country_iso3"]: int(row["country_code"]) for row in kept}


def in_the_layout_of_cepii(publisher_files: Path, year: int, unit: int) -> bytes:
    """The extract of one year as CEPII prints a year; `unit` is how many USD one unit is."""
    codes = codes_by_letters(publisher_files)
    (path,) = publisher_files.rglob(f"baci_{year}.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [
            f"{year},{codes[row['i']]},{codes[row['j']]},{row['cmd']},"
            f"{float(row['value']) / unit:.3f},NA"
            for row in csv.DictReader(lines)
        ]
    assert len(rows) > 10_000
    return ("t,i,j,k,v,q\n" + "\n".join(rows) + "\n").encode()


def name_of(year: int) -> str:
    return f"BACI_HS17_Y{year}_V202601.csv"


@pytest.mark.parametrize(("year", "place"), [(2022, 5), (2024, 4)])
def test_kazakhstan_among_the_exporters_of_cathode(
    publisher_files: Path, year: int, place: int
) -> None:
    parsed = parse_file(name_of(year), in_the_layout_of_cepii(publisher_files, year, 1000))
    sold: Counter[int] = Counter()
    for row in parsed.tables["baci_exporters"]:
        exporter = BaciExporter(*row)
        assert exporter.hs_edition == "HS17"
        assert exporter.net_kg is None
        assert exporter.value_usd_without_kg == exporter.value_usd
        if exporter.hs_code == CATHODE:
            sold[exporter.exporter_code] += exporter.value_usd
    ranked = [code for code, _ in sold.most_common()]
    assert ranked.index(KAZAKHSTAN) + 1 == place


def test_the_same_extract_in_usd_is_refused(publisher_files: Path) -> None:
    with pytest.raises(SourceError, match="another unit"):
        parse_file(name_of(2024), in_the_layout_of_cepii(publisher_files, 2024, 1))


def test_the_same_extract_as_the_older_edition_is_refused(publisher_files: Path) -> None:
    content = in_the_layout_of_cepii(publisher_files, 2024, 1000)
    with pytest.raises(SourceError, match="another HS edition"):
        parse_file("BACI_HS92_Y2024_V202601.csv", content)


def flattened(publisher_files: Path, name: str) -> bytes:
    (path,) = publisher_files.rglob(name)
    return path.read_bytes()


@pytest.mark.parametrize("name", sorted(FLATTENED))
def test_other_bytes_under_the_name_of_a_copy_are_refused(publisher_files: Path, name: str) -> None:
    content = flattened(publisher_files, name)
    with pytest.raises(SourceError, match="another project flattened, and other bytes"):
        parse_file(name, content[:-1] + b"0")


def test_a_copy_reads_as_the_layout_of_cepii_reads(publisher_files: Path) -> None:
    """The same figures by the other way: the extract turned into CEPII's layout by this test."""
    copied = parse_file("baci_2022.csv", flattened(publisher_files, "baci_2022.csv"))
    printed = parse_file(name_of(2022), in_the_layout_of_cepii(publisher_files, 2022, 1000))
    for table in ("baci_exporters", "baci_importers"):
        rows, expected = copied.tables[table], printed.tables[table]
        assert [row[2:] for row in rows] == [row[2:] for row in expected]
    (account,) = copied.tables["baci_rows"]
    assert account[2:] == ("kept", "traded_minerals_in_a_copy", 23_167)


def test_a_copy_gives_way_to_the_publishers_own_files() -> None:
    names = [*FLATTENED, "BACI_HS92_V202601.zip"]
    assert prefer(names) == ["BACI_HS92_V202601.zip", *FLATTENED]
    assert prefer([*FLATTENED, "BACI_HS17_V202601.zip"]) == ["BACI_HS17_V202601.zip"]


def test_both_copies_are_of_the_version_that_ships() -> None:
    """Neither copy names its version, and that of 2022 no HS edition.

    Of the codes that HS92 has too, every flow of both years is a flow of the version's HS92, and in
    both years some two thirds have the same value to the dollar: a version two years older would
    have reconciled the year 2022 anew.
    """
    sold = embedded.read(PROJECT_ROOT / "warehouse" / "embedded", "baci_flows")
    keys = ["hs_code", "year", "exporter_code", "importer_code"]
    newer = sold[sold["hs_edition"] == "HS17"]
    older = sold[(sold["hs_edition"] == "HS92") & sold["hs_code"].isin(set(newer["hs_code"]))]
    both = newer[newer["hs_code"].isin(set(older["hs_code"]))].merge(
        older, how="left", on=keys, suffixes=("", "_of_hs92")
    )
    assert both["value_usd_of_hs92"].notna().all()
    same = both["value_usd"] == both["value_usd_of_hs92"]
    shares = same.groupby(both["year"]).mean()
    assert list(shares.index) == [2022, 2024]
    assert shares.between(0.6, 0.75).all()
