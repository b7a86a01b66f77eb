"""Rules about names: countries, commodities and units that the mappings do not know.

Belongs here: asking the seeds as the models ask them.
Does not belong here: the mappings (`dbt_project/seeds`).

The build would refuse such names too (`assert_cells_are_understood`); here they are found before
anything is built. Where this is unsure it lets a name pass: the build has the last word.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.landing.rules.comparison import Comparison
from orchestration.landing.rules.thresholds import at_most
from orchestration.landing.rules.wording import first_of
from orchestration.publishers.registry import RAW_TABLES

if TYPE_CHECKING:
    from orchestration.settings import Settings

NOT_A_COUNTRY = re.compile(r"^(world|total$)")
FOOTNOTE_NUMBER = re.compile(r" ?\d+$")
FOOTNOTE_LETTER = re.compile(r"e$")
QUALIFIER = re.compile(r" ?([(]|, ).*$")
LEADING_MARKS = re.compile(r"^[^a-z]+")


def judge(settings: Settings, found: Comparison) -> list[str]:
    """Names that the seeds do not know, each with the seed to edit."""
    seeds = settings.dbt_project_dir / "seeds"
    countries = {row["name_as_printed"].lower() for row in _rows(seeds / "country_names.csv")}
    units = {row["unit_as_printed"].lower() for row in _rows(seeds / "units.csv")}
    source = found.revision.source_id
    families = [
        re.compile(row["name_pattern"])
        for row in _rows(seeds / "commodity_names.csv")
        if row["source_id"] == source
    ]
    reasons: list[str] = []
    for table, frame in found.now.items():
        shape = RAW_TABLES[table].shape
        if shape is None:
            continue
        told = f"of {table}"
        if shape.commodity:
            strange = {
                n for n in _texts(frame["country_as_printed"]) if not _is_country(n, countries)
            }
            reasons += _told(strange, f"countries {told}", "country_names.csv")
        if shape.commodity:
            names = _texts(frame[shape.commodity])
            strange = {n for n in names if not any(f.search(n.lower()) for f in families)}
            reasons += _told(strange, f"commodities {told}", "commodity_names.csv")
        if shape.unit:
            strange = {u for u in _texts(frame[shape.unit]) if not _is_unit(u, units)}
            reasons += _told(strange, f"units {told}", "units.csv")
    return reasons


def _texts(column: object) -> set[str]:
    import pandas as pd

    return set(pd.Series(column).dropna().astype("str").unique()) - {""}


def _is_country(name: str, known: set[str]) -> bool:
    whole = name.lower()
    bare = FOOTNOTE_NUMBER.sub("", whole).strip()
    tried = {whole, bare, FOOTNOTE_LETTER.sub("", bare), QUALIFIER.sub("", bare).strip()}
    return bool(tried & known or NOT_A_COUNTRY.match(whole))


def _is_unit(text: str, known: set[str]) -> bool:
    return bool({text.lower(), LEADING_MARKS.sub("", text.lower())} & known)


def _told(strange: set[str], what: str, seed: str) -> Iterator[str]:
    if len(strange) > at_most("unknown_names"):
        shown = first_of(sorted(strange))
        yield f"{what} that nobody knows: {shown} (edit dbt_project/seeds/{seed})"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
