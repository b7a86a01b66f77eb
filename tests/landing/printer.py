"""Editions of the Mineral Commodity Summaries that nobody has published: real figures, other years.

Prints the embedded figures of 2026 in the publisher's long layout with every year moved: record by
record, with notes that say what the codes of the embedded figures say, and as heavy as the real
file. Moved by no year, it parses to the embedded figures again, but for the publisher's one
shifted row; tests say so. What `corrections.csv` corrects is printed corrected.

Belongs here: printing, and the printed files as a connector would hand them over.
Does not belong here: mutations of editions (the tests that need them).
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from orchestration.fetching.base import FetchedFile, RemoteEdition, RemoteFile
from orchestration.publishers import embedded
from orchestration.settings import PROJECT_ROOT
from tests.landing.phrases import RELIANCE_PHRASES, SALIENT_PHRASES, WORLD_PHRASES
from tests.publishers.builders import LONG_HEADER

PRINTED = 2026  # the edition whose figures are printed
BYTES_A_RECORD = 355  # of the real file; size is one of the things that an arrival is judged by
SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"
EMBEDDED = PROJECT_ROOT / "warehouse" / "embedded"
YEAR = re.compile(r"20\d{2}")

Record = list[str]


def print_edition(year: int) -> dict[str, bytes]:
    """The three files of one edition, by the publisher's names."""
    by = year - PRINTED
    return {
        f"MCS{year}_Commodities_Data.csv": _csv(_long_file(by), "cp1252"),
        f"MCS{year}_Fig2_Net_Import_Reliance.csv": _csv(_reliance_figure(by), "utf-8-sig"),
        f"MCS{year}_Fig3_Major_Import_Sources.csv": _csv(_sources_figure(by), "utf-8-sig"),
    }


def announce(
    files: Mapping[str, bytes],
    edition_id: str,
    published_on: date | None = None,
    base_url: str = "http://127.0.0.1",
    source_id: str = "usgs_mcs",
) -> RemoteEdition:
    """An edition as its publisher would announce these files."""
    digest = hashlib.sha256(b"".join(files[name] for name in sorted(files))).hexdigest()
    return RemoteEdition(
        source_id=source_id,
        edition_id=edition_id,
        source_name="USGS Mineral Commodity Summaries",
        edition=YEAR.findall(edition_id)[-1],
        published_on=published_on or datetime.now(UTC).date(),
        doi_or_url="https://doi.org/10.5066/P1WKQ63T",
        licence="US public domain",
        attribution=f"Figures: U.S. Geological Survey, {edition_id}. Public domain.",
        files=tuple(
            RemoteFile(name, f"{base_url}/{name}", len(content), _md5(content))
            for name, content in sorted(files.items())
        ),
        stamp=digest,
    )


