"""Whether two tables hold the same rows, doubles as far as two engines can agree.

Belongs here: the comparison that `make test-spark` and the bench of trade share.
Does not belong here: what is compared.
"""

from __future__ import annotations

from typing import NamedTuple

import duckdb

FARTHEST = 1e-12
"""How far two doubles may be apart, of the larger of them and one."""


class Difference(NamedTuple):
    """What two tables do not share: rows of one only, and the farthest pair of doubles."""

    rows: int
    left_only: int
    right_only: int
    farthest: float

    @property
    def is_none(self) -> bool:
        """Whether they are equal: there are rows, each has its partner, no double is off."""
        lonely = self.left_only or self.right_only
        return self.rows > 0 and not lonely and self.farthest <= FARTHEST


def difference(connection: duckdb.DuckDBPyConnection, left: str, right: str) -> Difference:
    """Compare two relations, given as what stands after `from`.

    Rows meet that agree in every column but the doubles; several such rows meet in the order of
    their doubles. A double without a partner, null on one side, counts as infinitely far.

    Raises:
        AssertionError: when columns or their types differ.
    """
    columns = _columns(connection, left)
    assert columns == _columns(connection, right), (left, columns, _columns(connection, right))
    doubles = [name for name, kind in columns.items() if kind == "DOUBLE"]
    exact = [name for name in columns if name not in doubles]
    meet = " and ".join(f"a.{name} is not distinct from b.{name}" for name in (*exact, "place"))
    apart = [_apart(f"a.{name}", f"b.{name}") for name in doubles] or ["0"]
    row = connection.execute(f"""
        with a as ({_placed(left, exact, doubles)}), b as ({_placed(right, exact, doubles)})
        select
            count(*), count(*) filter (b.place is null), count(*) filter (a.place is null),
            coalesce(max(greatest({", ".join(apart)}, 0)) filter (
                a.place is not null and b.place is not null
            ), 0)
        from a full join b on {meet}
    """).fetchone()
    assert row is not None
    return Difference(*row)


def _columns(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    rows = connection.execute(f"describe select * from {relation}").fetchall()
    return {row[0]: row[1] for row in sorted(rows)}


def _placed(relation: str, exact: list[str], doubles: list[str]) -> str:
    order = f"order by {', '.join(doubles)}" if doubles else ""
    place = f"row_number() over (partition by {', '.join(exact)} {order})"
    return f"select *, {place} as place from {relation}"


def _apart(a: str, b: str) -> str:
    distance = f"abs({a} - {b}) / greatest(1, abs({a}), abs({b}))"
    return f"case when {a} is null and {b} is null then 0 else coalesce({distance}, 'inf') end"
