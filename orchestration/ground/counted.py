"""A number with the noun that it counts, in English: one fault, two faults.

Belongs here: messages and errors, which are English only.
Does not belong here: answers and pages in several languages, whose texts have plural forms (CLDR).
"""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """`1 fault`, `1,200 faults`; `many` where it is not `one` with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
