"""`minerals controls`, `compare`, `reserves`, `revisions` on a terminal.

Belongs here: columns and words of these commands.
Does not belong here: queries (`copies/answers`), how a share or a range looks (`drawn.py`).
"""

from __future__ import annotations

from collections.abc import Callable

from orchestration.build.names import COUNTRY, GROUP, MINERAL, PRODUCT, Names, Subject
from orchestration.cli import spoken, whole
from orchestration.cli.drawn import (
    Shown,
    amount,
    answer,
    between,
    drawn,
    percent,
    place,
    print_left_out,
    step,
)
from orchestration.cli.output import for_programs, plain, terminal, tonnes
from orchestration.copies.answers import compared, policy, revised
from orchestration.copies.answers import reserves as held
from orchestration.copies.answers.named import (
    country_or_mineral,
    one_mineral,
    one_subject,
    read_names,
)
from orchestration.copies.file.served import Row, Served
from orchestration.ground.errors import AskedError
from orchestration.settings import get_settings

_FEW = 5  # addresses that are printed below a table
_KINDS = (MINERAL, PRODUCT, COUNTRY)


def print_controls(name: str, *, agreements: bool, as_json: bool, as_csv: bool) -> None:
    """Print measures of a country or on a mineral.

    Raises:
        AskedError: when the register has none.
    """
    kind = policy.AGREEMENT if agreements else policy.CONTROL
    with Served(get_settings()) as served:
        country, mineral = country_or_mineral(served, name, "minerals controls", (*_KINDS, GROUP))
        rows = policy.measures(served, kind, country=country, mineral=mineral)
    if not rows:
        raise AskedError(
            f"The register has no {kind.replace('_', ' ')} for {name}",
            where="marts.fct_policy_measure",
            found="no entry, which is not the same as no measure",
            way_out="what is registered: minerals controls, minerals controls --agreements",
        )
    if for_programs(rows, as_json=as_json, as_csv=as_csv):
        return
    columns: dict[str, Shown] = {
        "since": lambda row: str(row["printed_date"] or row["year"] or ""),
        "party": "party_a_name",
        "with" if agreements else "kind": "party_b_name"
        if agreements
        else lambda row: str(row["control_type"]).replace("_", " "),
        "minerals": lambda row: row["minerals_as_printed"] or row["minerals"] or "",
        "source": "source_name",
    }
    console = terminal()
    console.print(drawn(rows, columns, texts={*columns}))
    addresses = dict.fromkeys(row["source_url"] for row in rows)  # whole, or nobody can open them
    for address in addresses if len(addresses) <= _FEW else ():
        console.print(plain(address), soft_wrap=True, highlight=False)
    if len(addresses) > _FEW:
        console.print(spoken.note("addresses"))
    console.print(spoken.note("registered"))


def print_comparison(left: str, right: str, *, as_json: bool, as_csv: bool) -> None:
    """Print two minerals or two countries side by side.

    Raises:
        AskedError: for a mineral and a country, or when no table has both.
    """
    with Served(get_settings()) as served:
        names = read_names(served)
        sides = [one_subject(names, text, "minerals compare", _KINDS) for text in (left, right)]
        are_countries = [side.kind == COUNTRY for side in sides]
        if len(set(are_countries)) > 1:
            raise AskedError(
                "A mineral and a country do not compare",
                found=f"{left}, {right}",
                way_out=f"minerals show {left}",
            )
        if sides[0].subject_id == sides[1].subject_id:
            raise _one_and_the_same(names, left, right, sides)
        ask = compared.compare_countries if all(are_countries) else compared.compare_minerals
        rows = ask(served, sides[0].subject_id, sides[1].subject_id)
        titles = [names.name_of(_plain_subject(side), spoken.language()) for side in sides]
    compared_both = {row["subject_id"] for row in rows}
    if lacking := [
        text
        for text, side in zip((left, right), sides, strict=True)
        if side.subject_id not in compared_both
    ]:
        raise AskedError(
            f"No figures to compare {left} and {right} with",
            where="marts.fct_production",
            found="no table to compare has " + " and ".join(lacking),
            way_out=f"minerals show {left}, minerals show {right}",
        )
    if for_programs(rows, as_json=as_json, as_csv=as_csv):
        return
    _draw_sides(rows, titles, are_shares=all(are_countries))
    for side in sides:
        if remark := whole.remark(names, side):
            terminal().print(remark)


def _one_and_the_same(names: Names, left: str, right: str, sides: list[Subject]) -> AskedError:
    """The refusal of two names of one country, or of one mineral and its products."""
    one = f"one {_plain_subject(sides[0]).kind}"
    if sides[0] != sides[1]:
        one = f"parts of {one}, {names.name_of(_plain_subject(sides[0]))}"
    return AskedError(
        f"{left} and {right} are {one}",
        where="marts.dim_name",
        way_out=f"name another one beside it, or: minerals show {left}",
    )


def _plain_subject(side: Subject) -> Subject:
    return side if side.kind == COUNTRY else Subject(MINERAL, side.subject_id)


