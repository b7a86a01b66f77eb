"""dbt's own documentation as one file: models, columns, tests, lineage, exposures.

Belongs here: dbt's page with manifest and catalogue put into it, as `dbt docs generate --static`
does.
Does not belong here: descriptions (the dbt project).

The catalogue is read from the build with a short read-only look, not by dbt: dbt would open the
build database for writing, and parse the project once more.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from orchestration.build.dbt_private import docs_template
from orchestration.ground.errors import CopyError
from orchestration.ground.files import read_json
from orchestration.settings import Settings, WarehouseSettings

_MANIFEST, _CATALOG = '"MANIFEST.JSON INLINE DATA"', '"CATALOG.JSON INLINE DATA"'
_COLUMNS = """
select schema_name, table_name, column_name, data_type, comment
from duckdb_columns() where not internal
order by schema_name, table_name, column_index
"""
_ROWS = "select schema_name, table_name, estimated_size from duckdb_tables()"
# What dbt's page asks of the disk beside it and never gets: icons before their names are known, and
# an icon for the tab.
_VAIN = {
    'xlink:href="{{': 'ng-attr-xlink:href="{{',
    "${require('./assets/favicons/favicon.ico')}": "data:,",
}
Catalogued = dict[tuple[str, str], dict[str, Any]]


def dbt_docs_page(settings: Settings, release: Path) -> str:
    """The page, complete in itself.

    Raises:
        CopyError: when the build is in use or gone, or dbt's page is not what it was.
    """
    del release  # the build is what was released: a refresh that changes it releases it or fails
    template = _template()
    manifest = _manifest(settings)
    catalog = _catalog(manifest, _read_columns(settings))
    return template.replace(_MANIFEST, _inline(manifest)).replace(_CATALOG, _inline(catalog))


def _template() -> str:
    path = docs_template()
    text = path.read_text(encoding="utf-8")
    if text.count(_MANIFEST) != 1 or text.count(_CATALOG) != 1:
        raise CopyError(
            "dbt's documentation page has no place for the project any more",
            where=str(path),
            expected=f"{_MANIFEST} and {_CATALOG}, once each",
            way_out="this version of dbt needs a look at `orchestration/copies/docs/dbt_docs.py`",
        )
    for vain, instead in _VAIN.items():
        text = text.replace(vain, instead)
    return text


def _manifest(settings: Settings) -> dict[str, Any]:
    """The project as it was built: never parsed anew, that would document what nobody built."""
    from orchestration.build.dbt import manifest_path

    path = manifest_path(settings)
    body = read_json(path)
    if body is None:
        raise CopyError(
            "The build's manifest cannot be read, so its documentation stays as it was",
            where=str(path),
            way_out="run `minerals refresh --force` first",
        )
    body["metadata"]["send_anonymous_usage_stats"] = False  # or the page would report its readers
    body["metadata"]["user_id"] = None
    return body


def _read_columns(settings: WarehouseSettings) -> Catalogued:
    import duckdb

    found: Catalogued = {}
    try:
        with duckdb.connect(str(settings.build_database), read_only=True) as connection:
            columns = connection.execute(_COLUMNS).fetchall()
            rows = connection.execute(_ROWS).fetchall()
    except duckdb.Error as error:
        raise CopyError(
            "The build cannot be read, so its documentation stays as it was",
            where=str(settings.build_database),
            found=" ".join(str(error).split()),
            way_out="let a refresh that runs finish, or run `minerals refresh` first",
        ) from error
    for schema, table, column, kind, comment in columns:
        entry = found.setdefault((schema, table), {"columns": {}, "rows": None})
        index = len(entry["columns"]) + 1
        entry["columns"][column] = {
            "type": kind,
            "index": index,
            "name": column,
            "comment": comment,
        }
    for schema, table, count in rows:
        found[(schema, table)]["rows"] = count
    return found


def _catalog(manifest: dict[str, Any], columns: Catalogued) -> dict[str, Any]:
    def entries(nodes: dict[str, Any]) -> dict[str, Any]:
        return {
            node_id: _entry(node_id, node, columns[key])
            for node_id, node in nodes.items()
            if (key := (node["schema"], node.get("alias") or node.get("identifier"))) in columns
        }

    return {
        "metadata": {
            "dbt_schema_version": "https://schemas.getdbt.com/dbt/catalog/v1.json",
            "dbt_version": manifest["metadata"]["dbt_version"],
            "generated_at": datetime.now(UTC).isoformat(),
            "invocation_id": None,
            "env": {},
        },
        "nodes": entries(manifest["nodes"]),
        "sources": entries(manifest["sources"]),
        "errors": None,
    }


def _entry(node_id: str, node: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    rows = found["rows"]
    stats: dict[str, Any] = {
        "has_stats": {
            "id": "has_stats",
            "label": "Has Stats?",
            "value": rows is not None,
            "include": False,
            "description": "",
        }
    }
    if rows is not None:
        stats["rows"] = {
            "id": "rows",
            "label": "Rows",
            "value": rows,
            "include": True,
            "description": "Rows in the build",
        }
    return {
        "unique_id": node_id,
        "metadata": {
            "type": "VIEW" if rows is None else "BASE TABLE",
            "schema": node["schema"],
            "name": node["name"],
            "database": node["database"],
            "comment": node.get("description"),
            "owner": None,
        },
        "columns": found["columns"],
        "stats": stats,
    }


def _inline(body: dict[str, Any]) -> str:
    """JSON that may stand inside a script."""
    return json.dumps(body, separators=(",", ":"), default=str).replace("</", "<\\/")
