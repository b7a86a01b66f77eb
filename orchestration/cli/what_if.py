"""`minerals what-if`: the shares of a table if one country made less and another one more.

Belongs here: which table and which countries a question means, the answer on a terminal.
Does not belong here: the formula and its query (`copies/answers/what_if.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from orchestration.build.names import COUNTRY, MINERAL, PRODUCT, Names, Subject
from orchestration.cli import spoken
from orchestration.cli.drawn import Shown, between, drawn, percent, step
from orchestration.cli.output import for_programs, plain, terminal
from orchestration.copies.answers import what_if as answers
from orchestration.copies.answers.named import one_subject, read_names
from orchestration.copies.file.served import Row, Served
from orchestration.ground.errors import AskedError
from orchestration.settings import get_settings

COMMAND = "minerals what-if"


@dataclass(frozen=True)
class Question:
    """What was asked.

    Args:
        mineral: by any of its names, or by a product, whose tables alone are meant then.
        table: words of its stage, form or source; default: the table that stands for the mineral.
        stops: the country that makes less; default: the largest.
        by: how much less, in percent of its output.
        grows: the country that makes more; default: the second largest.
        more: how much more, in percent of its output.
    """

    mineral: str
    table: str | None
    stops: str | None
    by: int
    grows: str | None
    more: int


def print_what_if(asked: Question, *, as_sql: bool, as_json: bool, as_csv: bool) -> None:
    """Print the shares before and after, or the query that gives them.

    Raises:
        AskedError: where no table has shares, or a table does not name a country.
    """
    with Served(get_settings()) as served:
        names = read_names(served)
        subject = one_subject(names, asked.mineral, COMMAND, (MINERAL, PRODUCT))
        tables = answers.tables_of(served, subject.subject_id)
        of = _table([row for row in tables if _counts(row, subject)], asked.mineral, asked.table)
        least = _country(names, asked, "stops", asked.stops)
        most = _country(names, asked, "grows", asked.grows)
        ranked = served.rows(_LARGEST, table_id=of["table_id"])
        less, greater = least or _other(ranked, most), most or _other(ranked, least, place=1)
        setting = (of["table_id"], less, asked.by, greater, asked.more)
        rows = answers.what_if(served, *setting)
    if as_sql:
        terminal().print(plain(answers.sql_of(*setting)), soft_wrap=True, highlight=False)
        return
    given = {"stops": less, "stop_pct": asked.by, "grows": greater, "grow_pct": asked.more}
    all_of = [{**of, **given, **row} for row in rows]
    if not for_programs(all_of, as_json=as_json, as_csv=as_csv):
        _draw({**of, **given}, rows)


# countries of a table, those with a share first, as the page of a mineral orders them
_LARGEST = """
select s.country_id
from marts.fct_country_share as s
inner join marts.dim_country as c using (country_id)
where s.table_id = $table_id and not c.is_residual
order by s.share_pct desc nulls last, s.share_max_pct desc nulls last, c.country_name
"""


def _other(ranked: list[Row], named: str | None, *, place: int = 0) -> str:
    """The largest that is not named; of two that nobody named, the first and the second."""
    left = [row["country_id"] for row in ranked if row["country_id"] != named]
    wanted = place if named is None else 0
    return str(left[min(wanted, len(left) - 1)] if left else ranked[0]["country_id"])


def _country(names: Names, asked: Question, option: str, text: str | None) -> str | None:
    if text is None:
        return None
    again = f"{COMMAND} {asked.mineral} --{option}"
    return one_subject(names, text, again, (COUNTRY,)).subject_id


def _counts(row: Row, subject: Subject) -> bool:
    """Whether a table is of the mineral, or of the product where one was named."""
    return subject.stage in (None, row["stage"]) and subject.form in (None, row["form"])


def _table(tables: list[Row], name: str, wanted: str | None) -> Row:
    """The table that words such as `refinery` or `mine iea` mean, the first one without."""
    words = set((wanted or "").lower().replace("/", " ").split())
    found = [row for row in tables if words <= _words(row)]
    if found:
        return found[0]
    where, way_out = "marts.fct_country_share", f"minerals show {name}"
    if not tables:
        raise AskedError(
            f"No table of {name} has shares of the world", where=where, way_out=way_out
        )
    known = ", ".join(f"{row['stage']} {row['form']} {row['source_id']}" for row in tables)
    raise AskedError(
        f"No table of {name} with shares is called {wanted!r}",
        where=where,
        expected=f"one of {known}",
        way_out=way_out,
    )


def _words(row: Row) -> set[str]:
    own = ("source_id", "edition_id", "mineral_id", "stage", "form")
    return {str(row["year"]), *(row[column] for column in own)}


def _draw(asked: Row, rows: list[Row]) -> None:
    console, of = terminal(), spoken.words(spoken.language())
    names = {row["country_id"]: spoken.country(row["country_name"]) for row in rows}
    table = f"{step(asked['stage'], asked['form'])} {asked['year']} · {asked['edition_id']}"
    console.print(f"\n[bold]{plain(spoken.mineral(asked['mineral_name']))}[/] · {plain(table)}")
    sign = of.percent_sign
    less = of("what_if.words.less", n=asked["stop_pct"], sign=sign)
    changes = [f"{names[asked['stops']]}: {less}"]
    if asked["grow_pct"]:
        greater = of("what_if.words.more", n=asked["grow_pct"], sign=sign)
        changes.append(f"{names[asked['grows']]}: {greater}")
    console.print(plain(" · ".join(changes)))
    shown = [row for row in rows if row["share_max_pct"] > 0]
    columns: dict[str, Shown] = {
        "country": "country_name",
        "share now": _share("share_pct"),
        "range now": between("share_min_pct", "share_max_pct"),
        "share then": _share("share_after_pct"),
        "range then": between("share_after_min_pct", "share_after_max_pct"),
    }
    console.print(drawn(shown, columns, texts={"country"}))
    console.print(plain(_verdict(shown, names)))
    console.print(f"[dim]{plain(of('what_if.about'))}[/]")


def _share(name: str) -> Callable[[Row], str]:
    """A share; of a country that is withheld, or moved with one that is, nobody knows it."""
    return lambda row: spoken.heading("unknown") if row[name] is None else spoken.percent(row[name])


def _verdict(shown: list[Row], names: dict[str, str]) -> str:
    of, first = spoken.words(spoken.language()), shown[0]
    answer = {True: "above", False: "below", None: "open"}[first["is_above_cap"]]
    ends = (first["share_after_min_pct"], first["share_after_max_pct"])
    low, high = (percent(end) for end in ends)
    return of(
        f"what_if.words.{answer}",
        country=names[first["country_id"]],
        share=_share("share_after_pct")(first),
        range=f"{low}–{high}{of.percent_sign}",
        cap=answers.CAP_PCT,
    )
