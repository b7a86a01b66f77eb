"""Connection files of desktop tools: a double click leads to the PostgreSQL copy.

Belongs here: `.pbids` (Power BI), `.odc` (Excel), `.tds` (Tableau), `data-sources.json` (DBeaver).
Does not belong here: pages to read (`connections.py`), any login: each tool asks for its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from pathlib import Path
from xml.etree import ElementTree as Tree

from orchestration.copies.file.connections import server_of
from orchestration.ground.errors import ReleaseError
from orchestration.ground.files import write_whole
from orchestration.release import current_release
from orchestration.release.datapackage import Package, Resource, read_package
from orchestration.settings import Settings

SCHEMA, FACTS = "marts", "fct_production"
_ODC = """<html xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv="Content-Type" content="text/x-ms-odc; charset=utf-8"/>
<meta name="ProgId" content="ODC.Table"/>
<meta name="SourceType" content="ODBC"/>
<title>Critical minerals: watchlist</title>
<xml id="msodc"><odc:OfficeDataConnection xmlns:odc="urn:schemas-microsoft-com:office:odc">
<odc:Connection odc:Type="ODBC">
<odc:ConnectionString>{address}</odc:ConnectionString>
<odc:CommandType>SQL</odc:CommandType>
<odc:CommandText>select * from marts.rpt_watchlist</odc:CommandText>
</odc:Connection>
</odc:OfficeDataConnection></xml>
</head>
</html>
"""

Server = dict[str, str]


def write_client_files(settings: Settings, folder: Path) -> list[Path]:
    """Write one file for each tool; gives the files.

    Args:
        settings: whose copy and whose release they describe.
        folder: where they go.

    Raises:
        ReleaseError: when nothing is released yet.
    """
    release = current_release(settings)
    if release is None:
        raise ReleaseError("Nothing is released yet", way_out="run `minerals refresh` first")
    server, package = server_of(settings), read_package(release)
    makers: dict[str, Callable[[Server, Package], str]] = {
        "critical_minerals.pbids": _power_bi,
        "critical_minerals.odc": _excel,
        "critical_minerals.tds": _tableau,
        "data-sources.json": _dbeaver,
    }
    for name, make in makers.items():
        write_whole(folder / name, make(server, package))
    return [folder / name for name in makers]


def _power_bi(server: Server, _: Package) -> str:
    address = {"server": f"{server['host']}:{server['port']}", "database": server["database"]}
    details = {"protocol": "postgresql", "address": address}
    connection = {"details": details, "options": {}, "mode": "Import"}
    return json.dumps({"version": "0.1", "connections": [connection]}, indent=2) + "\n"


def _excel(server: Server, _: Package) -> str:
    names = {"SERVER": "host", "PORT": "port", "DATABASE": "database"}
    parts = [f"{name}={server[key]}" for name, key in names.items()]
    return _ODC.format(address=escape(";".join(["DRIVER={PostgreSQL Unicode}", *parts])))


def _dbeaver(server: Server, _: Package) -> str:
    url = f"jdbc:postgresql://{server['host']}:{server['port']}/{server['database']}"
    configuration = {**server, "url": url, "type": "dev", "auth-model": "native"}
    connection = {
        "provider": "postgresql",
        "driver": "postgres-jdbc",
        "name": "Critical minerals",
        "save-password": False,
        "read-only": True,
        "configuration": configuration,
    }
    body = {"folders": {}, "connections": {"critical-minerals": connection}}
    return json.dumps(body, indent=2) + "\n"


def _tableau(server: Server, package: Package) -> str:
    """Production with its dimensions joined as the foreign keys say, columns described."""
    tables = {resource.name: resource for resource in package.resources}
    root = Tree.Element("datasource", {"formatted-name": "critical minerals", "version": "18.1"})
    federated = Tree.SubElement(root, "connection", {"class": "federated"})
    named = Tree.SubElement(federated, "named-connections")
    holder = Tree.SubElement(named, "named-connection", {"name": "copy", "caption": "copy"})
    Tree.SubElement(holder, "connection", {"class": "postgres", **_tableau_server(server)})
    federated.append(_joined(tables))
    for field in tables[FACTS].table_schema.fields:
        column = Tree.SubElement(root, "column", {"name": f"[{field['name']}]"})
        column.set("caption", str(field.get("title", field["name"])))
        description = Tree.SubElement(Tree.SubElement(column, "desc"), "formatted-text")
        Tree.SubElement(description, "run").text = field["description"]
    Tree.indent(root)
    return Tree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _tableau_server(server: Server) -> dict[str, str]:
    return {
        "server": server["host"],
        "port": server["port"],
        "dbname": server["database"],
        "schema": SCHEMA,
        "authentication": "username-password",
    }


def _joined(tables: dict[str, Resource]) -> Tree.Element:
    """The table of facts, left-joined with each table that it refers to."""
    relation = _relation(FACTS)
    for key in tables[FACTS].table_schema.foreign_keys:
        join = Tree.Element("relation", {"type": "join", "join": "left"})
        clause = Tree.SubElement(join, "clause", {"type": "join"})
        equal = Tree.SubElement(clause, "expression", {"op": "="})
        for table, field in (
            (FACTS, key.fields[0]),
            (key.reference.resource, key.reference.fields[0]),
        ):
            Tree.SubElement(equal, "expression", {"op": f"[{table}].[{field}]"})
        join.extend([relation, _relation(key.reference.resource)])
        relation = join
    return relation


def _relation(table: str) -> Tree.Element:
    where = {"connection": "copy", "name": table, "table": f"[{SCHEMA}].[{table}]", "type": "table"}
    return Tree.Element("relation", where)
