"""`minerals watchlist`, `list`, `cap`: lists of minerals and the limit of 60% on a terminal.

Belongs here: columns and words of these commands.
Does not belong here: queries (`copies/answers`), how a share or a range looks (`drawn.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.cli import spoken
from orchestration.cli.drawn import (
    Shown,
    amount,
    answer,
    between,
    drawn,
    place,
    print_left_out,
    share,
    step,
    subject_and_place,
)
from orchestration.cli.output import command, for_programs, plain, terminal
from orchestration.cli.trade import draw_uk_limit
from orchestration.copies.answers import caps, lists, trade
from orchestration.copies.answers.named import one_mineral
from orchestration.copies.file.served import Row, Served
from orchestration.ground.errors import AskedError
from orchestration.settings import get_settings

_OF_60 = {"above 60%": answer("is_above_cap", "above", "not above")}


def print_watchlist(name: str, *, as_json: bool, as_csv: bool) -> None:
    """Print the minerals of a list, most signs of risk first."""
    with Served(get_settings()) as served:
        known = lists.all_lists(served)
        list_id = lists.one_list(served, name or known[0]["list_id"], "minerals watchlist")
        rows = lists.watchlist_of(served, list_id)
    if for_programs(rows, as_json=as_json, as_csv=as_csv):
        return
    columns: dict[str, Shown] = {
        "": lambda row: str(row["risk_rank"] or ""),
        "mineral": "mineral_name",
        "signs": _signs,
        "unknown": "unknown_signs",
        "largest": "top_share_country",
        "share": share("top_share_pct"),
        "with everybody": between("top_share_all_min_pct", "top_share_all_max_pct"),
        "counted": _counted,
    }
    console = terminal()
    console.print(f"\n[bold]{_title(rows)}[/] · {list_id}")
    console.print(drawn(rows, columns, texts={"mineral", "largest", "counted"}))
    others = ", ".join(row["list_id"] for row in known if row["list_id"] != list_id)
    console.print(spoken.note("signs", others=others))


def _signs(row: Row) -> str:
    if row["measured_signs"] is None:
        return spoken.heading("unknown")
    return spoken.held_of(row["risk_signs"], row["measured_signs"])


def _title(rows: Sequence[Row]) -> str:
    """The name of the list that rows are of."""
    return plain(spoken.released("list_name", rows[0]["list_name"]))


def _counted(row: Row) -> str:
    if row["top_share_pct"] is None:
        within = row["counted_within"]
        return f"within {within.lower()}" if within else "no source counts it"
    return f"{step(row['top_share_stage'], row['top_share_form'])} {row['top_share_year']}"


def print_list(name: str, *, as_json: bool, as_csv: bool) -> None:
    """Print every list, or the lines of one."""
    with Served(get_settings()) as served:
        if not name:
            rows = lists.all_lists(served)
        else:
            rows = lists.lines_of(served, lists.one_list(served, name, "minerals list"))
    if for_programs(rows, as_json=as_json, as_csv=as_csv):
        return
    console = terminal()
    if not name:
        columns: dict[str, Shown] = {
            "list": "list_id",
            "published": "published_on",
            "lines": "member_count",
            "name": "list_name",
            "citation": "citation",
        }
        console.print(drawn(rows, columns, texts={"list", "name", "citation"}))
        console.print(f"[dim]next: {plain(command('list us_2025'))}[/]")
        return
    columns = {
        "line": "member_no",
        "as printed": "member_as_printed",
        "mineral": "mineral_name",
        "largest share": share("top_share_pct"),
        **_OF_60,
    }
    console.print(f"\n[bold]{_title(rows)}[/] · {plain(rows[0]['list_id'])}")
    console.print(drawn(rows, columns, texts={"as printed", "mineral", "above 60%"}))


def print_caps(
    name: str, *, of_list: str | None, partners: bool, as_json: bool, as_csv: bool
) -> None:
    """Print shares of the largest producers against the limit, or who could fill the gap.

    Raises:
        AskedError: for partners without a mineral, or a mineral without figures.
    """
    with Served(get_settings()) as served:
        list_id = lists.one_list(served, of_list, "minerals cap --list") if of_list else None
        mineral = one_mineral(served, name, "minerals cap") if name else None
        levels, bills = [], []
        if partners:
            rows = caps.partners(served, _needed(mineral))
        else:
            rows = caps.caps(served, mineral, list_id)
            is_outside = list_id and not rows
            levels = trade.uk_cap(served, mineral, None) if mineral and not is_outside else []
            bills = trade.uk_cap_of_list(served, list_id) if list_id and not mineral else []
            if mineral is None and list_id is None:
                rows = [row for row in rows if row["is_above_cap"] is not False]
    if not rows and not levels and not bills:
        raise AskedError(
            f"No {'partner' if partners else 'share'} of {name or of_list} is held",
            where="marts.fct_cap_partner" if partners else "marts.fct_single_country_cap",
            way_out="partners are listed for what is above 60% or undecided"
            if partners
            else "it may be counted within a group, such as rare earths",
        )
    if for_programs(rows or levels or bills, as_json=as_json, as_csv=as_csv):
        return
    if partners:
        _draw_partners(rows)
    else:
        if rows:
            _draw_caps(rows)
        draw_uk_limit(levels, bills)


def _needed(mineral: str | None) -> str:
    if mineral is None:
        raise AskedError(
            "Partners are listed for one mineral", way_out="minerals cap cobalt --partners"
        )
    return mineral


def _draw_caps(rows: list[Row]) -> None:
    columns: dict[str, Shown] = {
        "mineral": subject_and_place,
        "largest": "top_country",
        "share": share("top_share_pct"),
        "with everybody": between("top_share_all_min_pct", "top_share_all_max_pct"),
        **_OF_60,
        "tonnes to 60%": amount("tonnes_to_cap", "none"),
    }
    terminal().print(drawn(rows, columns, texts={"mineral", "largest", "above 60%"}))
    print_left_out(rows)


def _draw_partners(rows: list[Row]) -> None:
    columns: dict[str, Shown] = {
        "partner": "partner",
        "counted": place,
        "output, tonnes": amount("output_tonnes", "output_status"),
        "of the gap": share("output_part_of_gap_pct"),
        "reserves, tonnes": amount("reserves_tonnes", "none"),
    }
    console = terminal()
    console.print(drawn(rows, columns, texts={"partner", "counted"}))
    console.print(spoken.note("gap"))
