"""Publishers' files that are changed: figures that ship in each publisher's layout, and real ones.

Belongs here: which files, and what each may be changed as.
Does not belong here: the changes (`grammar.py`).
"""

from __future__ import annotations

import atexit
import csv
import io
import shutil
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from orchestration.publishers import embedded
from orchestration.publishers.editions import find_files, parse_landed
from orchestration.publishers.wgi.pages import DIMENSIONS
from tests.conftest import PUBLISHER_FOLDERS
from tests.fetching.replays import scores_answer
from tests.landing.conftest import few_chapters
from tests.landing.printer import EMBEDDED
from tests.publishers import (
    baci_builders,
    bgs_builders,
    comtrade_builders,
    hmrc_builders,
    uk_builders,
)
from tests.publishers.test_wmd_workbook import workbook

LARGEST = 800_000
"""Bytes of a real file that is changed; larger ones have the same layouts."""
FORMATS = {
    ".csv": ("bytes", "lines", "table"),
    ".json": ("bytes", "json"),
    ".jsonl": ("bytes", "lines"),
    ".zip": ("bytes", "archive"),
    ".xlsx": ("bytes", "archive"),
}


class Printed(NamedTuple):
    """A file by its publisher's name, and the edition that it belongs to."""

    edition_id: str
    file_name: str
    read: Callable[[], bytes]

    @property
    def formats(self) -> tuple[str, ...]:
        """What it may be changed as."""
        return FORMATS.get(Path(self.file_name).suffix.lower(), ("bytes",))


def of_table(table: str, edition_id: str, columns: dict[str, str]) -> bytes:
    """An embedded table under the publisher's headings, as CSV."""
    frame = embedded.read(EMBEDDED, table, edition_id)
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    picked = frame.assign(long="a name in full")[list(columns.values())].astype("object")
    writer.writerows(picked.where(picked.notna(), "").to_numpy().tolist())
    return written.getvalue().encode()


@lru_cache(maxsize=1)
def successors() -> dict[str, dict[str, bytes]]:
    """Editions that follow those that ship, by edition and file name."""
    scores = {"iso3": "country_iso3", "countryname": "long", "year": "year"}
    scores |= {name: name for name in DIMENSIONS} | {"n_dims": "long"}
    outlook = {
        **{f"{name}_as_printed": f"{name}_as_printed" for name in ("mineral", "stage", "country")},
        "year": "year",
        "value_kt": "value_as_printed",
        "is_projection": "is_projection_as_printed",
    }
    return {
        "usgs_mcs_2027": few_chapters(2027),
        "wgi_2025": {
            "wgi_2025release_six_dims_by_year.csv": of_table("wgi_scores", "wgi_2024", scores)
        },
        "iea_2026": {"iea_2026_supply_by_country.csv": of_table("iea_cells", "iea_2025", outlook)},
    }


@lru_cache(maxsize=1)
def _few_figures() -> Path:
    """The figures that ship, were there of the survey only the chapters that are printed."""
    folder = Path(tempfile.mkdtemp(prefix="attack-figures-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    files = [_kept("usgs_mcs_2026", name, content) for name, content in few_chapters(2026).items()]
    embedded.write(folder, parse_landed({"usgs_mcs_2026": files}))
    return folder


def followed(edition_id: str) -> Path:
    """The embedded figures that an edition is compared with."""
    return _few_figures() if edition_id.startswith("usgs") else EMBEDDED


def _kept(edition_id: str, file_name: str, content: bytes) -> Printed:
    return Printed(edition_id, file_name, lambda: content)


@lru_cache(maxsize=1)
def printed() -> tuple[Printed, ...]:
    """A file in every layout that some publisher has; the real ones too where they are."""
    return (*invented(), *_real())


@lru_cache(maxsize=1)
def invented() -> tuple[Printed, ...]:
    """Those files that are on every machine."""
    c, b, a, u = comtrade_builders, bgs_builders, baci_builders, uk_builders
    h = hmrc_builders
    fields = [b.fields(), b.fields("Atlantis", 2030, None), b.fields(year=2029, quantity=0.5)]
    found = [
        _kept(edition_id, name, content)
        for edition_id, files in successors().items()
        for name, content in files.items()
    ]
    found += [
        _kept("comtrade_2021", c.FILE, c.table_of(c.records())),
        _kept("comtrade_2021", c.ANSWER, c.answer_of(c.records())),
        _kept("hmrc_ots_consigned_2024", h.ANSWER, h.answer_of([h.record(), h.record(value=7)])),
        _kept("hmrc_ots_consigned_2024", h.TABLE, h.table_of([h.record(), h.record(value=7)])),
        _kept("bgs_wms_2031", "bgs_wms_2031_unobtainium_p1.json", b.page_bytes(fields)),
        _kept("bgs_wms_2031", "bgs_wms_2031_unobtainium.csv", b.export_bytes(fields)),
        _kept("baci_2026", a.YEAR_TABLE, a.csv_of(a.flows()[:5])),
        _kept("baci_2026", a.ARCHIVE, a.archive_of(a.flows())),
        _kept("baci_2026", a.PARQUET, a.parquet_of(a.flows())),
        _kept("wmd_2026", "wmd_2026_production_by_countries.xlsx", workbook()),
        _kept("uk_2024", "uk_2024.csv", _list_of(u.lines("uk_2024"))),
        _kept("uk_2024", "uk_2024_govuk.json", u.answer_bytes("uk_2024")),
        _kept("wgi_2025", "wgi_2025_api_pages.jsonl", _pages()),
    ]
    return tuple(found)


def _pages() -> bytes:
    """Scores of some countries as the bank's API answers them, one page a dimension."""
    frame = embedded.read(EMBEDDED, "wgi_scores", "wgi_2024").fillna("").head(60).astype("str")
    rows = frame.rename(columns={"country_iso3": "iso3"}).to_dict("records")
    query = {"source": "3", "per_page": "100"}
    answers = ((d, scores_answer(rows, "2025-10-01", d, query).content) for d in DIMENSIONS)
    lines = [
        b'{"dimension": "%s", "answer": %s}' % (dimension.encode(), body.replace(b"\n", b""))
        for dimension, body in answers
    ]
    return b"\n".join(lines) + b"\n"


def _list_of(lines: list[str]) -> bytes:
    return "\n".join(["mineral,note,source", *(f'"{line}",,' for line in lines), ""]).encode()


def _real() -> list[Printed]:
    return [
        Printed(edition_id, path.name, path.read_bytes)
        for folder in PUBLISHER_FOLDERS
        if folder.is_dir()
        for edition_id, paths in sorted(find_files(folder).items())
        for path in paths
        if path.stat().st_size <= LARGEST
    ]
