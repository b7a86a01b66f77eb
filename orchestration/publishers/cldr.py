"""Names of countries as Unicode CLDR publishes them, written into a seed: `make names`.

Belongs here: reading CLDR through Babel, the seed `country_cldr_names` and its columns.
Does not belong here: names that CLDR does not have (seed `names`), anything that a refresh runs.

The seed is committed, so that a build needs no CLDR; a test compares it with the Babel at hand.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.core import get_cldr_version, get_global

from orchestration.ground.files import write_whole

SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds" / "reference"
SEED = SEEDS / "country_cldr_names.csv"
LANGUAGES = ("en", "ru", "kk")
COLUMNS = ("name", "language", "kind", "subject_id", "name_kind", "is_preferred", "source")
# ISO 3166 has no code for Kosovo; CLDR uses XK, this project XKX.
_OUTSIDE_ISO = {"XKX": "XK"}
# Groups of countries that CLDR names too, by their code there.
_GROUPS = {"eu": "EU", "central_asia": "143"}


def seed_text(country_ids: list[str]) -> str:
    """The whole seed for countries given by alpha-3 code, in the order given."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(country_ids))
    return text.getvalue()


def _rows(country_ids: list[str]) -> Iterator[tuple[str, ...]]:
    source = f"CLDR {get_cldr_version()}"
    territories = {language: Locale(language).territories for language in LANGUAGES}
    codes = _alpha_2() | _OUTSIDE_ISO
    known = [("country", country, codes[country]) for country in country_ids if country in codes]
    for kind, subject, code in [*known, *(("group", g, code) for g, code in _GROUPS.items())]:
        if kind == "country":
            yield code, "mul", kind, subject, "alpha_2", "false", source
        for language in LANGUAGES:
            # in English the project has a name of its own for everything
            why = ("spelling", "false") if language == "en" else ("name", "true")
            yield territories[language][code], language, kind, subject, *why, source


def _alpha_2() -> dict[str, str]:
    """Alpha-2 by alpha-3 code, from the aliases of CLDR."""
    aliases = get_global("territory_aliases")
    return {code: to[0] for code, to in aliases.items() if len(code) == 3 and code.isalpha()}  # noqa: PLR2004


def country_ids() -> list[str]:
    """Countries of the seed that exist today, in its order.

    A state that is no more has no name of its own in CLDR: its code leads to a successor.
    """
    with (SEEDS / "countries.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [r["country_id"] for r in rows if r["is_residual"] == "false" and not r["former_until"]]


if __name__ == "__main__":
    write_whole(SEED, seed_text(country_ids()))
