"""Tools about production: shares, concentration, the limit, reserves, comparisons, agreement.

Belongs here: those tools, the sentence each answers with, and what each refuses.
Does not belong here: queries (`copies/answers`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from orchestration.build.names import COUNTRY, GROUP, Subject
from orchestration.copies.agents.asking import Asked, Reply
from orchestration.copies.answers import agreement, caps, compared, groups, revised, trade
from orchestration.copies.answers import reserves as held
from orchestration.copies.answers import shares as printed
from orchestration.copies.answers.editions import one_edition
from orchestration.copies.file.served import Row
from orchestration.ground.counted import counted
from orchestration.ground.errors import AskedError

Mineral = Annotated[
    str, Field(description="A mineral or a product of one, by any name: en, ru, kk")
]
Country = Annotated[str, Field(description="A country or a group such as EU, by any name or code")]
Year = Annotated[int | None, Field(description="Default: the newest year of each table")]
Stage = Annotated[str | None, Field(description="mine, smelter, refinery or plant")]
Edition = Annotated[str | None, Field(description="Such as usgs_mcs_2025. Default: the newest")]

_OF_60 = {True: "above 60%", False: "not above 60%", None: "undecided"}
NOT_ZERO = "a country that no row names is unknown, not zero: it may be among others"


def production_shares(
    asked: Asked,
    mineral: Mineral,
    country: Country | None = None,
    year: Year = None,
    stage: Stage = None,
    edition: Edition = None,
) -> Reply:
    """Who produces a mineral: tonnes and share of each country, with bounds in two worlds.

    share_min_pct to share_max_pct is what the printed figures allow as the publisher counts;
    share_all_min_pct to share_all_max_pct with everybody whom its total leaves out (excludes).
    """
    subject = asked.mineral(mineral)
    title = asked.title(subject)
    rows = _chosen(
        asked, subject, printed.shares(asked.served, subject.subject_id), year, stage, edition
    )
    if country is None:
        largest = [row for row in rows if row["share_rank"] == 1]
        return Reply(rows, " ".join(_share_sentence(row, title) for row in largest), (NOT_ZERO,))
    who = asked.country(country)
    if who.kind == GROUP:
        rows = groups.shares_of(asked.served, who.subject_id, [row["table_id"] for row in rows])
    else:
        rows = [row for row in rows if row["country_id"] == who.subject_id]
    if not rows:
        raise AskedError(
            f"No table in that choice names {asked.title(who)} for {title}",
            expected=NOT_ZERO,
            way_out=f"a source that prints {asked.title(who)} apart; country_evidence says what is"
            " known of it",
        )
    return Reply(rows, " ".join(_share_sentence(row, title) for row in rows), (NOT_ZERO,))


def _chosen(
    asked: Asked,
    subject: Subject,
    rows: Sequence[Row],
    year: int | None,
    stage: str | None,
    edition: str | None,
) -> list[Row]:
    if not rows:
        raise asked.not_counted(subject, "any production", "marts.fct_production")
    edition = one_edition(asked.served, edition) if edition else None
    counted = [row for row in rows if subject.form is None or row["form"] == subject.form]
    return printed.choose(
        counted, asked.title(subject), year=year, stage=stage or subject.stage, edition=edition
    )


def _share_sentence(row: Row, mineral: str) -> str:
    where = f"{mineral}, {row['stage']}, {row['form']}, {row['year']} ({row['edition_id']})"
    who = row.get("country_name") or row.get("group_name")
    if row["share_pct"] is None:
        status = str(row.get("value_status", "unknown")).replace("_", " ")
        return f"{where}: the share of {who} is not known ({status})."
    between = _between(row["share_all_min_pct"], row["share_all_max_pct"])
    return f"{where}: {who} {row['share_pct']:.1f}%{between}."


def _between(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return ", bounds not known"
    return f", with everybody between {low:.1f} and {high:.1f}"


def concentration(
    asked: Asked, mineral: Mineral, year: Year = None, stage: Stage = None, edition: Edition = None
) -> Reply:
    """How concentrated a supply is: HHI with bounds, largest producer, firmness."""
    subject = asked.mineral(mineral)
    found = printed.concentration(asked.served, subject.subject_id)
    rows = _chosen(asked, subject, found, year, stage, edition)
    if all(row["hhi"] is None for row in rows):
        because = ", ".join(sorted({str(row["no_world_because"]) for row in rows}))
        raise AskedError(
            f"No index of {asked.title(subject)} can be computed",
            found=f"the printed rows have no comparable world: {because}",
            way_out="a table whose rows count the same thing, with its world total",
        )
    sentences = [
        f"{row['stage']}, {row['form']}, {row['year']} ({row['edition_id']}): HHI"
        f" {row['hhi']:,.0f}, with everybody between {row['hhi_all_min']:,.0f} and"
        f" {row['hhi_all_max']:,.0f}, {row['firmness']}."
        for row in rows
        if row["hhi"] is not None
    ]
    return Reply(rows, f"{asked.title(subject)}: " + " ".join(sentences))


def single_country_cap(asked: Asked, mineral: Mineral) -> Reply:
    """Whether one country makes more than 60% of the world's output; null is undecided.

    The same limit by the United Kingdom's imports stands in the notes.
    """
    subject = asked.mineral(mineral)
    rows = [
        row
        for row in caps.caps(asked.served, subject.subject_id)
        if subject.form is None or row["form"] == subject.form
    ]
    imports = trade.uk_cap(asked.served, subject.subject_id, None)
    by_imports = tuple(map(_by_imports, imports))
    if not rows and not imports:
        raise asked.not_counted(subject, "a share", "marts.fct_single_country_cap")
    sentences = [
        f"{row['stage']}, {row['form']}, {row['year']} ({row['edition_id']}): "
        f"{_OF_60[row['is_above_cap']]}"
        f"{_between(row['top_share_all_min_pct'], row['top_share_all_max_pct'])}."
        for row in rows
    ]
    by_output = " ".join(sentences) or "no edition held here prints whose output is the largest."
    return Reply(rows or imports, f"{asked.title(subject)}: {by_output}", by_imports)


def _by_imports(row: Row) -> str:
    answer = _OF_60[row["is_above_cap"]] if row["codes_held"] else "not measurable"
    return (
        f"the United Kingdom's imports, {row['trade_level']}, {row['year']}: {answer}"
        f"{_between(row['top_share_all_min_pct'], row['top_share_all_max_pct'])}, by"
        f" {row['codes_held']} of {row['codes_in_list']} codes ({row['edition_id']},"
        f" {row['hs_edition']}), a proxy"
    )


def reserves(
    asked: Asked, mineral: Mineral, country: Country | None = None, edition: Edition = None
) -> Reply:
    """Reserves in tonnes with bounds, by country."""
    subject = asked.mineral(mineral)
    who = asked.subject(country, (COUNTRY,)).subject_id if country else None
    rows = held.reserves(asked.served, mineral=subject.subject_id, country=who, edition=edition)
    if not rows and not country and not edition:
        raise asked.not_counted(subject, "reserves", "marts.fct_reserves")
    if not rows:
        place, where = (f" in {country}" if country else ""), (f" in {edition}" if edition else "")
        raise AskedError(
            f"No reserves of {asked.title(subject)}{place} are printed{where}",
            expected="not printed, which is not the same as none",
            way_out="a source that prints them" + ("; or leave the edition out" if edition else ""),
        )
    return Reply(rows, f"{asked.title(subject)}: {_reserve_sentence(rows[0])}")


def _reserve_sentence(row: Row) -> str:
    amount, low, high = (
        row[column] for column in ("quantity_tonnes", "quantity_min_tonnes", "quantity_max_tonnes")
    )
    status = str(row["value_status"]).replace("_", " ")
    quantity = f"{amount:,.0f} tonnes" if amount is not None else f"not known ({status})"
    known = low is not None and high is not None
    between = f"between {low:,.0f} and {high:,.0f}" if known else "bounds not known"
    return f"{row['country_name']} {quantity}, {between} ({row['edition_id']})."


def compare(
    asked: Asked,
    left: Annotated[str, Field(description="A mineral or a country")],
    right: Annotated[str, Field(description="Another of the same kind")],
) -> Reply:
    """Two minerals, or two countries in every table that names both, side by side."""
    sides = [asked.subject(name) for name in (left, right)]
    are_countries = [side.kind == COUNTRY for side in sides]
    if len(set(are_countries)) > 1 or any(side.kind == GROUP for side in sides):
        raise AskedError(
            "Two minerals compare, and two countries",
            found=", ".join(side.kind for side in sides),
            way_out="two names of one kind",
        )
    if sides[0].subject_id == sides[1].subject_id:
        raise AskedError(
            f"{left} and {right} are both {asked.title(sides[0])}",
            found=f"one {sides[0].kind}",
            way_out="another one beside it",
        )
    ask = compared.compare_countries if all(are_countries) else compared.compare_minerals
    rows = ask(asked.served, sides[0].subject_id, sides[1].subject_id)
    if all(are_countries) and not rows:
        raise AskedError(
            f"No table held here names both {asked.title(sides[0])} and {asked.title(sides[1])}",
            expected=NOT_ZERO,
            way_out="production_shares says what is printed of each",
        )
    compared_both = {row["subject_id"] for row in rows}
    for side in sides:
        if side.subject_id not in compared_both:
            raise asked.not_counted(side, "figures to compare", "marts.fct_production")
    titles = " and ".join(asked.title(side) for side in sides)
    return Reply(
        rows,
        f"{titles}: both in {counted(len(rows) // 2, 'measure or table', 'measures or tables')}.",
    )


def source_agreement(
    asked: Asked, mineral: Mineral, country: Country | None = None, year: Year = None
) -> Reply:
    """What two publishers print about the same output, how far apart, and why."""
    subject = asked.mineral(mineral)
    who = asked.subject(country, (COUNTRY,)).subject_id if country else None
    rows = agreement.agreement(asked.served, subject.subject_id, country=who, year=year)
    if not rows:
        raise AskedError(
            f"No two sources held here print the same output of {asked.title(subject)}",
            found=", ".join(str(part) for part in (country, year) if part),
            way_out="a second source that counts the same stage, form, country and year",
        )
    agreed = sum(row["difference_class"] == "agrees" for row in rows)
    return Reply(
        rows, f"{asked.title(subject)}: {agreed} of {len(rows)} figures of two sources agree."
    )


def revisions(
    asked: Asked,
    from_edition: Annotated[str, Field(description="Such as usgs_mcs_2025")],
    to_edition: Annotated[str, Field(description="The edition after it")],
    mineral: Mineral,
) -> Reply:
    """What an edition prints about a mineral otherwise than the edition before."""
    subject = asked.mineral(mineral)
    rows = revised.revisions(asked.served, from_edition, to_edition, subject.subject_id)
    if not rows:
        raise AskedError(
            f"Neither of the two editions prints {asked.title(subject)}",
            found=f"{from_edition}, {to_edition}",
            way_out="two editions that both print it",
        )
    moved = sum(bool(row["is_beyond_rounding"]) for row in rows)
    return Reply(rows, f"{moved} of {len(rows)} figures moved beyond rounding.")


TOOLS = (
    production_shares,
    concentration,
    single_country_cap,
    reserves,
    compare,
    source_agreement,
    revisions,
)
