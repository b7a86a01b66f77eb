"""Names in the registers: what each leads to.

Belongs here: the resolver of `build/names.py` over the registers, before anything is built.
Does not belong here: what a name means, the names of a release.
"""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.build.names import COUNTRY, GROUP, MINERAL, PRODUCT, Names
from orchestration.build.registers.reading import Fault, Registers

Row = dict[str, str | bool | None]

NAMES, CLDR = "names", "country_cldr_names"
_KEYS = {MINERAL: ("minerals", "mineral_id"), COUNTRY: ("countries", "country_id"),
         GROUP: ("country_groups", "group_id"), PRODUCT: ("minerals", "mineral_id")}  # fmt: skip
# Registers that name what they list: the kind, its key, the columns that hold names.
_OWN = {
    "minerals": (MINERAL, "mineral_id", ("mineral_id", "mineral_name", "symbol")),
    "countries": (COUNTRY, "country_id", ("country_id", "country_name")),
    "country_groups": (GROUP, "group_id", ("group_id", "group_name")),
    "country_names": (COUNTRY, "country_id", ("name_as_printed",)),
}


def registered_names(registers: Registers) -> Names:
    """Every name that the registers hold, as `dim_name` will have it."""
    return Names(_rows(registers))


def names_lead_somewhere(registers: Registers) -> Iterator[Fault]:
    """A name is one of something that a register lists, a product's of a table that is counted."""
    known = {
        kind: {line.fields[key] for line in registers.get(register, ())}
        for kind, (register, key) in _KEYS.items()
    }
    tables = {
        (line.fields["mineral_id"], line.fields["stage"], form)
        for line in registers.get("table_rules", ())
        for form in (line.fields["form"], None)
    }
    for line in (*registers.get(NAMES, ()), *registers.get(CLDR, ())):
        kind, subject = line.fields["kind"] or "", line.fields["subject_id"]
        table = (subject, line.fields.get("stage"), line.fields.get("form"))
        if kind in known and subject not in known[kind]:
            way_out = f"correct it, or add it to {_KEYS[kind][0]} first"
            yield line.fault("subject_id", f"is no {kind} that is known", way_out).of_another()
        elif kind == PRODUCT and table[1] and table not in tables:
            way_out = "correct it, or add the table to table_rules first"
            yield line.fault("form", "are no mineral, stage and form of a table", way_out)


def _rows(registers: Registers) -> Iterator[Row]:
    residuals = {
        line.fields["country_id"]
        for line in registers.get("countries", ())
        if line.fields["is_residual"] == "true"
    }
    for register, (kind, key, columns) in _OWN.items():
        for line in registers.get(register, ()):
            is_named = line.fields[key] not in {None, *residuals}
            if is_named and line.fields.get("is_whole_only") != "true":
                named = (line.fields[column] for column in columns)
                yield from (_row(name, kind, line.fields[key]) for name in named if name)
    for line in (*registers.get(NAMES, ()), *registers.get(CLDR, ())):
        name, called, subject = (line.fields[column] for column in ("name", "kind", "subject_id"))
        if name and called and subject:
            yield _row(name, called, subject, line.fields.get("stage"), line.fields.get("form"))


def _row(
    name: str, kind: str, subject: str | None, stage: str | None = None, form: str | None = None
) -> Row:
    return {"name": name, "kind": kind, "subject_id": subject, "stage": stage, "form": form,
            "language": "", "is_preferred": False}  # fmt: skip
