"""CEPII BACI: sums by exporter and importer of the mineral codes, and the flows that are kept.

Money becomes whole USD and weight whole kilograms; BACI prints three decimals of thousand USD and
of tonnes, so nothing is rounded away.

Belongs here: from a file to its raw tables.
Does not belong here: unpacking (`batches.py`), rules (`checks.py`), what is selected
(`selection.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import compute as pc

from orchestration.ground.counted import counted
from orchestration.publishers.baci.batches import FIELDS, SCHEMA, Batch, batches, refused
from orchestration.publishers.baci.checks import check_codes, check_records, check_whole
from orchestration.publishers.baci.facts import ARCHIVE, FACTS, PARQUET, YEAR_TABLE, YEARS_BEHIND
from orchestration.publishers.baci.flattened import batches as flattened_batches
from orchestration.publishers.baci.flattened import known_file
from orchestration.publishers.baci.rows import TABLES, BaciRows
from orchestration.publishers.baci.selection import FIRST_YEAR_OF_FLOWS, kept
from orchestration.publishers.layout import FileLayout
from orchestration.publishers.reading.hs_codes import taken_codes
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile, SourceFile
from orchestration.publishers.reading.text import sha256_of

THOUSAND = 1000.0
LAYOUT = FileLayout(
    file_name="BACI_HS92_Y2024_V202601.csv",
    columns=FIELDS,
    example=(
        ("2024", "398", "156", "260300", "1234.567", "800.500"),
        ("2024", "398", "826", "260300", "0.025", "NA"),
    ),
    refuses_others=True,
    remarks=(
        "Drop the publisher's archive (BACI_HS<edition>_V<yyyymm>.zip) as it is: it holds a table "
        "like this for each year. Parquet with the same columns is taken too.",
        "The figures of the example are invented.",
    ),
)
LAYOUTS = (LAYOUT,)


def _named(file_name: str) -> re.Match[str] | None:
    for pattern in (ARCHIVE, YEAR_TABLE, PARQUET):
        match = pattern.fullmatch(file_name)
        if match:
            return match
    return None


def _hs_edition_of(file_name: str) -> str | None:
    known, match = known_file(file_name), _named(file_name)
    if known is not None:
        return known.hs_edition
    return match.group("hs").upper() if match else None


def edition_of_file_name(file_name: str) -> str | None:
    """The edition that a file of this family belongs to by its name; None for other files."""
    known = known_file(file_name)
    if known is not None:
        return known.edition_id
    match = _named(file_name)
    if match is None:
        return None
    version = match.group("version")
    year = int(version) if version else int(match.group("last_year")) + YEARS_BEHIND
    return f"{FACTS.source_id}_{year}"


def prefer(file_names: Sequence[str]) -> list[str]:
    """Of files that hold the same records: the archive, otherwise Parquet, otherwise the years.

    What another project flattened is read where CEPII's own files of the HS edition are not.
    """
    chosen: list[str] = []
    seen: dict[str, re.Pattern[str]] = {}
    for pattern in (ARCHIVE, PARQUET, YEAR_TABLE):
        for name in sorted(file_names):
            match = pattern.fullmatch(name)
            if match and seen.setdefault(match.group("hs").upper(), pattern) is pattern:
                chosen.append(name)
    flattened = ((name, known_file(name)) for name in sorted(file_names))
    return [*chosen, *(name for name, file in flattened if file and file.hs_edition not in seen)]


def parse_file(file_name: str, content: bytes, problems: Problems | None = None) -> ParsedFile:
    """Parse one file; every rule that it breaks goes to `problems`, or is raised."""
    collected = Problems() if problems is None else problems
    hs_edition = _hs_edition_of(file_name)
    edition_id = edition_of_file_name(file_name)
    if hs_edition is None or edition_id is None:
        raise refused("the name is not one of BACI's", file_name, FACTS.file_names, file_name)
    flows, count = _flows(file_name, content, hs_edition, collected)
    whole = ARCHIVE.fullmatch(file_name) or PARQUET.fullmatch(file_name)
    newest = int(edition_id[-4:]) - YEARS_BEHIND if whole else None
    check_whole(file_name, flows, newest, collected)
    if problems is None:
        collected.raise_if_any()
    source_file = SourceFile(
        f"{edition_id}/{file_name}",
        edition_id,
        file_name,
        sha256_of(content),
        len(content),
        count,
    )
    named = {"edition_id": edition_id, "file_name": file_name, "hs_edition": hs_edition}
    flows = _in_whole_units(flows)
    recent = flows.filter(pc.greater_equal(flows["year"], FIRST_YEAR_OF_FLOWS))
    tables = {
        "baci_exporters": _summed(flows, "exporter_code"),
        "baci_importers": _summed(recent, "importer_code"),
        "baci_flows": _kept_flows(recent),
    }
    parsed = ParsedFile(source_file, {t: _rows(t, found, named) for t, found in tables.items()})
    parsed.add("baci_rows", _account(edition_id, file_name, flows.num_rows, count))
    return parsed


def _flows(file_name: str, content: bytes, hs_edition: str, problems: Problems) -> tuple[Any, int]:
    """Records of the codes that are read, numbered, and how many records there are in all."""
    taken = pa.array(sorted(taken_codes()), pa.string())
    found, count = [], 0
    for batch in _batches(file_name, content):
        count += batch.records.num_rows
        check_codes(batch, hs_edition, problems)
        records = _numbered(batch)
        records = records.filter(pc.is_in(records["k"], value_set=taken))
        check_records(batch, records, problems)
        found.append(records)
    if not sum(part.num_rows for part in found):
        raise refused(
            "no record of a mineral", file_name, "codes of minerals", counted(count, "record")
        )
    return pa.concat_tables(found).combine_chunks(), count


def _batches(file_name: str, content: bytes) -> Iterator[Batch]:
    known = known_file(file_name)
    return flattened_batches(known, content) if known else batches(file_name, content)


def _account(edition_id: str, file_name: str, kept_rows: int, count: int) -> list[BaciRows]:
    """What became of the records of a file."""
    kept_as = "traded_minerals_in_a_copy" if known_file(file_name) else "traded_minerals"
    reasons = (
        ("kept", kept_as, kept_rows),
        ("set_aside", "code_of_no_mineral", count - kept_rows),
    )
    return [BaciRows(edition_id, file_name, *reason) for reason in reasons if reason[-1]]


def _numbered(batch: Batch) -> Any:
    numbers = np.arange(batch.records.num_rows, dtype="int64") + batch.first_record
    return batch.records.append_column("record", pa.array(numbers))


def _in_whole_units(flows: Any) -> Any:
    """Columns as they are kept: whole USD and kilograms, in order of code, year and countries."""
    usd = pc.round(pc.multiply(flows["v"], THOUSAND)).cast(pa.int64())
    kg = pc.round(pc.multiply(flows["q"], THOUSAND)).cast(pa.int64())
    named = pa.table(
        {
            "source_row": flows["record"],
            "hs_code": flows["k"],
            "year": flows["t"],
            "exporter_code": flows["i"],
            "importer_code": flows["j"],
            "value_usd": usd,
            "net_kg": kg,
            "value_usd_without_kg": pc.if_else(pc.is_null(kg), usd, 0),
        }
    )
    order = ("hs_code", "year", "exporter_code", "importer_code")
    return named.sort_by([(name, "ascending") for name in order])


def _summed(flows: Any, side: str) -> Any:
    keys = ["hs_code", "year", side]
    measures = ["value_usd", "net_kg", "value_usd_without_kg"]
    summed = flows.group_by(keys).aggregate(
        [*((name, "sum") for name in measures), ("source_row", "count")]
    )
    new_names = {f"{name}_sum": name for name in measures} | {"source_row_count": "flow_count"}
    renamed = summed.rename_columns([new_names.get(n, n) for n in summed.column_names])
    return renamed.sort_by([(name, "ascending") for name in keys])


def _kept_flows(flows: Any) -> Any:
    """Flows into the importers and out of the exporters that are kept."""
    members = _codes("eu")
    into_bloc = pc.and_(
        pc.is_in(flows["importer_code"], value_set=members),
        pc.invert(pc.is_in(flows["exporter_code"], value_set=members)),
    )
    importer = pc.is_in(flows["importer_code"], value_set=_codes("importer"))
    exporter = pc.is_in(flows["exporter_code"], value_set=_codes("exporter"))
    return flows.filter(pc.or_(into_bloc, pc.or_(importer, exporter)))


def _codes(role: str) -> Any:
    return pa.array(sorted(kept(role)), SCHEMA.field("i").type)


def _rows(table: str, found: Any, named: dict[str, str]) -> list[tuple[Any, ...]]:
    """Rows of a raw table in its order of columns; constants of the file are repeated."""
    columns = (
        [named[name]] * found.num_rows if name in named else found[name].to_pylist()
        for name in TABLES[table].columns
    )
    return list(zip(*columns, strict=True))
