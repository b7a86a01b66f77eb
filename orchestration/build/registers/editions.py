"""Rules between editions, the sources they are of, their files, and the lists of governments.

Belongs here: every rule that needs the register of editions and another row.
Does not belong here: rules of one edition (`reference.py`), the files themselves (`publishers`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from orchestration.build.registers.known import EDITIONS, LISTS, Words, words_of
from orchestration.build.registers.reading import Fault, Registers


def a_list_is_an_edition(registers: Registers) -> Iterator[Fault]:
    """A list has an edition of the same key and day, and an edition of a list's source a list."""
    editions = {line.fields["edition_id"]: line.fields for line in registers.get(EDITIONS, ())}
    lists, sources = _lists(registers)
    for line in registers.get(LISTS, ()):
        edition = editions.get(line.fields["list_id"])
        if edition is None:
            way_out = f"correct it, or add the edition to {EDITIONS}.csv first"
            yield line.fault("list_id", "is no edition that is known", way_out)
        elif edition["published_on"] != line.fields["published_on"]:
            problem = f"is {edition['published_on']!r} in {EDITIONS}"
            yield line.fault("published_on", problem, "write one day in both")
    for line in registers.get(EDITIONS, ()):
        if line.fields["source_id"] in sources and line.fields["edition_id"] not in lists:
            way_out = f"correct it, or add the list to {LISTS}.csv"
            yield line.fault("edition_id", "is of a list's source, and is no list", way_out)


def an_edition_is_of_its_source(registers: Registers) -> Iterator[Fault]:
    """The key of an edition that is no list begins with its source."""
    _, sources = _lists(registers)
    for line in registers.get(EDITIONS, ()):
        edition, source = line.fields["edition_id"] or "", line.fields["source_id"]
        if source not in {None, *sources} and not edition.startswith(f"{source}_"):
            yield line.fault("source_id", f"is not how {edition} begins", "correct one of the two")


def a_file_is_of_its_edition(registers: Registers) -> Iterator[Fault]:
    """A file that has a year in its name is of the edition of that year."""
    known = words_of(registers, EDITIONS, "edition_id")
    for register in ("corrections", "named_without_figure"):
        for line in registers.get(register, ()):
            years = re.findall("20[0-9]{2}", line.fields["file_name"] or "")
            edition = line.fields["edition_id"] or ""
            if edition in known and years and not edition.endswith(tuple(years)):
                yield line.fault("file_name", f"is no file of {edition}", "correct one of the two")


def _lists(registers: Registers) -> tuple[Words, Words]:
    """The lists, and the sources of the editions that they are."""
    lists = words_of(registers, LISTS, "list_id")
    sources = (
        line.fields["source_id"] or ""
        for line in registers.get(EDITIONS, ())
        if line.fields["edition_id"] in lists
    )
    return lists, frozenset(sources)


RULES: tuple[Callable[[Registers], Iterator[Fault]], ...] = (
    a_list_is_an_edition,
    an_edition_is_of_its_source,
    a_file_is_of_its_edition,
)