def _draw_sides(rows: list[Row], titles: list[str], *, are_shares: bool) -> None:
    """One line for each measure or table: rows come in pairs, left and right."""
    shown = spoken.translated(rows)
    pairs = list(zip(shown[::2], shown[1::2], strict=True))
    sides = [{"left": left, "right": right} for left, right in pairs]
    columns: dict[str, Shown] = {"": lambda row: _measure(row["left"], are_shares=are_shares)}
    for which, title in zip(("left", "right"), titles, strict=True):
        columns[title] = _of_side(which, _value)
        columns[f"{title} {spoken.heading('between')}"] = _of_side(which, _bounds)
    console = terminal()
    console.print(drawn(sides, columns, texts={"", *titles}))
    if not are_shares:
        for row in pairs[0]:
            console.print(f"{plain(row['subject'])}: {plain(place(row))}, {plain(row['detail'])}")
    console.print(spoken.note("everybody"))
    print_left_out(rows)


def _of_side(which: str, shown: Callable[[Row], str]) -> Callable[[Row], str]:
    return lambda row: shown(row[which])


def _measure(row: Row, *, are_shares: bool) -> str:
    if are_shares:
        return f"{row['detail']} · {place(row)}"
    return f"{row['measure']}, {row['unit']}"


def _value(row: Row) -> str:
    if row["value"] is None:
        return spoken.heading("unknown")
    return spoken.percent(row["value"]) if row["unit"] == "percent" else tonnes(row["value"])


def _bounds(row: Row) -> str:
    written = percent if row["unit"] == "percent" else tonnes
    return between("value_min", "value_max", written)(row)


def print_reserves(name: str, *, edition: str | None, as_json: bool, as_csv: bool) -> None:
    """Print reserves of a mineral, of a country, or all.

    Raises:
        AskedError: when none are printed.
    """
    with Served(get_settings()) as served:
        country, mineral = country_or_mineral(served, name, "minerals reserves")
        rows = held.reserves(served, mineral=mineral, country=country, edition=edition)
    if not rows:
        raise AskedError(
            f"No reserves of {name} are printed" + (f" in {edition}" if edition else ""),
            where="marts.fct_reserves",
            found="not printed, which is not the same as none",
            way_out="minerals reserves lists what is",
        )
    if for_programs(rows, as_json=as_json, as_csv=as_csv):
        return
    columns: dict[str, Shown] = {
        "mineral": _reserves_of,
        "country": "country_name",
        "tonnes": amount("quantity_tonnes"),
        "between": between("quantity_min_tonnes", "quantity_max_tonnes", tonnes),
    }
    console = terminal()
    console.print(drawn(rows, columns, texts={"mineral", "country"}))
    worlds = {
        _reserves_of(row): tonnes(row["world_tonnes"])
        for row in spoken.translated(rows)
        if row["world_tonnes"]
    }
    if country is None:
        for of, world in worlds.items():
            console.print(spoken.note("world", of=plain(of), tonnes=world))
    print_left_out(rows)


def _reserves_of(row: Row) -> str:
    return f"{step(row['mineral_name'], row['form'])} · {row['edition_id']}"


def print_revisions(
    from_edition: str,
    to_edition: str,
    *,
    mineral: str | None,
    limit: int,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Print what moved between two editions.

    Raises:
        AskedError: when the two were not compared, or not for this mineral.
    """
    with Served(get_settings()) as served:
        key = one_mineral(served, mineral, "minerals show") if mineral else None
        rows = revised.revisions(served, from_edition, to_edition, key)
    if not rows:
        raise AskedError(
            f"Neither {from_edition} nor {to_edition} prints a figure of {mineral}",
            where="marts.fct_revision",
            way_out=f"what is printed of it: minerals show {mineral}",
        )
    if for_programs(rows, as_json=as_json, as_csv=as_csv):
        return
    shown = rows[: limit or len(rows)]
    columns: dict[str, Shown] = {
        "mineral": lambda row: f"{row['mineral_name']} · {step(row['stage'], row['form'])}",
        "country": "country_name",
        "year": "year",
        "from": _print_of("from"),
        "to": _print_of("to"),
        "change": lambda row: "" if row["change_pct"] is None else spoken.change(row["change_pct"]),
        "rounding": answer("is_beyond_rounding", "beyond", "within"),
    }
    console = terminal()
    console.print(drawn(shown, columns, texts={"mineral", "country", "rounding"}))
    moved = sum(bool(row["is_beyond_rounding"]) for row in rows)
    counts = {"shown": len(shown), "all": len(rows), "moved": moved}
    numbers = {name: spoken.number(count) for name, count in counts.items()}
    console.print(spoken.note("compared", **numbers))


def _print_of(side: str) -> Callable[[Row], str]:
    """What an edition prints: tonnes, or its own sign, or nothing."""

    def text(row: Row) -> str:
        if row[f"{side}_tonnes"] is not None:
            return tonnes(row[f"{side}_tonnes"])
        return str(row[f"{side}_value_as_printed"] or "not printed")

    return text
