"""The dictionary of the served release: tables, columns, units, keys, as its data package says.

Belongs here: finding tables and columns in it.
Does not belong here: any text of its own (the dbt project has them).
"""

from __future__ import annotations

from difflib import get_close_matches

from orchestration.copies.file.served import Row
from orchestration.ground.errors import AskedError, ReleaseError
from orchestration.release import current_release
from orchestration.release.datapackage import Resource, read_package
from orchestration.settings import WarehouseSettings


def tables(settings: WarehouseSettings) -> list[Row]:
    """Every table with its rows, key and description."""
    return [
        {
            "table": resource.name,
            "rows": resource.rows,
            "columns": len(resource.table_schema.fields),
            "key": ", ".join(resource.table_schema.primary_key),
            "description": resource.description,
        }
        for resource in _resources(settings)
    ]


def columns(settings: WarehouseSettings, text: str) -> list[Row]:
    """The columns of the table called so, otherwise the columns of any table called so.

    Raises:
        AskedError: when no table and no column is called so.
    """
    resources = _resources(settings)
    wanted = text.strip().casefold().removeprefix("marts.")
    rows = [row for resource in resources for row in _columns(resource)]
    found = [row for row in rows if row["table"] == wanted]
    found = found or [row for row in rows if row["column"] == wanted]
    if found:
        return found
    known = sorted({row["table"] for row in rows} | {row["column"] for row in rows})
    close = [name for name in known if wanted in name] or get_close_matches(wanted, known)
    raise AskedError(
        f"No table and no column is called {text!r}",
        where="datapackage.json",
        expected="did you mean " + ", ".join(close[:8]) if close else "",
        way_out="list the tables: minerals dictionary",
    )


def _columns(resource: Resource) -> list[Row]:
    schema = resource.table_schema
    points_to = {name: key.reference.resource for key in schema.foreign_keys for name in key.fields}
    return [
        {
            "table": resource.name,
            "column": field["name"],
            "type": field["type"],
            "unit": field.get("unit"),
            "is_key": field["name"] in schema.primary_key,
            "points_to": points_to.get(field["name"]),
            "description": field["description"],
        }
        for field in schema.fields
    ]


def _resources(settings: WarehouseSettings) -> list[Resource]:
    folder = current_release(settings)
    if folder is None:
        raise ReleaseError("Nothing is released yet", way_out="run `minerals refresh` first")
    return read_package(folder).resources
