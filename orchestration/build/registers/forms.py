"""Rules on forms: what differences between sources, and traded and printed series, are of.

Belongs here: rules on the words for forms that one register defines and another holds.
Does not belong here: other rules between registers (`across.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from orchestration.build.registers.known import PRINTED, SERIES, counted_tables
from orchestration.build.registers.reading import Fault, Registers

RELIANCE = "net_import_reliance"


def a_difference_is_of_a_table(registers: Registers) -> Iterator[Fault]:
    """What two sources differ about is in a table that a rule knows; a blank fits all."""
    tables = counted_tables(registers)
    for line in registers.get("source_differences", ()):
        asked = [line.fields[column] for column in ("mineral_id", "stage", "form")]
        if not any(
            all(word in (None, has) for word, has in zip(asked, table, strict=True))
            for table in tables
        ):
            found = ", ".join(word or "" for word in asked)
            way_out = "correct it, or add the table to table_rules.csv first"
            yield line.fault("form", "are no mineral, stage and form of a table", way_out, found)


def a_traded_form_is_printed(registers: Registers) -> Iterator[Fault]:
    """Imports or exports of the form that an identity names are a printed series."""
    printed = {
        (line.fields["mineral_id"], line.fields["form"])
        for line in registers.get(PRINTED, ())
        if line.fields["statistic"] in ("imports", "exports")
    }
    for line in registers.get("reliance_identities", ()):
        if (line.fields["mineral_id"], line.fields["trade_form"]) not in printed:
            way_out = f"correct it, or add the series to {PRINTED}.csv first"
            yield line.fault("trade_form", "is no printed trade of its mineral", way_out)


def a_printed_reliance_has_its_series(registers: Registers) -> Iterator[Fault]:
    """The statistics and the series of trade call what a net import reliance is of the same."""
    known = {
        (line.fields["mineral_id"], line.fields["form"])
        for line in registers.get(SERIES, ())
        if line.fields["statistic"] == RELIANCE
    }
    for line in registers.get(PRINTED, ()):
        series = (line.fields["mineral_id"], line.fields["form"])
        if line.fields["statistic"] == RELIANCE and series not in known:
            way_out = f"write the form that {SERIES}.csv has, or add the series to it"
            yield line.fault("form", f"is no net import reliance of {SERIES}", way_out)


RULES: tuple[Callable[[Registers], Iterator[Fault]], ...] = (
    a_difference_is_of_a_table,
    a_traded_form_is_printed,
    a_printed_reliance_has_its_series,
)
