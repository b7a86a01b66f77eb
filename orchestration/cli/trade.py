"""`minerals trade copper`, `minerals trade kazakhstan`: who sells what, where imports come from.

Belongs here: choosing rows of the released tables of trade and drawing them within 100 columns.
Does not belong here: computing measures; every number printed here stands in a released table.
"""

from __future__ import annotations

from rich.table import Table

from orchestration.build.names import COUNTRY, GROUP, MINERAL, Subject
from orchestration.cli.output import for_programs, plain, table_of, terminal
from orchestration.copies.answers.named import one_subject, read_names
from orchestration.copies.file.served import Row, Served
from orchestration.ground.errors import AskedError
from orchestration.settings import get_settings

MILLION = 1_000_000
PLACES = 5
"""Exporters that are shown of each code."""

_EXPORTERS = """
select
    t.hs_edition, t.hs_code, c.trade_level, c.code_kind, t.year, t.rank_value, t.rank_weight,
    n.country_name, t.country_id, t.value_usd, t.net_kg, t.share_pct, t.may_be_reexport, c.goods,
    t.edition_id
from marts.fct_trade_exporter as t
inner join marts.dim_trade_code as c using (hs_edition, hs_code)
inner join marts.dim_country as n using (country_id)
where c.mineral_id = $mineral and t.is_latest_vintage and t.rank_value <= $places
qualify t.year = coalesce($year, max(t.year) over (partition by t.hs_edition, t.hs_code))
order by t.hs_edition, t.hs_code, t.rank_value, t.country_id
"""
_ORIGINS = """
select
    o.importer_id, o.trade_level, o.year, n.country_name, o.share_pct, o.share_min_pct,
    o.share_max_pct, o.is_hub, o.codes_held, o.codes_in_list, o.partner_basis, o.edition_id
from marts.fct_import_origin as o
inner join marts.dim_country as n on o.partner_id = n.country_id
where o.mineral_id = $mineral and o.is_latest_vintage
qualify o.year = coalesce($year, max(o.year) over (partition by o.importer_id, o.trade_id))
    and row_number() over (
        partition by o.importer_id, o.trade_id, o.year order by o.value_max_usd desc, o.partner_id
    ) = 1
order by o.trade_level, o.importer_id
"""
_NOT_HELD = """
select trade_level, string_agg(distinct hs_code, ', ' order by hs_code) as codes
from marts.dim_trade_code
where mineral_id = $mineral and last_year_held is null
    and hs_edition in (select hs_edition from marts.fct_trade_exporter)
group by trade_level
order by trade_level
"""
EXPORTS = """
select
    t.rank_value, t.rank_weight, c.goods, t.hs_edition, t.hs_code, c.trade_level, t.year,
    t.value_usd, t.net_kg, t.share_pct, t.may_be_reexport, t.edition_id,
    string_agg(c.mineral_id, ', ' order by c.mineral_id) as minerals
from marts.fct_trade_exporter as t
inner join marts.dim_trade_code as c using (hs_edition, hs_code)
where t.country_id = $country and t.is_latest_vintage and t.rank_value is not null
    and t.year = coalesce($year, (select max(year) from marts.fct_trade_exporter))
group by all
order by t.rank_value, t.value_usd desc
"""
SEEN_AS = (
    "value free on board as CEPII reconciles both sides' reports (BACI); a code is goods, not a "
    "mineral; ~ bought at least as much of the code as it sold"
)


def print_trade(name: str, *, year: int | None, as_json: bool, as_csv: bool) -> None:
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
            rows = served.rows(EXPORTS, country=subject.subject_id, year=year)
            title, parts = names.name_of(subject), None
        else:
            mineral = subject.subject_id
            rows = served.rows(_EXPORTERS, mineral=mineral, year=year, places=PLACES)
            origins = served.rows(_ORIGINS, mineral=mineral, year=year)
            missing = served.rows(_NOT_HELD, mineral=mineral)
            title, parts = names.name_of(Subject(MINERAL, mineral)), (origins, missing)
    if not rows:
        raise _nothing(title, year, parts[1] if parts else [])
    if for_programs(rows, as_json=as_json, as_csv=as_csv):
        return
    console = terminal()
    console.print(f"\n[bold]{plain(title)}[/] · exports by code of goods")
    console.print(exports_of_country(rows) if parts is None else _exporters(rows))
    if parts is not None:
        _print_rest(*parts)
    console.print(f"[dim]{SEEN_AS}[/]")


def _nothing(title: str, year: int | None, missing: list[Row]) -> AskedError:
    codes = "; ".join(f"{row['trade_level']} {row['codes']}" for row in missing)
    return AskedError(
        f"No trade of {title} is held" + (f" for {year}" if year else ""),
        where="marts.fct_trade_exporter",
        expected="a code of it in the figures that ship, from 2015 on",
        found=f"codes of it that are in no file: {codes}" if codes else "",
        way_out="put CEPII's archive BACI_HS92_V<yyyymm>.zip into warehouse/drop, then "
        "minerals refresh --live",
    )


def _print_rest(origins: list[Row], missing: list[Row]) -> None:
    console = terminal()
    if origins:
        console.print("\n[bold]Largest source of imports[/] by level, in value")
        console.print(_origins(origins))
    for row in missing:
        console.print(f"[dim]in no file here: {row['trade_level']} {row['codes']}[/]")


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
        texts={"code", "level", "exporter"},
        pad_edge=False,
    )
    last = ""
    for row in rows:
        code = f"{row['hs_edition']} {row['hs_code']}"
        bundle = " +" if row["code_kind"] == "bundle" else ""
        table.add_row(
            "" if code == last else code,
            "" if code == last else plain(row["trade_level"]) + bundle,
            str(row["year"]),
            str(row["rank_value"]),
            plain(row["country_name"]) + (" ~" if row["may_be_reexport"] else ""),
            f"{row['value_usd'] / MILLION:,.1f}",
            f"{row['share_pct']:.1f}%",
            str(row["rank_weight"] or "unknown"),
        )
        last = code
    return table


def _origins(rows: list[Row]) -> Table:
    table = table_of(
        "level",
        "importer",
        "year",
        "source",
        "share",
        "codes",
        texts={"level", "importer", "source"},
        pad_edge=False,
    )
    for row in rows:
        bounds = f"{row['share_min_pct'] or 0:.0f} to {row['share_max_pct'] or 100:.0f}%"
        table.add_row(
            plain(row["trade_level"]),
            "EU" if row["importer_id"] == "eu" else plain(row["importer_id"]),
            str(row["year"]),
            plain(row["country_name"]) + (" (a hub)" if row["is_hub"] else ""),
            bounds if row["share_pct"] is None else f"{row['share_pct']:.1f}%",
            f"{row['codes_held']} of {row['codes_in_list']}",
        )
    return table


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
            str(row["rank_weight"] or "unknown"),
            plain(row["goods"]) + (" ~" if row["may_be_reexport"] else ""),
            f"{row['hs_edition']} {row['hs_code']}",
            plain(row["trade_level"]),
            str(row["year"]),
            f"{row['value_usd'] / MILLION:,.1f}",
            f"{row['share_pct']:.1f}%",
        )
    return table
