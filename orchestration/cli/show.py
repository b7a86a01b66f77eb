"""`minerals show NAME`: is it a mineral or a country, and which one.

Belongs here: finding what a name means.
Does not belong here: what is printed (`show_mineral.py`, `show_country.py`).
"""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches

from orchestration.cli.served import Row, Served
from orchestration.cli.show_country import print_country
from orchestration.cli.show_mineral import print_mineral
from orchestration.ground.errors import AskedError
from orchestration.settings import get_settings

_MOST_HINTS = 3
_SHORTEST_PART = 3  # letters of a name that are enough to mean it
_NAMES = """
select 'mineral' as kind, mineral_id as id, mineral_name as name, symbol as short
from marts.dim_mineral
union all
select 'country', country_id, country_name, null from marts.dim_country where not is_residual
"""


def print_named(
    name: str,
    *,
    year: int | None,
    stage: str | None,
    edition: str | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Print the mineral or the country of that name.

    Raises:
        AskedError: when neither a mineral nor a country is called so.
    """
    with Served(get_settings()) as served:
        found = _find(served.rows(_NAMES), name)
    if found["kind"] == "mineral":
        mineral = {"mineral_id": found["id"], "mineral_name": found["name"]}
        print_mineral(
            mineral, year=year, stage=stage, edition=edition, as_json=as_json, as_csv=as_csv
        )
        return
    if (year, stage, edition) != (None, None, None):
        raise AskedError(
            "A country is shown with its newest figures",
            found=f"year={year}, stage={stage}, edition={edition}",
            way_out=f"leave those options out: minerals show {name}",
        )
    print_country(found["id"], found["name"], as_json=as_json, as_csv=as_csv)


def _find(known: list[Row], name: str) -> Row:
    wanted = _plain(name)
    for row in known:
        if wanted in {_plain(row["id"]), _plain(row["name"]), _plain(row["short"] or "")} - {""}:
            return row
    close = _alike(known, wanted)
    raise AskedError(
        f"No mineral and no country is called {name!r}",
        where="marts.dim_mineral, marts.dim_country",
        way_out=f"did you mean {', '.join(dict.fromkeys(close))}?"
        if close
        else "list them: select mineral_id from marts.dim_mineral",
    )


def _alike(known: list[Row], wanted: str) -> list[str]:
    """Names that contain what was asked for, else those spelt most like it."""
    names = {_plain(row["name"]): row["name"] for row in known}
    names |= {_plain(row["id"]): row["id"] for row in known if row["kind"] == "mineral"}
    inside = [
        name for plain, name in names.items() if len(wanted) >= _SHORTEST_PART and wanted in plain
    ]
    return inside[:_MOST_HINTS] or [
        names[match] for match in get_close_matches(wanted, names, n=_MOST_HINTS, cutoff=0.6)
    ]


def _plain(text: str) -> str:
    """Letters without accents, in lower case; words joined by underscores."""
    letters = unicodedata.normalize("NFKD", text.strip().replace("’", "'")).casefold()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return bare.replace(" ", "_").replace("-", "_")
