"""Tools about lists, evidence, claims and policy.

Belongs here: those tools, the sentence each answers with, and what each refuses.
Does not belong here: queries (`copies/answers`).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from orchestration.build.names import COUNTRY, GROUP, plain
from orchestration.copies.agents.asking import Asked, Reply
from orchestration.copies.agents.tools_figures import Country, Mineral
from orchestration.copies.answers import claims, evidence, lists, policy
from orchestration.copies.file.served import Row
from orchestration.ground.counted import counted
from orchestration.ground.errors import AskedError

ListName = Annotated[str, Field(description="A list: us_2025, 'uk strategy', eu_2023")]

UNKNOWN = "null is unknown, neither yes nor no; only a known zero at every step is a no"


def critical_list(asked: Asked, list_name: ListName) -> Reply:
    """The lines of a list of critical minerals as printed, with the minerals they name."""
    list_id = lists.one_list(asked.served, list_name, "ask again with")
    rows = lists.lines_of(asked.served, list_id)
    lines = len({row["member_no"] for row in rows})
    return Reply(rows, f"{rows[0]['list_name']} ({list_id}) has {counted(lines, 'line')}.")


def watchlist(asked: Asked, list_name: ListName) -> Reply:
    """The minerals of a list with their signs of risk; unknown signs are counted apart."""
    list_id = lists.one_list(asked.served, list_name, "ask again with")
    rows = lists.watchlist_of(asked.served, list_id)
    above = sum(row["is_above_cap"] is True for row in rows)
    undecided = sum(row["is_above_cap"] is None for row in rows)
    return Reply(
        rows,
        f"{list_id}: of {len(rows)} minerals {above} are above 60% from one country for certain,"
        f" {undecided} are undecided or not counted.",
        ("a sign that could not be measured is unknown, not safe",),
    )


def country_evidence(
    asked: Asked, country: Country, list_name: ListName, mineral: Mineral | None = None
) -> Reply:
    """Which lines of a list a country produces: yes, no, or nobody knows, and why."""
    who = asked.subject(country, (COUNTRY,))
    list_id = lists.one_list(asked.served, list_name, "ask again with")
    only = asked.mineral(mineral).subject_id if mineral else None
    rows = evidence.lines(asked.served, who.subject_id, list_id, only)
    if not rows:
        raise AskedError(
            f"{list_id} has no line for {mineral}",
            expected="the lines: critical_list",
            way_out="a mineral of that list, or another list",
        )
    yes = sum(row["is_produced"] is True for row in rows)
    no = sum(row["is_produced"] is False for row in rows)
    return Reply(
        rows,
        f"{asked.title(who)}, {list_id}: {yes} lines with printed output, {no} known to be none,"
        f" {len(rows) - yes - no} that nobody knows; possible are {yes} to {len(rows) - no}"
        f" ({rows[0]['evidence_window']}).",
        (UNKNOWN,),
    )


def claim(
    asked: Asked, claim: Annotated[str, Field(description="C03, or words that only one claim has")]
) -> Reply:
    """A claim of the register: each reading, its verdict by edition and year, both bounds."""
    known = claims.register(asked.served)
    words = plain(claim).split()
    found = [row for row in known if row["claim_id"].casefold() == claim.strip().casefold()]
    found = found or [row for row in known if set(words) <= set(plain(row["claim"]).split())]
    if len(found) != 1:
        choices = "; ".join(f"{row['claim_id']} {row['claim']}" for row in found or known)
        raise AskedError(
            f"{counted(len(found), 'claim')} of the register with those words",
            where="marts.dim_claim",
            expected=choices,
            way_out="the key of one claim; a new claim is two rows of the register",
        )
    rows = claims.checks(asked.served, found[0]["claim_id"])
    measured = [row for row in rows if row["verdict"] != "not_measurable"]
    if not measured:
        raise AskedError(
            f"Nothing held here measures: {found[0]['claim']}",
            way_out=" ".join(sorted({str(row["would_measure"]) for row in rows}))
            or "a measure; the register says that the claim is out of scope",
        )
    # what is wider, stricter or a proxy does not decide a claim that can be measured as said
    said = [row for row in measured if row["reads_as"] == "as_said"] or measured
    newest = {row["reading_id"]: row for row in said}
    return Reply(
        rows,
        f"{found[0]['claim_id']}: {found[0]['claim']} " + " ".join(map(_verdict, newest.values())),
        tuple(str(row["would_measure"]) for row in rows if row["would_measure"]),
    )


def _verdict(row: Row) -> str:
    when = f", {row['year']}" if row["year"] else ""
    return f"{row['reading']}{when}: {row['verdict']}. {row['why']}"


def policy_measures(
    asked: Asked,
    name: Annotated[str, Field(description="A country or a mineral")],
    kind: Annotated[str, Field(description="export_control or agreement")] = policy.CONTROL,
) -> Reply:
    """Export controls or agreements of a country or about a mineral, with their pages."""
    if kind not in (policy.CONTROL, policy.AGREEMENT):
        raise AskedError(
            f"No measures of kind {kind!r} are registered",
            expected=f"{policy.CONTROL} or {policy.AGREEMENT}",
            way_out="one of those kinds; other measures need a register of their own",
        )
    subject = asked.subject(name)
    is_country = subject.kind in (COUNTRY, GROUP)  # the European Union signs too
    rows = policy.measures(
        asked.served,
        kind,
        country=subject.subject_id if is_country else None,
        mineral=None if is_country else subject.subject_id,
    )
    if not rows:
        raise AskedError(
            f"The register has no {kind.replace('_', ' ')} for {asked.title(subject)}",
            expected="no entry, which is not the same as no measure",
            way_out="a page of a government or a publisher that prints one",
        )
    return Reply(rows, f"{asked.title(subject)}: {len(rows)} registered, newest first.")


TOOLS = (critical_list, watchlist, country_evidence, claim, policy_measures)
