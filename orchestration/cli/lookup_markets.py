"""`minerals outlook`, `prices`, `account`, `capacity` on a terminal.

Belongs here: columns and words of these commands.
Does not belong here: queries (`copies/answers`), how a share or a range looks (`drawn.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from orchestration.build.names import COUNTRY, MINERAL, PRODUCT
from orchestration.cli import spoken, whole
from orchestration.cli.drawn import Shown, amount, between, drawn, share, step
from orchestration.cli.output import for_programs, plain, terminal, tonnes
from orchestration.copies.answers import markets, plants
from orchestration.copies.answers import outlook as projected
from orchestration.copies.answers.named import one_subject, read_names
from orchestration.copies.file.served import Row, Served
from orchestration.ground.errors import AskedError
from orchestration.settings import get_settings

_MILLION = 1_000_000
_EXACT = 10
_YEARS = 3


def print_outlook(name: str, *, as_json: bool, as_csv: bool) -> None:
    """Print today's modelled share of each country beside the projected ones.

    Raises:
        AskedError: where nobody projects the mineral.
    """
    _, title, rows = _asked(name, "minerals outlook", projected.outlook)
    if not rows:
        raise _nothing(f"No publisher held here projects {name}", "marts.fct_outlook")
    if not for_programs(rows, as_json=as_json, as_csv=as_csv):
        terminal().print(title)
        draw_outlook(rows)


def draw_outlook(rows: Sequence[Row]) -> None:
    """A table for each step: the modelled year, then the projected ones."""
    console = terminal()
    for table in dict.fromkeys((row["stage"], row["form"], row["edition_id"]) for row in rows):
        of_table = [row for row in rows if (row["stage"], row["form"], row["edition_id"]) == table]
        years = sorted({row["year"] for row in of_table})
        lines: dict[str, Row] = {}
        for row in of_table:
            line = lines.setdefault(row["country_id"], dict(row))
            line[f"in_{row['year']}"] = row["share_pct"]
        columns: dict[str, Shown] = {
            "country": "country_name",
            f"modelled {of_table[0]['modelled_year'] or ''}".strip(): share("modelled_pct"),
            "between": between("modelled_min_pct", "modelled_max_pct"),
        }
        columns.update({f"projected {year}": _projected(year) for year in years})
        of_world = spoken.say("notes.of_the_world")
        console.print(f"\n{plain(step(*table[:2]))} · {plain(table[2])} · {of_world}")
        console.print(drawn(list(lines.values()), columns, texts={"country"}))
    console.print(spoken.note("projected"))


def _projected(year: int) -> Callable[[Row], str]:
    return lambda row: "" if row.get(f"in_{year}") is None else spoken.percent(row[f"in_{year}"])


def print_prices(name: str, *, as_json: bool, as_csv: bool) -> None:
    """Print prices by year, and what the world's output and the gap to the cap are worth.

    Raises:
        AskedError: where no price is printed.
    """
    mineral, title, rows = _asked(name, "minerals prices", markets.prices)
    if not rows:
        raise _nothing(f"No price of {name} is printed", "marts.fct_price")
    if for_programs(rows, as_json=as_json, as_csv=as_csv):
        return
    columns: dict[str, Shown] = {
        "of": lambda row: row["form"].replace("_", " "),
        "year": "year",
        "printed": "value_as_printed",
        "unit": "unit_as_printed",
        "dollars a tonne": _number("value", "usd_per_tonne"),
        "edition": "edition_id",
    }
    latest = [row for row in rows if row["is_latest_vintage"]]
    console = terminal()
    console.print(title)
    console.print(drawn(latest, columns, texts={"of", "unit", "edition"}))
    if len(latest) < len(rows):
        console.print(spoken.counted_note("earlier_prices", len(rows) - len(latest)))
    with Served(get_settings()) as served:
        _draw_worth(markets.worth(served, mineral))


def _draw_worth(rows: Sequence[Row]) -> None:
    """The newest year of each table in money, or why nobody can say."""
    newest = {
        (row["edition_id"].rsplit("_", 1)[0], row["stage"], row["form"], row["price_form"]): row
        for row in sorted(rows, key=lambda row: row["year"])
    }
    columns: dict[str, Shown] = {
        "million dollars": lambda row: f"{step(row['stage'], row['form'])} {row['year']}",
        "price of": _priced,
        "world": _money("world_usd"),
        "between": between("world_min_usd", "world_max_usd", _millions),
        "gap to 60%": _money("gap_usd"),
        "gap between": between("gap_min_usd", "gap_max_usd", _millions),
        "why not": _why_no_value,
    }
    console = terminal()
    console.print()
    console.print(
        drawn(list(newest.values()), columns, texts={"million dollars", "price of", "why not"})
    )
    if any(row["price_market"] == "united_states" for row in newest.values()):
        console.print(spoken.note("reading"))


def print_account(name: str, *, as_json: bool, as_csv: bool) -> None:
    """Print production, imports, exports, consumption and reliance of the United States.

    Raises:
        AskedError: where the survey prints no account of the mineral.
    """
    _, title, rows = _asked(name, "minerals account", markets.account)
    if not rows:
        raise _nothing(f"The survey prints no account of {name}", "marts.fct_us_salient")
    if for_programs(rows, as_json=as_json, as_csv=as_csv):
        return
    columns: dict[str, Shown] = {
        "United States": _account_line,
        "year": "year",
        "value": _number("value"),
        "between": between("value_min", "value_max", tonnes),
        "unit": lambda row: row["unit"].replace("_", " "),
        "printed": "value_as_printed",
        "edition": "edition_id",
    }
    since = max(row["year"] for row in rows) - _YEARS
    latest = [row for row in rows if row["is_latest_vintage"] and row["year"] > since]
    console = terminal()
    console.print(title)
    console.print(drawn(latest, columns, texts={"United States", "unit", "edition"}))
    if len(latest) < len(rows):
        console.print(spoken.counted_note("earlier_lines", len(rows) - len(latest)))


def _account_line(row: Row) -> str:
    parts = [row["statistic"], *(row[part] for part in ("step", "form") if row[part] != "all")]
    return ", ".join(part.replace("_", " ") for part in parts)


def print_capacity(name: str, *, as_json: bool, as_csv: bool) -> None:
    """Print capacity, what of it is idle, and utilisation, of a mineral or of a country.

    Raises:
        AskedError: where no capacity is printed.
    """
    with Served(get_settings()) as served:
        rows = _capacity(served, name)
    if not rows:
        raise _nothing(f"No capacity of {name} is printed", "marts.fct_capacity")
    if for_programs(rows, as_json=as_json, as_csv=as_csv):
        return
    columns: dict[str, Shown] = {
        "of": lambda row: f"{row['mineral_name']}, {step(row['stage'], row['form'])}",
        "year": "year",
        "country": "country_name",
        "capacity": amount("quantity_tonnes"),
        "idle": amount("idle_tonnes", "utilisation_unknown_because", "idle_unknown"),
        "between": between("idle_min_tonnes", "idle_max_tonnes", tonnes),
        "in use": share("utilisation_pct"),
    }
    shown = rows if name else _newest(rows)
    console = terminal()
    console.print(drawn(shown, columns, texts={"of", "country"}))
    console.print(spoken.note("capacity"))
    if len(shown) < len(rows):
        console.print(spoken.counted_note("earlier_figures", len(rows) - len(shown)))
    above = sum(row["is_above_capacity"] is True for row in shown)
    if above:
        console.print(spoken.counted_note("above_capacity", above))


def _capacity(served: Served, name: str) -> list[Row]:
    """Capacity of what a name means: of a product, its own plants alone."""
    if not name:
        return plants.capacity(served)
    names = read_names(served)
    subject = one_subject(names, name, "minerals capacity", (MINERAL, PRODUCT, COUNTRY))
    which = "country" if subject.kind == COUNTRY else "mineral"
    return whole.of_product(plants.capacity(served, **{which: subject.subject_id}), subject)


def _newest(rows: Sequence[Row]) -> list[Row]:
    """Rows of the newest year of each table, which is not the same for all."""
    years: dict[tuple[str, ...], int] = {}
    for row in rows:
        years[_table(row)] = max(years.get(_table(row), 0), row["year"])
    return [row for row in rows if row["year"] == years[_table(row)]]


def _table(row: Row) -> tuple[str, ...]:
    return (row["mineral_id"], row["stage"], row["form"])


def _asked(
    name: str, command: str, ask: Callable[[Served, str], list[Row]]
) -> tuple[str, str, list[Row]]:
    """The mineral that a name means, its title, and what is printed of it."""
    with Served(get_settings()) as served:
        names = read_names(served)
        subject = one_subject(names, name, command, (MINERAL, PRODUCT))
        title = f"\n{whole.title(names, subject)}\n{whole.remark(names, subject)}".rstrip()
        return subject.subject_id, title, ask(served, subject.subject_id)


def _nothing(what: str, where: str) -> AskedError:
    return AskedError(
        what,
        where=where,
        found="not printed, which is not the same as none",
        way_out=f"what the table holds: minerals dictionary {where.removeprefix('marts.')}",
    )


def _number(name: str, unit: str | None = None) -> Callable[[Row], str]:
    def text(row: Row) -> str:
        if unit is not None and row["unit"] != unit:
            return ""
        if row[name] is None:
            return str(row["value_status"]).replace("_", " ")
        return tonnes(row[name]) if row[name] else "0"

    return text


def _priced(row: Row) -> str:
    """What is priced; nothing where no price fits."""
    form = str(row["price_form"] or "none")
    return "" if form == "none" else spoken.word("forms", form).replace("_", " ")


def _why_no_value(row: Row) -> str:
    reason = str(row["value_unknown_because"] or "")
    return spoken.word("value_unknown", reason).replace("_", " ") if reason else ""


def _money(name: str) -> Callable[[Row], str]:
    return lambda row: spoken.heading("unknown") if row[name] is None else _millions(row[name])


def _millions(value: float) -> str:
    millions = value / _MILLION
    return spoken.number(millions, "#,##0" if millions >= _EXACT else "0.0")
