"""Tools about trade, prices, the United States' imports, and projections.

Belongs here: those tools, the sentence each answers with, and what each refuses.
Does not belong here: queries (`copies/answers`).
"""

from __future__ import annotations

from orchestration.build.names import GROUP, Subject
from orchestration.copies.agents.asking import Asked, Reply
from orchestration.copies.agents.tools_figures import Country, Mineral, Year
from orchestration.copies.answers import market, trade
from orchestration.copies.file.served import Row
from orchestration.ground.errors import AskedError

_MILLION = 1_000_000


def _of_edition(asked: Asked, rows: list[Row]) -> list[Row]:
    """Rows of trade with the one file of their edition."""
    files = {
        row["edition_id"]: row["source_file_id"]
        for row in asked.served.rows(
            "select edition_id, min(source_file_id) as source_file_id"
            " from marts.dim_source_file group by edition_id"
        )
    }
    return [{**row, "source_file_id": files.get(row["edition_id"])} for row in rows]


def _none_held(
    what: str, year: int | None, *, way_out: str, expected: str = "", found: str = ""
) -> AskedError:
    """The refusal where nothing is held, of the year that was asked if one was."""
    of_year = f" for {year}" if year else ""
    return AskedError(what + of_year, expected=expected, found=found, way_out=way_out)


def _pct(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.1f}%"


def _absent(asked: Asked, subject: Subject) -> list[str]:
    missing = trade.not_held(asked.served, subject.subject_id)
    return [f"{row['trade_level']} {row['codes']} is in no file here" for row in missing]


def _a_later_year(asked: Asked, year: int | None) -> str:
    """What to ask instead of a year before the first with exporters; otherwise nothing."""
    early = trade.if_too_early(asked.served, year)
    return f"a later year, or none: {early}" if early else ""


def exporters(asked: Asked, mineral: Mineral, year: Year = None) -> Reply:
    """Who sells a mineral, by code of goods, in value and weight; a code is not a mineral."""
    subject = asked.mineral(mineral)
    rows = trade.exporters(asked.served, subject.subject_id, year)
    absent = _absent(asked, subject)
    if not rows:
        raise _none_held(
            f"No trade of {asked.title(subject)} is held",
            year,
            found="; ".join(absent),
            way_out=_a_later_year(asked, year)
            or "CEPII's archive BACI with those codes in warehouse/drop, then a refresh",
        )
    sentences = [
        f"{row['hs_edition']} {row['hs_code']} ({row['trade_level']}), {row['year']}:"
        f" {row['country_name']} {row['share_pct']:.1f}% of {row['goods']}."
        for row in rows
        if row["rank_value"] == 1
    ]
    return Reply(_of_edition(asked, rows), " ".join(sentences), absent)


def import_origins(asked: Asked, mineral: Mineral, year: Year = None) -> Reply:
    """Where the UK, the US and the EU buy most of a mineral, by trade level, with bounds."""
    subject = asked.mineral(mineral)
    rows = trade.largest_origins(asked.served, subject.subject_id, year)
    if not rows:
        raise _none_held(
            f"No imports of {asked.title(subject)} are held",
            year,
            found="; ".join(_absent(asked, subject)),
            way_out="CEPII's archive BACI with its codes in warehouse/drop, then a refresh",
        )
    sentences = [
        f"{row['importer_id']}, {row['trade_level']} ({row['hs_edition']}), {row['year']}: most"
        f" from {row['country_name']}, between {_pct(row['share_min_pct'])} and"
        f" {_pct(row['share_max_pct'])}, by {row['codes_held']} of {row['codes_in_list']} codes."
        for row in rows
    ]
    notes = ("partner_basis says whether origin or consignment is counted",)
    return Reply(_of_edition(asked, rows), " ".join(sentences), notes)


