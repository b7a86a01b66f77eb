"""Fingerprints: one short text that is the same exactly when a table's schema and rows are.

Belongs here: the digest of a relation and the canonical text of a value, both as SQL.
Does not belong here: what a fingerprint is compared with.

The digest does not depend on the order of the rows. Floating-point numbers count to 12 significant
digits: summing in another order moves the last bits of a figure, not the figure.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orchestration.ground.connection import Column, describe, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

_FLOATS = {"FLOAT", "DOUBLE"}
_INSTANT = "TIMESTAMP WITH TIME ZONE"


@dataclass(frozen=True)
class Fingerprint:
    """Digest over schema and rows, with the number of rows."""

    digest: str
    row_count: int


def canonical(column: Column, qualifier: str = "") -> str:
    """SQL that turns a column into the text its values are compared by; null stays null."""
    name = f"{qualifier}{quoted(column.name)}"
    if column.type in _FLOATS:
        return f"printf('%.12g', {name} + 0.0)"
    if column.type == _INSTANT:
        return f"cast(epoch_us({name}) as varchar)"
    return f"cast({name} as varchar)"


def table_fingerprint(connection: duckdb.DuckDBPyConnection, relation: str) -> Fingerprint:
    """Fingerprint of anything that can stand after `from`.

    Args:
        connection: an open DuckDB connection; nothing is written.
        relation: for example `marts.fct_production` or `read_parquet('…')`.
    """
    columns = describe(connection, relation)
    found = connection.execute(
        f"""
        select count(*), sha256(coalesce(string_agg(row_digest, '' order by row_digest), ''))
        from (select md5({_row_text(columns)}) as row_digest from {relation}) as digests
        """  # noqa: S608
    ).fetchone()
    row_count, rows_digest = found if found is not None else (0, "")
    return Fingerprint(_combine(columns, str(rows_digest)), int(row_count))


def _row_text(columns: Sequence[Column]) -> str:
    """SQL for a row as one text; fields and nulls are marked by the controls made for that.

    Printed text never holds them, so no two rows have the same text.
    """
    values = ", ".join(f"coalesce({canonical(column)}, chr(30))" for column in columns)
    return f"concat_ws(chr(31), {values})"


def _combine(columns: Sequence[Column], rows_digest: str) -> str:
    schema = json.dumps([[column.name, column.type] for column in columns])
    return hashlib.sha256(f"{schema}\n{rows_digest}".encode()).hexdigest()
