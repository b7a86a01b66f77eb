"""What the shell offers at the tab key: names, lists, editions, tables, claims of the release.

Belongs here: reading them quickly; nothing where there is no release.
Does not belong here: what a name means (`build/names.py`).

Once: minerals --install-completion.
"""

from __future__ import annotations

from orchestration.ground.errors import WarehouseError

_NAMES = """
select distinct lower(name) as word
from marts.dim_name
where kind in ({kinds}) and (is_preferred or language in ('en', 'mul'))
    and starts_with(lower(name), $typed)
order by word
"""
_KINDS = {"names": "'mineral', 'product', 'country'", "minerals": "'mineral', 'product'"}
_KEYS = "select {key} as word from marts.{table} where starts_with({key}, $typed) order by word"
_TABLES = """
select table_name as word from information_schema.tables
where table_schema = 'marts' and starts_with(table_name, $typed)
order by word
"""


def names(incomplete: str) -> list[str]:
    """Names of minerals, products and countries that begin so."""
    return _words(_NAMES.format(kinds=_KINDS["names"]), incomplete.casefold())


def minerals(incomplete: str) -> list[str]:
    """Names of minerals and products that begin so."""
    return _words(_NAMES.format(kinds=_KINDS["minerals"]), incomplete.casefold())


def lists(incomplete: str) -> list[str]:
    """Lists of critical minerals."""
    return _words(_KEYS.format(key="list_id", table="dim_critical_list"), incomplete.casefold())


def editions(incomplete: str) -> list[str]:
    """Editions of publishers."""
    return _words(_KEYS.format(key="edition_id", table="dim_edition"), incomplete.casefold())


def claims(incomplete: str) -> list[str]:
    """Claims of the register."""
    return _words(_KEYS.format(key="claim_id", table="dim_claim"), incomplete.upper())


def tables(incomplete: str) -> list[str]:
    """Tables of the release."""
    return _words(_TABLES, incomplete.casefold())


def _words(sql: str, typed: str) -> list[str]:
    from orchestration.copies.file.served import Served
    from orchestration.settings import get_settings

    try:
        with Served(get_settings()) as served:
            return [row["word"] for row in served.rows(sql, typed=typed)]
    except WarehouseError:  # a shell that waits for words shows no error
        return []
