"""The kinds of files of the static data: a folder each, and which rows a file holds.

Belongs here: minerals, countries, claims and lists as documents.
Does not belong here: the rows themselves (`data_shapes.py`), writing (`data_files.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from orchestration.copies.site.data_query import Shape
from orchestration.copies.site.data_shapes import (
    CHECK,
    CLAIM,
    CONCENTRATION,
    COUNTRY,
    COVERAGE,
    LARGEST,
    LIST,
    LIST_LINE,
    MINERAL,
    PRICE,
    PRODUCED_LINE,
    PRODUCTION,
    RESERVES,
)


@dataclass(frozen=True)
class Kind:
    """One kind of document: a folder with one file for each row of `subject`.

    Args:
        name: its folder, plural.
        key: the column that names a file, and that leads a row to it.
        subject: what a document is about.
        parts: further rows by their name in the document, those with the document's key.
        of_minerals: further rows by their name: those of the minerals that a part names.
    """

    name: str
    key: str
    subject: Shape
    parts: Mapping[str, Shape]
    of_minerals: Mapping[str, tuple[Shape, str]] = field(default_factory=dict)

    @property
    def lists(self) -> dict[str, Shape]:
        """Every list of rows in a document, by name."""
        return {**self.parts, **{name: shape for name, (shape, _) in self.of_minerals.items()}}


KINDS: Sequence[Kind] = (
    Kind(
        "minerals",
        "mineral_id",
        MINERAL,
        {
            "production": PRODUCTION,
            "concentration": CONCENTRATION,
            "largest_shares": LARGEST,
            "reserves": RESERVES,
            "prices": PRICE,
            "list_lines": LIST_LINE,
        },
    ),
    Kind(
        "countries",
        "country_id",
        COUNTRY,
        {
            "production": PRODUCTION,
            "reserves": RESERVES,
            "list_coverage": COVERAGE,
            "list_lines": PRODUCED_LINE,
        },
    ),
    Kind("claims", "claim_id", CLAIM, {"checks": CHECK}),
    Kind("lists", "list_id", LIST, {"lines": LIST_LINE}, {"largest_shares": (LARGEST, "lines")}),
)
