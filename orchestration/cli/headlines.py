"""`minerals headlines`: each list in the numbers that all surfaces put first.

Belongs here: drawing `marts.rpt_headline`, one line a list.
Does not belong here: counting; every number stands in the released table.
"""

from __future__ import annotations

from orchestration.cli.output import for_programs, plain, table_of, terminal
from orchestration.copies.file.served import Row, Served
from orchestration.settings import get_settings

_HEADLINES = """
select list_id, headline_id, lines, list_lines, definition, evidence_window
from marts.rpt_headline
order by published_on desc, list_id, headline_id
"""
_COLUMNS = {
    "lines": "lines_on_list",
    "with figures": "lines_with_share",
    "above 60%": "lines_above_cap",
    "undecided": "lines_undecided",
    "not above": "lines_not_above_cap",
    "without figures": "lines_without_share",
}


def print_headlines(*, as_json: bool, as_csv: bool) -> None:
    """Print every list with its counts of lines."""
    with Served(get_settings()) as served:
        rows = served.rows(_HEADLINES)
    if for_programs(rows, as_json=as_json, as_csv=as_csv):
        return
    by_list: dict[str, dict[str, Row]] = {}
    for row in rows:
        by_list.setdefault(row["list_id"], {})[row["headline_id"]] = row
    table = table_of("list", *_COLUMNS, texts={"list"}, pad_edge=False)
    for list_id, counts in by_list.items():
        numbers = (str(counts[headline]["lines"]) for headline in _COLUMNS.values())
        table.add_row(plain(list_id), *numbers)
    terminal().print(table)
