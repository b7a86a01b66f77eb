"""Mineral Commodity Summaries came in several layouts, each known by its header.

Belongs here: choosing the parser by the header.
Does not belong here: the layouts themselves (`per_commodity`, `wide`, `long`, `salient_table`,
`us_trade_figures`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile, SourceFile
from orchestration.publishers.reading.text import read_records, require_rows, sha256_of
from orchestration.publishers.usgs_mcs import (
    long,
    long_header,
    per_commodity,
    salient_table,
    us_trade_figures,
    wide,
)
from orchestration.publishers.usgs_mcs.checks import unknown_layout
from orchestration.publishers.usgs_mcs.edition import Edition, match_file_name
from orchestration.publishers.usgs_mcs.explained import LAYOUT

LAYOUTS = (LAYOUT,)
Parser = Callable[[Sequence[Sequence[str]], ParsedFile, Problems], Edition]

PARSERS: tuple[tuple[Callable[[Sequence[str]], bool], Parser], ...] = (
    (long_header.is_long, long.parse),
    (us_trade_figures.is_reliance_figure, us_trade_figures.parse_reliance),
    (us_trade_figures.is_sources_figure, us_trade_figures.parse_sources),
    (us_trade_figures.is_country_count, us_trade_figures.parse_country_count),
    (salient_table.is_salient, salient_table.parse),
    (wide.is_wide, wide.parse),
    (per_commodity.is_per_commodity, per_commodity.parse),
)


def edition_of_file_name(file_name: str) -> str | None:
    """The edition that a file of this family belongs to by its name; None for other files."""
    match = match_file_name(file_name)
    return Edition(int(match.group("year"))).edition_id if match else None


def parse_file(file_name: str, content: bytes, problems: Problems | None = None) -> ParsedFile:
    """Parse one file of any known layout.

    With `problems`, what is wrong with single rows is collected there; without, this raises.
    """
    collected = Problems() if problems is None else problems
    records = read_records(content, file_name)
    parse = (
        salient_table.parse_misfiled
        if salient_table.is_misfiled(file_name, records[0])
        else _parser_for(records[0], file_name)
    )
    require_rows(records, file_name)
    parsed = ParsedFile(SourceFile("", "", file_name, sha256_of(content), len(content), 0))
    edition = parse(records, parsed, collected)
    parsed.source_file = parsed.source_file._replace(
        source_file_id=f"{edition.edition_id}/{file_name}",
        edition_id=edition.edition_id,
        row_count=len(records) - 1,
    )
    if problems is None:
        collected.raise_if_any()
    return parsed


def _parser_for(header: Sequence[str], file_name: str) -> Parser:
    for recognises, parse in PARSERS:
        if recognises(header):
            return parse
    raise unknown_layout(header, file_name)
