"""CEPII's figures in the publishers' folder: the newer HS edition, cut into CEPII's own layout.

The extracts of HS17 are a third party's, in USD and with codes of three letters: they are turned
back into the layout that CEPII writes, and never ship.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from orchestration.ground.errors import SourceError
from orchestration.publishers.baci import parse_file
from orchestration.publishers.baci.rows import BaciExporter

CATHODE, KAZAKHSTAN = "740311", 398
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
