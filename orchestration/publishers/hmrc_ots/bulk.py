"""HMRC's bulk files of imports: every record by country of origin, a partition for each month.

`BDSImpYYMM` has lines of 85 characters and no delimiter: period, type, month of account, code of
eight digits, SITC, country of dispatch (number, two letters), port (number, letters), country of
origin (number, two letters), mode of transport, value in pounds, net mass in kilograms,
supplementary quantity, suppression mark (0 to 3), direction, kind of record. The positions are
those of HMRC's technical specification (uktradeinfo.com, bulk data set export and import technical
specifications) as public programs that read these files write them down. A first and a last line
of another shape are HMRC's header and trailer and hold no figure.

Only this layout is read: since HMRC replaced its archive from 2016 on by files of it, the older
pair (`SMKI19` for the world outside the European Union, `SMKM46` for inside) is not needed.

Belongs here: reading those lines as SQL, and what no record may be.
Does not belong here: landing (`landing/flows`), what a suppressed code means (`models/trade`).

Unproven on real files: none was at hand when this was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orchestration.publishers.bulk import Bulk, BulkName, BulkRule, Measure
from orchestration.publishers.hmrc_ots.facts import (
    ARCHIVE,
    MONTH_TABLE,
    MONTH_ZIP,
    MONTHS_REVISED,
    SOURCE_ID,
    full_year,
)
from orchestration.publishers.reading.text import DOWNLOAD_AGAIN

RELATION = "hmrc_ots_imports"
CLASSIFICATION = "CN8"
LENGTH = 85
FIELDS = {
    "printed_period": (1, 6),
    "trade_type": (7, 1),
    "account_month": (8, 6),
    "cn8": (14, 8),
    "sitc": (22, 5),
    "dispatch_number": (27, 3),
    "dispatch_alpha": (30, 2),
    "port_number": (32, 3),
    "port_alpha": (35, 3),
    "origin_number": (38, 3),
    "origin_alpha": (41, 2),
    "transport_mode": (43, 2),
    "printed_value": (45, 12),
    "printed_kg": (57, 12),
    "printed_supplementary": (69, 12),
    "suppression_mark": (81, 1),
    "direction": (82, 3),
    "record_kind": (85, 1),
}
"""Where each field begins, counted from 1, and how long it is."""
NAMED = ("trade_type", "account_month", "cn8", "sitc", "dispatch_number", "dispatch_alpha",
         "port_number", "port_alpha", "origin_number", "origin_alpha", "transport_mode",
         "suppression_mark", "record_kind")  # fmt: skip
FIGURES = {
    "value_gbp": "printed_value",
    "net_kg": "printed_kg",
    "supplementary_quantity": "printed_supplementary",
}
SHAPE = "'[0-9]{6}.{75}[A-Za-z]{3}.'"
"""A month, what follows, and a direction in letters."""
IS_PLAIN = "suppression_mark = '0'"
"""What is suppressed may lack any field; nothing is demanded of it but that it says so."""


def named(file_name: str) -> BulkName | None:
    """What a file's name says: a month, or an archive of several."""
    for pattern in (MONTH_TABLE, MONTH_ZIP, ARCHIVE):
        match = pattern.fullmatch(file_name)
        if match:
            year = full_year(match.group("yy"))
            is_table = pattern is MONTH_TABLE
            return BulkName(
                f"{SOURCE_ID}_{year}",
                CLASSIFICATION,
                "",
                year if is_table else None,
                int(match.group("mm")) if is_table else None,
            )
    return None


def read(_name: BulkName, table: str, _is_parquet: bool) -> str:
    """Lines of HMRC as the columns of a partition; a header and a trailer are no records."""
    fields = ", ".join(
        f"nullif(trim(substr(line, {start}, {length})), '') as {name}"
        for name, (start, length) in FIELDS.items()
    )
    figures = ", ".join(f"try_cast({text} as bigint) as {name}" for name, text in FIGURES.items())
    return f"""
        select
            source_row, {", ".join(NAMED)}, {figures},
            printed_period, printed_value, printed_kg, direction, is_record, printed_line,
            try_cast(substr(printed_period, 1, 4) as integer) as printed_year
        from (
            select *, {fields}, substr(line, 1, 40) as printed_line
            from (
                select
                    row_number() over () as source_row,
                    count(*) over () as line_count,
                    coalesce(line, '') as line,
                    coalesce(length(line) = {LENGTH} and line similar to {SHAPE}, false)
                        as is_record
                from {table}
            )
        )
        where is_record or source_row not in (1, line_count)
    """  # noqa: S608


def rules(name: BulkName) -> Sequence[BulkRule]:
    """What no record of HMRC's imports may be."""
    return [*_of_lines(name), *_of_marks(), *_of_figures()]


def _of_lines(name: BulkName) -> Iterator[BulkRule]:
    yield _rule(
        "a line is no record of imports",
        "printed_line",
        f"{LENGTH} characters that begin with a month",
        "not is_record",
    )
    yield _rule(
        "a record is no import",
        "direction",
        "imp",
        "is_record and lower(direction) is distinct from 'imp'",
    )
    month = f"{name.year}{name.month:02d}" if name.month else ""
    yield _rule(
        "a record is of another month than its file's name says",
        "printed_period",
        month or "a month",
        f"is_record and printed_period is distinct from '{month}'",
    )


def _of_marks() -> Iterator[BulkRule]:
    yield _rule(
        "a suppression mark is none of HMRC's",
        "suppression_mark",
        "0 to 3",
        "is_record and coalesce(suppression_mark not in ('0', '1', '2', '3'), true)",
    )
    for column, what in (("dispatch_alpha", "dispatch"), ("origin_alpha", "origin")):
        yield _rule(
            f"a country of {what} is none",
            column,
            "two letters",
            f"{IS_PLAIN} and not coalesce({column} similar to '[A-Z]{{2}}', false)",
        )
    yield _rule(
        "a code is none",
        "cn8",
        "eight digits",
        f"{IS_PLAIN} and not coalesce(cn8 similar to '[0-9]{{8}}', false)",
    )


def _of_figures() -> Iterator[BulkRule]:
    for column, text, unit in (
        ("value_gbp", "printed_value", "pounds"),
        ("net_kg", "printed_kg", "kilograms"),
    ):
        what = "value" if column == "value_gbp" else "weight"
        yield _rule(f"a {what} is negative", column, f"{unit}", f"{column} < 0")
        is_printed = "true" if column == "value_gbp" else f"{text} is not null"
        yield _rule(
            f"a {what} is no number",
            text,
            f"whole {unit}",
            f"{IS_PLAIN} and {is_printed} and {column} is null",
        )


def _rule(what: str, column: str, expected: str, broken: str) -> BulkRule:
    return BulkRule(what, column, expected, broken, DOWNLOAD_AGAIN)


BULK = Bulk(
    relation=RELATION,
    columns=(
        ("source_row", "bigint"),
        *((name, "varchar") for name in NAMED),
        *((name, "bigint") for name in FIGURES),
    ),
    key=NAMED,
    code="cn8",
    measures=(Measure("value_gbp", "GBP"), Measure("net_kg", "kilograms")),
    named=named,
    headers=(),
    read=read,
    csv_options="columns = {'line': 'varchar'}, header = false, delim = '\\x01', quote = '', "
    "escape = '', null_padding = true",
    rules=rules,
    compared=("cn8", "origin_alpha"),
    months_revised=MONTHS_REVISED,
)
