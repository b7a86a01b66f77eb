"""`minerals show kazakhstan`: what a country produces, its rank, and the lists it can serve.

Belongs here: choosing rows of the released tables and drawing them within 100 columns.
Does not belong here: computing measures; every number printed here stands in a released table.
"""

from __future__ import annotations

import shlex

from rich.table import Table

from orchestration.cli import spoken
from orchestration.cli.output import command, for_programs, plain, table_of, terminal, tonnes
from orchestration.cli.trade import exports_of_country
from orchestration.copies.answers.trade import exports
from orchestration.copies.file.served import Row, Served
from orchestration.ground.errors import AskedError
from orchestration.settings import get_settings

AMONG_THE_FIRST = 10
ROOM_FOR_SOURCES = 80  # columns of a terminal; with fewer the name of the source folds too
_PRODUCES = """
select
    m.mineral_name, p.stage, p.form, p.basis, p.year, p.quantity_tonnes, p.is_estimated,
    s.share_pct, coalesce(s.share_min_pct, s.share_all_min_pct) as share_min_pct,
    coalesce(s.share_max_pct, s.share_all_max_pct) as share_max_pct, s.share_rank, p.value_status,
    p.value_as_printed, p.edition_id, p.source_file_id, p.source_row, p.mineral_id
from marts.fct_production as p
inner join marts.fct_country_share as s
    using (edition_id, mineral_id, stage, form, country_id, year)
inner join marts.dim_mineral as m using (mineral_id)
inner join marts.dim_edition as r using (edition_id)
where p.country_id = $country and p.is_latest_vintage
    and (p.quantity_tonnes > 0 or p.value_status in ('withheld', 'below_unit', 'at_least'))
qualify p.year = max(p.year) over (partition by p.source_id, p.mineral_id, p.stage, p.form)
    and r.edition_order = max(r.edition_order) over (partition by p.source_id)
order by s.share_rank nulls last, s.share_pct desc nulls last, m.mineral_name, p.stage, p.form
"""

_LISTS = """
select l.list_name, c.list_id, c.produced_members, c.not_produced_members, c.unknown_members,
    c.list_members, c.evidence_window, c.mined_members, c.processed_members, c.can_supply_members,
    c.only_said_members
from marts.fct_country_list_coverage as c
inner join marts.dim_critical_list as l using (list_id)
where c.country_id = $country and c.counting_rule = 'lines' and c.is_latest_window
order by l.published_on desc, c.list_id
"""


_OPEN_LINES = """
select e.list_id, g.grade_no, g.grade_name,
    string_agg(e.member_as_printed, ', ' order by e.member_no) as lines
from marts.fct_country_list_evidence as e
inner join marts.dim_critical_list as l using (list_id)
inner join marts.dim_evidence_grade as g on e.supply_grade = g.grade
where e.country_id = $country and not coalesce(e.is_produced, false)
group by e.list_id, g.grade_no, g.grade_name, l.published_on, l.jurisdiction
qualify l.published_on = max(l.published_on) over (partition by l.jurisdiction)
order by l.published_on desc, e.list_id, g.grade_no
"""


def print_country(country_id: str, name: str, *, as_json: bool, as_csv: bool) -> None:
    """Print one country's output, newest figures, and its coverage of every list.

    Raises:
        AskedError: when no source prints any production of it.
    """
    with Served(get_settings()) as served:
        produces = served.rows(_PRODUCES, country=country_id)
        lists = served.rows(_LISTS, country=country_id)
        open_lines = served.rows(_OPEN_LINES, country=country_id)
        exported = exports(served, country_id, None)
    if not produces:
        raise AskedError(
            f"No source prints any production of {name}",
            where="marts.fct_production",
            way_out="it may stand in `Other countries`: see marts.fct_country_list_evidence",
        )
    if for_programs(produces, as_json=as_json, as_csv=as_csv):
        return
    console = terminal()
    console.print(f"\n[bold]{plain(name)}[/] · {spoken.say('country.newest')}")
    console.print(_production(spoken.translated(produces), console.width))
    if leading := [row for row in exported if row["rank_value"] <= AMONG_THE_FIRST]:
        console.print(f"\n{spoken.say('country.exports', n=AMONG_THE_FIRST)}")
        console.print(exports_of_country(leading))
        more = plain(command(f"trade {shlex.quote(name.lower())}"))
        console.print(f"[dim]{spoken.say('country.all')} {more}[/]")
    console.print(f"\n{spoken.say('country.lines')}")
    console.print(_coverage(lists))
    windows = sorted({row["evidence_window"].replace("+", " + ") for row in lists})
    console.print(f"[dim]{spoken.say('country.window', windows=plain(', '.join(windows)))}[/]")
    console.print(f"[dim]{spoken.say('country.unknown')}[/]")
    console.print(f"[dim]{spoken.say('country.supply')}[/]")
    console.print(f"\n{spoken.say('country.open')}")
    console.print(_evidence(spoken.translated(open_lines)))


def _production(rows: list[Row], width: int) -> Table:
    table = table_of(
        "rank",
        "mineral",
        "stage",
        "year",
        "tonnes",
        "share",
        "range",
        "source",
        texts={"mineral", "stage", "source"},
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    table.columns[-1].no_wrap = width >= ROOM_FOR_SOURCES
    for row in rows:
        form = spoken.word("forms", row["form"]).replace("_", " ")
        low, high = row["share_min_pct"], row["share_max_pct"]
        table.add_row(
            str(row["share_rank"] or ""),
            plain(row["mineral_name"]),
            plain(_counted(row, form)),
            str(row["year"]),
            _tonnes(row),
            "" if row["share_pct"] is None else spoken.percent(row["share_pct"]),
            "" if low is None or high is None else _range(low, high),
            plain(row["edition_id"]),
        )
    return table


def _counted(row: Row, form: str) -> str:
    stage = spoken.word("stage_short", row["stage"])
    return stage if row["form"] == "all" else f"{stage}, {form}"


def _range(low: float, high: float) -> str:
    return spoken.between(spoken.bound(low), spoken.bound(high))


def _tonnes(row: Row) -> str:
    if row["quantity_tonnes"] is None:
        return plain(spoken.word("status", row["value_status"])).replace("_", " ")
    mark = " e" if row["is_estimated"] else "  "
    return tonnes(row["quantity_tonnes"]) + mark


def _coverage(rows: list[Row]) -> Table:
    table = table_of(
        "list",
        "lines",
        "pro-\nduced",
        "mined",
        "pro-\ncessed",
        "not",
        "un-\nknown",
        "can\nsupply",
        "said",
        texts={"list"},
        pad_edge=False,
    )
    for row in rows:
        table.add_row(
            plain(row["list_id"]),
            str(row["list_members"]),
            str(row["produced_members"]),
            str(row["mined_members"]),
            str(row["processed_members"]),
            str(row["not_produced_members"]),
            str(row["unknown_members"]),
            str(row["can_supply_members"]),
            str(row["only_said_members"]),
        )
    return table


def _evidence(rows: list[Row]) -> Table:
    table = table_of(
        "list", "best evidence", "lines", texts={"list", "best evidence", "lines"}, pad_edge=False
    )
    for row in rows:
        words = (row["list_id"], row["grade_name"], row["lines"])
        table.add_row(*(plain(word) for word in words))
    return table
