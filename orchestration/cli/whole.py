"""A product that was asked for: its own rows, or a remark that its whole mineral is shown.

Belongs here: which rows are of a product, and that remark.
Does not belong here: what a name means (`named.py`), the tables themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.build.names import MINERAL, PRODUCT, Names, Subject
from orchestration.cli import spoken
from orchestration.cli.output import plain
from orchestration.copies.file.served import Row


def title(names: Names, subject: Subject) -> str:
    """The mineral that is shown, whatever it was called."""
    mineral = names.name_of(Subject(MINERAL, subject.subject_id), spoken.language())
    return f"[bold]{plain(mineral)}[/]"


def remark(names: Names, subject: Subject) -> str:
    """That the whole mineral is shown, where a product of it was asked for; otherwise nothing."""
    if subject.kind != PRODUCT:
        return ""
    language = spoken.language()
    mineral = names.name_of(Subject(MINERAL, subject.subject_id), language)
    product = names.name_of(subject, language)
    return spoken.note("whole", mineral=plain(mineral), product=plain(product))


def of_product(rows: Sequence[Row], subject: Subject) -> list[Row]:
    """Rows of the stage and form of a product; of a mineral or a country, all."""
    return [
        row
        for row in rows
        if subject.stage in (None, row["stage"]) and subject.form in (None, row["form"])
    ]
