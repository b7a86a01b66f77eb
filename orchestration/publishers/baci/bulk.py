"""CEPII BACI in bulk: every flow of every code, a partition for each HS edition and year.

CEPII's archive has one CSV a year: `t` year, `i` exporter, `j` importer, `k` code, `v` thousand
USD, `q` tonnes (blank or `NA` where unknown). The same columns come as Parquet of several years.

Belongs here: reading those as SQL, and what no record may be.
Does not belong here: the sums and flows that ship (`layouts.py`), landing (`landing/flows`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from orchestration.publishers.baci.batches import COLUMNS
from orchestration.publishers.baci.checks import WORLD
from orchestration.publishers.baci.facts import ARCHIVE, PARQUET, YEAR_TABLE
from orchestration.publishers.baci.layouts import edition_of_file_name
from orchestration.publishers.baci.selection import country_codes
from orchestration.publishers.bulk import Bulk, BulkName, BulkRule, Measure
from orchestration.publishers.reading.hs_codes import foreign_codes
from orchestration.publishers.reading.text import DOWNLOAD_AGAIN

RELATION = "baci_flows"
SIDES = {"exporter": "exporter_code", "partner": "importer_code"}
PRODUCT_TABLE = re.compile(r"product_codes_HS\d{2}_V\w+\.csv", re.I)
EXACT = "decimal(24, 6)"
"""Thousand USD and tonnes have three decimals; what has more is no whole USD or kilogram."""


def named(file_name: str) -> BulkName | None:
    """What a file's name says: archive and Parquet hold several years, a table one."""
    edition_id = edition_of_file_name(file_name)
    for pattern in (ARCHIVE, YEAR_TABLE, PARQUET):
        match = pattern.fullmatch(file_name)
        if match and edition_id:
            year = match.groupdict().get("year")
            version = file_name.rpartition("_V")[2].partition(".")[0] if "_V" in file_name else ""
            return BulkName(
                edition_id, match.group("hs").upper(), version, int(year) if year else None
            )
    return None


def code_list(file_name: str) -> str | None:
    """The column of codes in CEPII's own table of them, which lies in its archive."""
    return "code" if PRODUCT_TABLE.fullmatch(file_name) else None


def read(_name: BulkName, table: str, is_parquet: bool) -> str:
    """A table of CEPII as the columns of a partition."""
    record = "file_row_number + 1" if is_parquet else "row_number() over () + 1"
    text = {name: f"trim(cast({name} as varchar))" for name in COLUMNS}
    return f"""
        select
            {record} as source_row,
            try_cast({text["t"]} as integer) as printed_year,
            try_cast({text["i"]} as integer) as exporter_code,
            try_cast({text["j"]} as integer) as importer_code,
            {_code(text["k"])} as hs_code,
            {_whole(text["v"])} as value_usd,
            {_whole(text["q"])} as net_kg,
            {_is_no_number(text["v"])} as is_odd_value,
            coalesce({text["q"]}, '') not in ('', 'NA')
                and {_is_no_number(text["q"])} as is_odd_weight
        from {table}
    """  # noqa: S608


def _code(text: str) -> str:
    """Leading zeros come back; nothing is cut off a longer code, and none is made of a blank."""
    return f"lpad(nullif({text}, ''), cast(greatest(6, length({text})) as integer), '0')"


def _whole(text: str) -> str:
    return f"cast(round(1000 * try_cast({text} as {EXACT})) as bigint)"


def _is_no_number(text: str) -> str:
    exact = f"1000 * try_cast({text} as {EXACT})"
    return f"coalesce(abs({exact} - round({exact})) > 0.01, true)"


def rules(name: BulkName) -> Sequence[BulkRule]:
    """What no record of BACI may be."""
    return [
        *(rule for side in SIDES.items() for rule in _of_side(*side)),
        *_of_figures(),
        *_of_years(name),
        *_of_codes(name),
    ]


def _of_side(side: str, column: str) -> Iterator[BulkRule]:
    is_world = f"{column} = {WORLD}"
    yield _rule(
        f"the {side} is the world: totals are mixed with flows",
        column,
        "single countries",
        is_world,
    )
    codes = ", ".join(map(str, sorted({*country_codes(), WORLD})))
    yield BulkRule(
        f"nobody knows the code of the {side}",
        column,
        "a code of publishers/baci/countries.csv",
        f"{column} is null or {column} not in ({codes})",
        "if CEPII has added the country: a row in countries.csv and in seed baci_country_codes; "
        "otherwise download the file again",
    )


def _of_figures() -> Iterator[BulkRule]:
    itself = "exporter_code = importer_code"
    yield _rule("a country trades with itself", "importer_code", "two countries", itself)
    yield _rule("a value is no number", "value_usd", "thousand USD, three decimals", "is_odd_value")
    yield _rule("a weight is no number", "net_kg", "tonnes, three decimals", "is_odd_weight")
    yield _rule("a value is negative", "value_usd", "thousand USD", "value_usd < 0")
    yield _rule("a weight is negative", "net_kg", "tonnes, or nothing", "net_kg < 0")


def _of_years(name: BulkName) -> Iterator[BulkRule]:
    yield _rule("a record has no year", "printed_year", "a year", "printed_year is null")
    if name.year is not None:
        yield _rule(
            "a record is of another year than its table",
            "printed_year",
            str(name.year),
            f"printed_year <> {name.year}",
        )


def _of_codes(name: BulkName) -> Iterator[BulkRule]:
    is_none = "hs_code is null or hs_code not similar to '[0-9]{6}'"
    yield _rule("a code is none", "hs_code", "six digits", is_none)
    other_editions = ", ".join(f"'{code}'" for code in sorted(foreign_codes(name.classification)))
    if other_editions:
        yield BulkRule(
            "a code belongs to another HS edition than the file's name says",
            "hs_code",
            f"codes of {name.classification}",
            f"hs_code in ({other_editions})",
            "restore the publisher's file name: it says the HS edition",
        )


def _rule(what: str, column: str, expected: str, broken: str) -> BulkRule:
    return BulkRule(what, column, expected, broken, DOWNLOAD_AGAIN)


BULK = Bulk(
    relation=RELATION,
    columns=(
        ("source_row", "bigint"),
        ("exporter_code", "integer"),
        ("importer_code", "integer"),
        ("hs_code", "varchar"),
        ("value_usd", "bigint"),
        ("net_kg", "bigint"),
    ),
    key=("exporter_code", "importer_code", "hs_code"),
    code="hs_code",
    measures=(Measure("value_usd", "thousand USD"), Measure("net_kg", "tonnes")),
    named=named,
    headers=COLUMNS,
    read=read,
    csv_options="header = true, delim = ',', quote = '\"', escape = '\"'",
    rules=rules,
    code_list=code_list,
    shipped="baci_flows",
    is_thousands="value_usd % 1000 = 0",
)