def country_exports(asked: Asked, country: Country, year: Year = None) -> Reply:
    """What a country sells of the mineral codes held, with its rank in the world."""
    who = asked.country(country)
    rows = [] if who.kind == GROUP else trade.exports(asked.served, who.subject_id, year)
    if not rows:
        raise _none_held(
            f"No exports of {asked.title(who)} are held",
            year,
            expected="countries, in the years of the edition held",
            way_out=_a_later_year(asked, year) or "a country, and a year of the edition held",
        )
    first = rows[0]
    return Reply(
        _of_edition(asked, rows),
        f"{asked.title(who)}: best place {first['rank_value']} in {first['goods']}"
        f" ({first['hs_edition']} {first['hs_code']}, {first['year']}),"
        f" {first['value_usd'] / _MILLION:,.1f} million US dollars.",
    )


def prices(asked: Asked, mineral: Mineral, year: Year = None) -> Reply:
    """Printed prices of a mineral; unit and form of each price are in its row."""
    subject = asked.mineral(mineral)
    rows = market.prices(asked.served, subject.subject_id, year)
    if not rows:
        raise _none_held(
            f"No price of {asked.title(subject)} is held",
            year,
            way_out="an edition that prints one; daily prices and prices of exchanges are not held",
        )
    sentences = [
        f"{row['form']}, {row['year']}: {row['value']} {row['unit']}"
        f" (printed {row['value_as_printed']} {row['unit_as_printed']})."
        for row in rows
    ]
    return Reply(rows, f"{asked.title(subject)}: " + " ".join(sentences))


def us_import_reliance(asked: Asked, mineral: Mineral, year: Year = None) -> Reply:
    """How much of what it uses the United States imports, net, in percent with bounds."""
    subject = asked.mineral(mineral)
    rows = market.import_reliance(asked.served, subject.subject_id, year)
    if not rows:
        raise _none_held(
            f"No net import reliance of {asked.title(subject)} is held",
            year,
            expected="of the United States alone, by USGS",
            way_out="an edition that prints it",
        )
    row = rows[0]
    return Reply(
        rows,
        f"{asked.title(subject)}, United States, {row['year']}: {row['value_as_printed']}, between"
        f" {_pct(row['nir_min_pct'])} and {_pct(row['nir_max_pct'])} ({row['edition_id']}).",
    )


def us_import_sources(asked: Asked, mineral: Mineral) -> Reply:
    """Whom the United States imports a mineral from, with shares and bounds."""
    subject = asked.mineral(mineral)
    rows = market.import_sources(asked.served, subject.subject_id)
    if not rows:
        raise AskedError(
            f"No sources of imports of {asked.title(subject)} are held",
            expected="of the United States alone, by USGS",
            way_out="an edition that prints them; import_origins has the UK and the EU",
        )
    row = rows[0]
    return Reply(
        rows,
        f"{asked.title(subject)}, United States, {row['period_from']} to {row['period_to']}: most"
        f" from {row['country_name']}, {row['value_as_printed']}% ({row['edition_id']}).",
    )


def outlook(asked: Asked, mineral: Mineral, year: Year = None) -> Reply:
    """What the IEA projects for 2030, 2035, 2040: a model's base case, no figure of today."""
    subject = asked.mineral(mineral)
    rows = market.outlook(asked.served, subject.subject_id, year)
    if not rows:
        raise _none_held(
            f"No projection of {asked.title(subject)} is held",
            year,
            expected="copper, cobalt, lithium, nickel, graphite and magnet rare earths; 2030, 2035"
            " and 2040",
            way_out="a projection that a publisher prints; nothing is extrapolated here",
        )
    return Reply(
        rows,
        f"{asked.title(subject)}: {len(rows)} projected figures ({rows[0]['edition_id']}).",
        ("a projection of a model; no verdict and no share of today reads it",),
    )


TOOLS = (
    exporters,
    import_origins,
    country_exports,
    prices,
    us_import_reliance,
    us_import_sources,
    outlook,
)
