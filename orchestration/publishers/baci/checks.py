"""What must be true of the records of a BACI file, each rule named with file and record.

Belongs here: single records, repeated keys, the unit and the years of a whole file.
Does not belong here: unpacking (`batches.py`), comparison with another edition (`landing/rules`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pyarrow as pa
from pyarrow import compute as pc

from orchestration.publishers.baci.batches import Batch
from orchestration.publishers.baci.selection import country_codes
from orchestration.publishers.reading.hs_codes import foreign_codes
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.text import DOWNLOAD_AGAIN

WORLD = 0
KEY = ("t", "i", "j", "k")
FEW, LEAST_FRACTIONAL = 200, 0.5
"""Of the values in thousand USD that CEPII prints, 98 in 100 have decimals. A file of at least so
many values in which fewer than half have them is in USD."""


class Rule(NamedTuple):
    """Records that break one rule."""

    what: str
    expected: str
    column: str
    broken: Any


def check_codes(batch: Batch, hs_edition: str, problems: Problems) -> None:
    """Refuse codes that the HS edition in the file's name does not have."""
    foreign = foreign_codes(hs_edition)
    rule = Rule(
        "a code belongs to another HS edition than the file's name says",
        f"codes of {hs_edition}",
        "k",
        pc.is_in(batch.records["k"], value_set=pa.array(sorted(foreign), pa.string())),
    )
    _report(rule, batch.records, batch, problems)


def check_records(batch: Batch, records: Any, problems: Problems) -> None:
    """Refuse records that cannot be true; `records` holds `record`, its number, beside the six."""
    for rule in _rules(batch, records):
        _report(rule, records, batch, problems)


def _rules(batch: Batch, records: Any) -> Iterator[Rule]:
    known = pa.array(sorted({*country_codes(), WORLD}), pa.int32())
    for side, column in (("exporter", "i"), ("partner", "j")):
        codes = records[column]
        what = f"the {side} is the world: totals are mixed with flows"
        yield Rule(what, "single countries", column, pc.equal(codes, WORLD))
        what = f"nobody knows the code of the {side}"
        unknown = pc.invert(pc.is_in(codes, value_set=known))
        yield Rule(what, "a code of publishers/baci/countries.csv", column, unknown)
    same = pc.equal(records["i"], records["j"])
    yield Rule("a country trades with itself", "two countries", "j", same)
    value, weight = records["v"], records["q"]
    bad = pc.or_kleene(pc.is_null(value), pc.less(value, 0))
    yield Rule("a value is negative or missing", "thousand USD", "v", bad)
    yield Rule("a weight is negative", "tonnes, or nothing", "q", pc.less(weight, 0))
    if batch.year is not None:
        other = pc.not_equal(records["t"], batch.year)
        yield Rule("a record is of another year than its table", str(batch.year), "t", other)


def _report(rule: Rule, records: Any, batch: Batch, problems: Problems) -> None:
    """One problem for a rule and a batch: its first record, and how many more there are."""
    count = pc.sum(rule.broken).as_py() or 0
    if not count:
        return
    at = pc.index(rule.broken, True).as_py()
    numbered = "record" in records.column_names
    record = records["record"][at].as_py() if numbered else batch.first_record + at
    more = f", and {count - 1} more records" if count > 1 else ""
    problems.layout(
        rule.what,
        where=f"{batch.where}, record {record}, column {rule.column}",
        expected=rule.expected,
        found=f"{records[rule.column][at].as_py()}{more}",
        way_out=DOWNLOAD_AGAIN,
    )


def check_whole(file_name: str, flows: Any, newest: int | None, problems: Problems) -> None:
    """Refuse a file that repeats a key, is in another unit, or ends in another year."""
    _check_keys(file_name, flows, problems)
    _check_unit(file_name, flows, problems)
    found = pc.max(flows["t"]).as_py()
    if newest is not None and found != newest:
        problems.layout(
            "the newest year is not the edition's",
            where=file_name,
            expected=str(newest),
            found=str(found),
            way_out="restore the publisher's file name; a version covers the years to two before",
        )


def _check_keys(file_name: str, flows: Any, problems: Problems) -> None:
    counted = flows.group_by(list(KEY)).aggregate([("record", "min"), ("record", "max")])
    twice = counted.filter(pc.not_equal(counted["record_min"], counted["record_max"]))
    if not twice.num_rows:
        return
    first = twice.slice(0, 1).to_pylist()[0]
    problems.layout(
        "one file prints the same key twice",
        where=f"{file_name}, records {first['record_min']} and {first['record_max']}",
        expected="one record for each year, exporter, importer and code",
        found=f"{', '.join(str(first[name]) for name in KEY)}; {twice.num_rows} such keys",
        way_out="compare with the publisher's file and remove the copied records",
    )


def _check_unit(file_name: str, flows: Any, problems: Problems) -> None:
    value = flows["v"]
    fractional = pc.sum(pc.not_equal(value, pc.round(value))).as_py() or 0
    if flows.num_rows < FEW or fractional >= LEAST_FRACTIONAL * flows.num_rows:
        return
    problems.layout(
        "values are in another unit: in thousand USD nearly all have decimals",
        where=f"{file_name}, column v",
        expected="thousand USD with three decimals",
        found=f"{fractional} of {flows.num_rows} values with decimals, as in USD",
        way_out="read the publisher's own file; a re-export in USD is a thousand times too large",
    )
