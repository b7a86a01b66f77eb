"""What the shell offers at the tab key: names, lists, editions, tables, claims, tools.

Belongs here: reading them quickly; nothing where there is no release.
Does not belong here: what a name means (`build/names.py`).

Once: minerals --install-completion.
"""

from __future__ import annotations

from orchestration.ground.errors import WarehouseError

_NAMES = """
select distinct lower(name) as word
from marts.dim_name
where kind in (select unnest($kinds)) and (is_preferred or language in (select unnest($languages)))
    and starts_with(lower(name), $typed)
order by word
"""
_MINERALS, _COUNTRIES = ("mineral", "product"), ("country",)
_LATIN, _CYRILLIC = ("en", "mul"), ("ru", "kk")
_KEYS = "select {key} as word from marts.{table} where starts_with({key}, $typed) order by word"
_TABLES = """
select table_name as word from information_schema.tables
where table_schema = 'marts' and starts_with(table_name, $typed)
order by word
"""


def names(incomplete: str) -> list[str]:
    """Names of minerals, products and countries that begin so."""
    return _called(incomplete, (*_MINERALS, *_COUNTRIES))


def minerals(incomplete: str) -> list[str]:
    """Names of minerals and products that begin so."""
    return _called(incomplete, _MINERALS)


def countries(incomplete: str) -> list[str]:
    """Names of countries that begin so."""
    return _called(incomplete, _COUNTRIES)


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


def tools(incomplete: str) -> list[str]:
    """Tools that `minerals connect` has a page for."""
    from orchestration.copies.file.connections import pages
    from orchestration.settings import get_settings

    found = (page.tool for page in pages(get_settings()))
    return sorted(tool for tool in found if tool.startswith(incomplete.casefold()))


def _called(incomplete: str, kinds: tuple[str, ...]) -> list[str]:
    """Names as they were begun: a shell drops a word that does not begin with what was typed."""
    languages = _LATIN if incomplete.isascii() else _CYRILLIC
    found = _words(_NAMES, incomplete.lower(), kinds=kinds, languages=languages)
    return [incomplete + word[len(incomplete) :] for word in found]


def _words(sql: str, typed: str, **parameters: tuple[str, ...]) -> list[str]:
    from orchestration.copies.file.served import Served
    from orchestration.settings import get_settings

    try:
        with Served(get_settings()) as served:
            return [row["word"] for row in served.rows(sql, typed=typed, **parameters)]
    except WarehouseError:  # a shell that waits for words shows no error
        return []
