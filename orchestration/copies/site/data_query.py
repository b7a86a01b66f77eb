"""One kind of row of the static data, and the SQL that reads it from a release.

Belongs here: how a query is put together, and that rows which may not be passed on stay out of it.
Does not belong here: which kinds there are (`data_shapes.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from orchestration.copies.file.open_rows import open_rows
from orchestration.release.datapackage import Package


@dataclass(frozen=True)
class Shape:
    """One kind of row.

    Args:
        name: its name in the description, singular.
        about: what one row is.
        table: the released table that it is read from, `p` in the SQL.
        columns: that table's columns, in their order.
        joined: further fields, each as `table.column`.
        joins: how those tables come in, each row of `p` staying one row.
        where: which rows.
        order: their order; the key of a document comes first by itself.
    """

    name: str
    about: str
    table: str
    columns: tuple[str, ...]
    joined: Mapping[str, str] = field(default_factory=dict)
    joins: tuple[str, ...] = ()
    where: str = "true"
    order: str = ""

    @property
    def released(self) -> str:
        """The table's name without its schema."""
        return self.table.removeprefix("marts.")

    def sql(self, package: Package) -> str:
        """The query; rows that may not be passed on stay out, of whichever table they are."""
        chosen = [*(f"p.{column}" for column in self.columns)]
        chosen += [f"{source} as {name}" for name, source in self.joined.items()]
        condition, *rest = self.where.split("\nqualify")
        tail = "".join(f"\nqualify{part}" for part in rest)
        return _open_only(
            f"select {', '.join(chosen)}\nfrom {self.table} as p\n"
            + "\n".join(self.joins)
            + f"\nwhere {condition}{tail}\norder by {self.order or self.columns[0]}",
            column_docs(package),
        )


def _open_only(sql: str, docs: Mapping[str, Mapping[str, Any]]) -> str:
    """The query with every table that marks its rows read without the closed ones."""

    def relation(found: re.Match[str]) -> str:
        table = found["table"]
        condition = open_rows(tuple(docs[table]))
        alias = found["alias"] or f" as {table}"
        return f"(from marts.{table}{condition}){alias}" if condition else found[0]

    return re.sub(r"marts\.(?P<table>\w+)(?P<alias> as \w+)?", relation, sql)


def column_docs(package: Package) -> dict[str, dict[str, dict[str, Any]]]:
    """What the dictionary says of each column, by table and column."""
    return {
        table.name: {column["name"]: column for column in table.table_schema.fields}
        for table in package.resources
    }


def names(text: str) -> tuple[str, ...]:
    """Names separated by blanks."""
    return tuple(text.split())
