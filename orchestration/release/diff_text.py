"""The difference between two releases as text: `diff.md`, and one line for a terminal.

Belongs here: wording.
Does not belong here: comparing (`diff.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orchestration.ground.counted import counted

_SHOWN = 10  # examples of each kind per table


def one_line(diff: dict[str, Any]) -> str:
    """What changed, in one line."""
    if diff["previous_release"] is None:
        return f"first release, {counted(len(diff['tables']), 'table')}"
    totals = {"added": 0, "removed": 0, "changed": 0}
    touched = 0
    for table in diff["tables"].values():
        touched += table["status"] != "unchanged"
        for kind in totals:
            totals[kind] += table["rows"].get(kind, 0)
    counts = ", ".join(f"{number:,} {kind}" for kind, number in totals.items())
    tables = counted(touched, "table differs", "tables differ")
    broken = len(diff.get("breaks", ()))
    changes = counted(broken, "change")
    reader = f"; {changes} may break a reader" if broken else "; breaks no reader"
    return f"against {diff['previous_release']}: {tables}, rows {counts}{reader}"


def as_markdown(diff: dict[str, Any], release_id: str) -> str:
    """The whole difference for people."""
    lines = [f"# {release_id}", "", _sentence(one_line(diff)), "", *_broken(diff)]
    lines += ["| table | status | rows before | after | added | removed | changed |"]
    lines += ["|---|---|---:|---:|---:|---:|---:|"]
    for name, table in diff["tables"].items():
        rows = table["rows"]
        numbers = [_number(rows.get(k)) for k in ("before", "after", "added", "removed", "changed")]
        lines.append(f"| {name} | {table['status']} | {' | '.join(numbers)} |")
    for name, table in diff["tables"].items():
        if table["status"] == "changed":
            lines += ["", f"## {name}", "", *_details(table)]
    return "\n".join(lines) + "\n"


def _broken(diff: dict[str, Any]) -> Iterator[str]:
    """What a reader of the release before has to look at, first of all."""
    if not diff.get("breaks"):
        return
    yield from ("| table | column | what | before | after |", "|---|---|---|---|---|")
    for found in diff["breaks"]:
        cells = (found[part] or "" for part in ("table", "column", "kind", "before", "after"))
        yield f"| {' | '.join(cell.replace('|', ' ') for cell in cells)} |"
    yield ""


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _details(table: dict[str, Any]) -> Iterator[str]:
    columns = table["columns"]
    for kind in ("added", "removed"):
        if columns[kind]:
            yield f"* columns {kind}: {', '.join(columns[kind])}"
    for name, (old, new) in columns["retyped"].items():
        yield f"* column {name}: {old} became {new}"
    for name, number in table["changed_values"].items():
        yield f"* {name}: {counted(number, 'value')} changed"
    for kind in ("added", "removed"):
        rows = table["examples"][kind]
        for row in rows[:_SHOWN]:
            yield f"* {kind}: {_key(row)}"
        yield from _more(table["rows"][kind], kind)
    for change in table["examples"]["changed"][:_SHOWN]:
        key = _key(change["key"])
        yield f"* changed: {key}: {change['column']} {change['from']} → {change['to']}"
    yield from _more(sum(table["changed_values"].values()), "changed")


def _more(total: int, kind: str) -> Iterator[str]:
    if total > _SHOWN:
        yield f"* … {total - _SHOWN:,} more {kind}; see diff.json"


def _key(row: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in row.items())
