"""`minerals trade copper`, `minerals trade kazakhstan`: who sells what, where imports come from.

Belongs here: choosing rows of the released tables of trade and drawing them within 100 columns.
Does not belong here: computing measures; every number printed here stands in a released table.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence

from rich.table import Table

from orchestration.build.names import COUNTRY, GROUP, MINERAL, Subject
from orchestration.cli import spoken, whole
from orchestration.cli.drawn import between
from orchestration.cli.output import for_programs, plain, table_of, terminal
from orchestration.cli.trade_parts import Part, Parts, of_country, of_mineral, rows_of
from orchestration.copies.answers.named import one_subject, read_names
from orchestration.copies.answers.trade import if_too_early
from orchestration.copies.file.served import Row, Served
from orchestration.ground.errors import AskedError
from orchestration.settings import get_settings


def print_trade(
    name: str, *, year: int | None, as_json: bool, as_csv: bool, part: Part = Part.EXPORTERS
) -> None:
    """Print who sells and buys a mineral, or what a country sells.

    Raises:
        AskedError: when nothing is called so, several things are, or no code of it is held.
    """
    with Served(get_settings()) as served:
        names = read_names(served)
        subject = one_subject(names, name, "minerals trade")
        if subject.kind == GROUP:
            raise AskedError(
                "Trade is by country", found=name, way_out="name a country of the group"
            )
        if subject.kind == COUNTRY:
            parts = of_country(served, subject.subject_id, year)
            called = names.name_of(subject)
        else:
            parts = of_mineral(served, subject.subject_id, year)
            called = names.name_of(Subject(MINERAL, subject.subject_id))
        early = if_too_early(served, year)
    rows = rows_of(parts, part, name)
    is_held = parts[Part.EXPORTERS] or parts.get(Part.ORIGINS)
    if not is_held and not (rows and (as_json or as_csv)):
        raise _nothing(called, year, parts.get(Part.ABSENT, []), early)
    if for_programs(rows, as_json=as_json, as_csv=as_csv):
        return
    is_country = subject.kind == COUNTRY
    title = spoken.country(called) if is_country else spoken.mineral(called)
    _draw(title, parts, exports_of_country if is_country else _exporters)
    if remark := whole.remark(names, subject):
        terminal().print(remark)


def _draw(title: str, parts: Parts, exports: Callable[[list[Row]], Table]) -> None:
    console = terminal()
    console.print(f"\n[bold]{plain(title)}[/] · {spoken.say('trade.title')}")
    rows = parts[Part.EXPORTERS]
    console.print(exports(rows) if rows else spoken.say("trade.none"))
    if Part.ORIGINS in parts:
        _print_rest(parts[Part.ORIGINS], parts[Part.ABSENT], parts[Part.LIMIT])
    console.print(f"[dim]{spoken.say('trade.seen_as')}[/]")


def _nothing(name: str, year: int | None, missing: list[Row], early: str) -> AskedError:
    if early:
        return AskedError(
            f"No exporters are kept for {year}",
            where="marts.fct_trade_exporter",
            found=early,
            way_out=f"minerals trade {shlex.quote(name)}",
        )
    codes = "; ".join(f"{row['trade_level']} {row['codes']}" for row in missing)
    return AskedError(
        f"No trade of {name} is held" + (f" for {year}" if year else ""),
        where="marts.fct_trade_exporter",
        expected="a code of it in the figures that ship",
        found=f"codes of it that are in no file: {codes}" if codes else "",
        way_out="put CEPII's archive BACI_HS92_V<yyyymm>.zip into warehouse/drop, then "
        "minerals refresh --live",
    )


def _print_rest(origins: list[Row], missing: list[Row], caps: list[Row]) -> None:
    console = terminal()
    if origins:
        console.print(f"\n{spoken.say('trade.largest')}")
        console.print(_origins(origins))
    draw_uk_limit(caps)
    for row in missing:
        what = plain(f"{_level(row)} {row['codes']}")
        console.print(f"[dim]{spoken.say('trade.not_here', what=what)}[/]")


def _importer(importer_id: str) -> str:
    name = spoken.word("trade.importer", importer_id)
    return "EU" if name == "eu" else plain(name)


def _level(row: Row) -> str:
    return spoken.word("trade_level", row["trade_level"])


def _exporters(rows: list[Row]) -> Table:
    table = table_of(
        "code",
        "level",
        "year",
        "rank",
        "exporter",
        "USD million",
        "share",
        "by weight",
        texts={"level", "exporter"},
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    last = ""
    for row in spoken.translated(rows):
        code = plain(f"{row['hs_edition']} {row['hs_code']}")
        bundle = " +" if row["code_kind"] == "bundle" else ""
        table.add_row(
            "" if code == last else code,
            "" if code == last else plain(_level(row)) + bundle,
            str(row["year"]),
            str(row["rank_value"]),
            plain(row["country_name"]) + (" ~" if row["may_be_reexport"] else ""),
            spoken.millions(row["value_usd"]),
            spoken.percent(row["share_pct"]),
            str(row["rank_weight"] or spoken.heading("unknown")),
        )
        last = code
    return table


def _origins(rows: list[Row]) -> Table:
    table = table_of(
        "level",
        "importer",
        "year",
        "by",
        "source",
        "share",
        "codes",
        texts={"level", "importer", "by", "source"},
        pad_edge=False,
    )
    for row in spoken.translated(rows):
        low, high = row["share_min_pct"] or 0, row["share_max_pct"] or 100
        bounds = spoken.between(spoken.bound(low), spoken.bound(high)) + spoken.percent_sign()
        table.add_row(
            plain(f"{_level(row)} {row['hs_edition']}"),
            _importer(row["importer_id"]),
            str(row["year"]),
            plain(spoken.heading(row["partner_basis"])),
            plain(row["country_name"]) + (f" ({spoken.heading('a hub')})" if row["is_hub"] else ""),
            bounds if row["share_pct"] is None else spoken.percent(row["share_pct"]),
            _codes(row),
        )
    return table


def draw_uk_limit(levels: list[Row], bills: Sequence[Row] = ()) -> None:
    """The United Kingdom's limit by its imports: of one mineral by level, or of a list."""
    if not levels and not bills:
        return
    console = terminal()
    is_said = any(row["reads_as"] == "as_said" for row in (*levels, *bills))
    proxy = "" if is_said else spoken.say("trade.proxy")
    console.print(f"\n{spoken.say('trade.limit')}{proxy}")
    if levels:
        console.print(uk_caps(levels))
    for row in bills:
        console.print(plain(_bill(row)))
    console.print(f"[dim]{spoken.say('trade.limit_seen_as')}[/]")