def fetched(files: Mapping[str, bytes], folder: Path) -> list[FetchedFile]:
    """These files on disk, as a connector hands them over."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for name, content in files.items():
        path = folder / name
        path.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        url = f"http://127.0.0.1/{name}"
        found.append(FetchedFile(name, path, digest, len(content), url, not_modified=False))
    return found


def changed(content: bytes, change: Callable[[Record], Record | None]) -> bytes:
    """The long file with every record below its header changed, or left out."""
    header, *records = csv.reader(io.StringIO(content.decode("cp1252"), newline=""))
    kept = (change(record) for record in records)
    return _csv([header, *(record for record in kept if record is not None)], "cp1252")


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _csv(records: Iterable[Sequence[str]], encoding: str) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(records)
    return buffer.getvalue().encode(encoding)


@lru_cache(maxsize=8)
def _rows(table: str, figure: str) -> list[dict[str, Any]]:
    """Rows of an embedded table of the printed edition, from files with a word in their name."""
    frame = embedded.read(EMBEDDED, table, f"usgs_mcs_{PRINTED}")
    frame = frame[frame["file_name"].str.contains(figure)]
    return [
        {str(name): "" if pd.isna(value) else value for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _long_file(by: int) -> list[Record]:
    """Records where the publisher has them."""
    (size,) = (int(row["row_count"]) for row in _rows("source_files", "Commodities"))
    placed = {
        **{row["source_row"]: _world(row, by) for row in _corrected()},
        **{r["source_row"]: _reliance(r, by) for r in _rows(NIR, "Commodities")},
        **{r["source_row"]: _source(r, by) for r in _rows(SOURCES, "Commodities")},
        **{r["source_row"]: _salient(r, by) for r in _as_it_stands(by)},
    }
    header = [*LONG_HEADER[:10], f"Is critical mineral {PRINTED - 1 + by}", "Other notes"]
    records = [placed[number] for number in range(2, size + 2)]
    return [header, *(_weighed(record) for record in records)]


NIR, SOURCES = "usgs_mcs_net_import_reliance", "usgs_mcs_import_sources"
SALIENT = "usgs_mcs_salient"


def _corrected() -> list[dict[str, Any]]:
    rows = [dict(row) for row in _rows("usgs_mcs_cells", "Commodities")]
    with (SEEDS / "cells/corrections.csv").open(encoding="utf-8", newline="") as file:
        corrections = [r for r in csv.DictReader(file) if r["edition_id"].endswith(str(PRINTED))]
    for row in rows:
        for correction in corrections:
            if (
                row["commodity_as_printed"] == correction["commodity_as_printed"]
                and row["statistic"] == correction["statistic"]
                and correction["country_as_printed"] in ("*", row["country_as_printed"])
                and row[correction["field"]] == correction["expect"]
            ):
                row[correction["field"]] = correction["correct_to"]
    return rows


def _world(row: Mapping[str, Any], by: int) -> Record:
    return [
        row["chapter_as_printed"],
        row["section_as_printed"],
        row["commodity_as_printed"],
        row["country_as_printed"],
        row["statistic"].capitalize(),
        row["type_as_printed"],
        row["unit_as_printed"],
        str(row["year"] + by),
        row["value_as_printed"],
        _notes(row["note_marks"], WORLD_PHRASES),
    ]


def _reliance(row: Mapping[str, Any], by: int) -> Record:
    return [
        row["chapter_as_printed"],
        "Salient Statistics—United States",
        row["commodity_as_printed"],
        "United States",
        "Net import reliance",
        row["detail_as_printed"],
        row["unit_as_printed"],
        str(row["year"] + by),
        row["value_as_printed"],
        _notes(row["note_marks"], RELIANCE_PHRASES),
    ]


def _source(row: Mapping[str, Any], by: int) -> Record:
    return [
        row["chapter_as_printed"],
        "Import Sources",
        row["commodity_as_printed"],
        row["country_as_printed"],
        "Import sources",
        row["detail_as_printed"],
        row["unit_as_printed"],
        _period(row["period_as_printed"], by),
        row["value_as_printed"],
        _notes(row["note_marks"], RELIANCE_PHRASES),
    ]


def _as_it_stands(by: int) -> list[dict[str, Any]]:
    """The salient rows, each with the value that is printed for the year it is moved to.

    Stocks and prices swing too much between years for a figure of one to stand for another's.
    """
    rows = [dict(row) for row in _rows(SALIENT, "Commodities")]
    series = ("chapter_as_printed", "commodity_as_printed", "statistic_as_printed")
    series = (*series, "detail_as_printed", "unit_as_printed")
    printed: dict[tuple[Any, ...], list[str]] = {}
    for row in rows:
        key = (*(row[name] for name in series), row["year"])
        printed.setdefault(key, []).append(row["value_as_printed"])
    for row in rows:
        key = (*(row[name] for name in series), row["year"] + by)
        if by and len(printed.get(key, ())) == 1:
            (row["value_as_printed"],) = printed[key]
    return rows


def _salient(row: Mapping[str, Any], by: int) -> Record:
    return [
        row["chapter_as_printed"],
        "Salient Statistics—United States",
        row["commodity_as_printed"],
        "United States",
        row["statistic_as_printed"],
        row["detail_as_printed"],
        row["unit_as_printed"],
        str(row["year"] + by),
        row["value_as_printed"],
        _notes(row["note_marks"], SALIENT_PHRASES),
    ]


def _weighed(record: Record) -> Record:
    """With the two last columns, the very last filled up to what a record of the real file has."""
    missing = BYTES_A_RECORD - sum(len(field) + 1 for field in record)
    return [*record, "Yes", "." * max(0, missing - 6)]


def _notes(marks: str, phrases: Mapping[str, str]) -> str:
    chosen = [phrases[mark] for mark in marks.split(";") if mark and phrases[mark]]
    return " -- ".join(f"{phrase}." for phrase in chosen)


def _period(text: str, by: int) -> str:
    """`2021–24` moved; the second year has two digits."""
    first, last = int(text[:4]) + by, int(text[-2:]) + by
    return f"{first}{text[4:-2]}{last % 100:02d}"


def _reliance_figure(by: int) -> list[Record]:
    year, edition = PRINTED - 1 + by, f"MCS{PRINTED + by}"
    rows = _rows(NIR, "Fig")
    period = _period("2021_24", by)
    header = ["Source", "Import_Share_Order", "Commodity", f"Net_Import_Reliance_pct_{year}"]
    return [
        [*header, f"Major_Import_Sources_{period}", "Notes"],
        *(
            [
                edition,
                str(number),
                row["commodity_as_printed"],
                row["value_as_printed"],
                row["import_sources_as_printed"],
                "Imports from Hong Kong are included." if row["note_marks"] else "",
            ]
            for number, row in enumerate(rows, 1)
        ),
    ]


def _sources_figure(by: int) -> list[Record]:
    edition, period = f"MCS{PRINTED + by}", _period("2021_24", by)
    return [
        ["Source", "Commodity", f"Import_Source_{period}", "Percent", "NIR", "Critical_Mineral"],
        *(
            [
                edition,
                row["commodity_as_printed"],
                row["country_as_printed"],
                row["value_as_printed"],
                "50",
                "Y",
            ]
            for row in _rows(SOURCES, "Fig")
        ),
    ]
