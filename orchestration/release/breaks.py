"""Whether a release breaks the one before for somebody who reads its tables.

Belongs here: what counts as a break, found by comparing two descriptors.
Does not belong here: rows and values that changed (`diff.py`), the words of it (`diff_text.py`).

A reader's query breaks when a table or a column is gone, has another type or another key. It goes
on and answers something else when a column's unit, its closed vocabulary or its meaning changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from orchestration.ground.documents import Document
from orchestration.release.datapackage import Package, Resource, read_package, stamped

_MEANING = {"type": "type", "unit": "unit", "description": "meaning"}


class Break(Document):
    """One thing that a reader has to look at."""

    table: str
    column: str | None
    kind: str
    before: str
    after: str


def breaks_between(before: Package, after: Package) -> list[Break]:
    """What a reader of the earlier release has to look at in the later one; empty where nothing."""
    old = {resource.name: resource for resource in before.resources}
    new = {resource.name: resource for resource in after.resources}
    gone = [
        Break(table=name, column=None, kind="table gone", before=name, after="")
        for name in sorted(set(old) - set(new))
    ]
    return gone + [
        found for name in sorted(set(old) & set(new)) for found in _of_table(old[name], new[name])
    ]


def breaks_against(last: Path | None, package: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The same for a release that is being made: its descriptor is not stamped yet."""
    if last is None:
        return []
    coming = Package.model_validate(stamped(package, "", ""))
    return [found.model_dump() for found in breaks_between(read_package(last), coming)]


def _of_table(old: Resource, new: Resource) -> Iterator[Break]:
    keys = [", ".join(each.table_schema.primary_key) for each in (old, new)]
    if keys[0] != keys[1]:
        yield Break(table=new.name, column=None, kind="key", before=keys[0], after=keys[1])
    fields = {field["name"]: field for field in new.table_schema.fields}
    for field in old.table_schema.fields:
        name = field["name"]
        if name in fields:
            yield from _of_column(new.name, field, fields[name])
        else:
            yield Break(table=new.name, column=name, kind="column gone", before=name, after="")


def _of_column(table: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Break]:
    for part, kind in _MEANING.items():
        if old.get(part) != new.get(part):
            before, after = (str(each.get(part) or "") for each in (old, new))
            yield Break(table=table, column=new["name"], kind=kind, before=before, after=after)
    missing = set(_words(old)) - set(_words(new)) if _words(new) else set()
    if missing:
        word = ", ".join(sorted(missing))
        yield Break(table=table, column=new["name"], kind="words gone", before=word, after="")


def _words(field: dict[str, Any]) -> list[str]:
    return list((field.get("constraints") or {}).get("enum", ()))