def _bill(row: Row) -> str:
    by = f"{row['hs_edition']}, {spoken.heading(row['basis_of_imports'])}"
    basis = {"basis": by, "year": row["year"]}
    if row["cap_reading"] == "each_mineral":
        return spoken.say(
            "trade.each",
            **basis,
            above=row["lines_above"],
            lines=row["list_lines"],
            measured=row["measured_lines"],
        )
    return spoken.say(
        "trade.whole",
        **basis,
        reading=spoken.say(f"trade.{row['cap_reading']}"),
        verdict=spoken.heading(row["cap_verdict"].replace("_", " ")),
        held=row["codes_held"],
        listed=row["codes_in_list"],
        partner=spoken.country(row["top_country"]) or spoken.say("trade.no_partner"),
        share=share_or_bounds(row) or spoken.say("trade.no_share"),
    )


def _codes(row: Row) -> str:
    return spoken.held_of(row["codes_held"], row["codes_in_list"])


def uk_caps(rows: list[Row]) -> Table:
    """The largest partner at each level beside the limit, with how many codes are held."""
    table = table_of(
        "level",
        "year",
        "by",
        "largest partner",
        "share",
        "codes",
        "answer",
        texts={"level", "by", "largest partner", "answer"},
        pad_edge=False,
    )
    answers = {True: "above", False: "not above", None: "not decided"}
    for row in spoken.translated(rows):
        answer = answers[row["is_above_cap"]] if row["codes_held"] else "not measurable"
        table.add_row(
            plain(f"{_level(row)} {row['hs_edition']}" if row["codes_held"] else _level(row)),
            str(row["year"]),
            plain(spoken.heading(row["basis_of_imports"])),
            plain(row["top_country"] or ""),
            share_or_bounds(row),
            _codes(row),
            spoken.heading(answer),
        )
    return table


def share_or_bounds(row: Row) -> str:
    """The largest share, its bounds where goods are bundled, nothing where none is known."""
    if row.get("top_share_pct") is not None:
        return spoken.percent(row["top_share_pct"])
    if row["top_share_max_pct"] is None:
        return ""
    return between("top_share_min_pct", "top_share_max_pct")(row) + spoken.percent_sign()


def exports_of_country(rows: list[Row]) -> Table:
    """What a country sells, best places first."""
    table = table_of(
        "rank",
        "by weight",
        "goods",
        "code",
        "level",
        "year",
        "USD million",
        "share",
        texts={"goods", "code", "level"},
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for row in rows:
        table.add_row(
            str(row["rank_value"]),
            str(row["rank_weight"] or spoken.heading("unknown")),
            plain(row["goods"]) + (" ~" if row["may_be_reexport"] else ""),
            plain(f"{row['hs_edition']} {row['hs_code']}"),
            plain(_level(row)),
            str(row["year"]),
            spoken.millions(row["value_usd"]),
            spoken.percent(row["share_pct"]),
        )
    return table
