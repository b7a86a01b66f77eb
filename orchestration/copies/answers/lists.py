"""Lists of critical minerals: which there are, what a list names, and the watchlist of one.

Belongs here: those queries, and what a typed name of a list means.
Does not belong here: how lists are counted (`models/evidence`), the numbers put first (headlines).
"""

from __future__ import annotations

from orchestration.build.names import COUNTRY, GROUP, plain
from orchestration.copies.answers.named import read_names
from orchestration.copies.file.served import Row, Served
from orchestration.ground.counted import counted
from orchestration.ground.errors import ChoiceError

LISTS = """
select l.*, e.licence, e.doi_or_url
from marts.dim_critical_list as l
left join marts.dim_edition as e on l.list_id = e.edition_id
order by l.published_on desc, l.member_count desc, l.list_id
"""
_LINES = """
select
    l.list_id, l.list_name, m.member_no, m.member_as_printed, m.mineral_id, n.mineral_name,
    m.member_kind, m.section, m.is_watched, m.note, w.is_above_cap, w.top_share_pct,
    w.counted_within, e.edition_id, m.source_file_id, m.source_row, e.licence
from marts.fct_list_member as m
inner join marts.dim_critical_list as l using (list_id)
inner join marts.dim_mineral as n using (mineral_id)
left join marts.dim_edition as e on m.list_id = e.edition_id
left join marts.rpt_watchlist as w
    on m.list_id = w.list_id and m.mineral_id = w.mineral_id
where m.list_id = $list_id
order by m.member_no, m.mineral_id
"""
_WATCHLIST = """
select w.*, e.edition_id, p.source_file_id, p.source_row, e.licence
from marts.rpt_watchlist as w
left join marts.dim_edition as e on w.source_name = e.source_name and w.edition = e.edition
left join marts.dim_mineral as m on w.figures_of = m.mineral_name
left join marts.dim_country as c on w.top1_country = c.country_name
left join marts.fct_production as p
    on
        e.edition_id = p.edition_id and m.mineral_id = p.mineral_id and w.stage = p.stage
        and w.form = p.form and w.year = p.year and c.country_id = p.country_id
where w.list_id = $list_id
order by w.risk_rank nulls last, w.mineral_name
"""


def all_lists(served: Served) -> list[Row]:
    """Every list held, newest first, of one day the longest."""
    return served.rows(LISTS)


def lines_of(served: Served, list_id: str) -> list[Row]:
    """The lines of a list as printed, one row for each mineral that a line names."""
    return served.rows(_LINES, list_id=list_id)


def watchlist_of(served: Served, list_id: str) -> list[Row]:
    """The minerals of a list with their signs of risk; source row: of the leading producer."""
    return served.rows(_WATCHLIST, list_id=list_id)


def one_list(served: Served, text: str, command: str) -> str:
    """The list that a text means: its key, words that only one list has, or any name of the place
    that keeps it with such words (`united states 2025`).

    Raises:
        AskedError: when no list is called so, or several are.
    """
    lists = all_lists(served)
    known = [row["list_id"] for row in lists]
    words = plain(text).split()
    found = [
        row["list_id"]
        for row in lists
        if all(word in _words(row) for word in words) or row["list_id"] == text.casefold()
    ] or _kept_by(served, lists, words)
    if len(found) == 1 or text.casefold() in found:
        return text.casefold() if text.casefold() in found else str(found[0])
    raise ChoiceError(
        f"{text!r} may mean {counted(len(found), 'list')}"
        if found
        else f"No list is called {text!r}",
        where="marts.dim_critical_list",
        expected="one of " + ", ".join(found or known),
        way_out=f"choose one: {command} {(found or known)[0]}",
        typed=text,
        choice=(found or known)[0],
    )


def _kept_by(served: Served, lists: list[Row], words: list[str]) -> list[str]:
    """Lists of the place that the longest run of the words is a name of, and that have the rest."""
    names = read_names(served)
    places = {
        row["list_id"]: names.resolve(row["jurisdiction"], (COUNTRY, GROUP)).subject
        for row in lists
    }
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size + 1):
            named = " ".join(words[start : start + size])
            rest = {*words[:start], *words[start + size :]}
            place = names.resolve(named, (COUNTRY, GROUP)).subject
            if place and place in places.values():
                return [
                    row["list_id"]
                    for row in lists
                    if places[row["list_id"]] == place and rest <= {*_words(row)}
                ]
    return []


def _words(row: Row) -> list[str]:
    """The words of a list's key, and the years and parts within them."""
    return plain(f"{row['list_id']} {row['jurisdiction']}").split()
