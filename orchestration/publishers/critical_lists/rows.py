"""The raw table that all lists fill.

Belongs here: its row, where it ships, where the arrival rules find place and value.
Does not belong here: layouts, what a line means in minerals.
"""

from __future__ import annotations

from typing import NamedTuple

from orchestration.publishers.publisher import RawTable, Shape


class ListMember(NamedTuple):
    """One printed line of a list of critical minerals."""

    list_id: str
    file_name: str
    source_row: int
    member_no: int
    member_as_printed: str
    section: str | None


TABLES = {
    "critical_list_members": RawTable(
        ListMember._fields,
        "critical_lists/members.csv",
        Shape(table=("list_id",), place=("member_no",), values=("member_as_printed", "section")),
        edition_column="list_id",
    )
}
