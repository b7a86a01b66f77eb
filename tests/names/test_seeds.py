"""The seeds of names: countries are CLDR's, minerals all have names, no review is made up."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

from babel.core import get_cldr_version

from orchestration.build.names import MINERAL, PRODUCT, Names, Subject, plain
from orchestration.copies.file.served import Served
from orchestration.publishers import cldr
from orchestration.settings import Settings
from tests.names.conftest import subject_of


def rows_of(seed: Path) -> list[dict[str, str]]:
    with seed.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_names_of_countries_are_those_of_cldr() -> None:
    countries = cldr.country_ids()
    assert len(countries) > 240
    assert cldr.SEED.read_text(encoding="utf-8") == cldr.seed_text(countries), "run: make names"


def test_a_state_that_is_no_more_takes_no_name_of_its_successor() -> None:
    named = {row["subject_id"] for row in rows_of(cldr.SEED)}
    assert not named & {"DDR", "SUN", "YUG", "CSK", "SCG", "DEU_FRG"}


def test_the_seed_says_which_cldr_it_is() -> None:
    assert {row["source"] for row in rows_of(cldr.SEED)} == {f"CLDR {get_cldr_version()}"}


def test_only_a_native_readers_review_is_called_one() -> None:
    rows = rows_of(cldr.SEEDS / "names.csv")
    foreign = [row for row in rows if row["language"] in {"ru", "kk"}]
    assert len(foreign) > 230
    assert {row["is_reviewed"] for row in foreign} == {"false"}
    assert all(row["source"] for row in rows)


def test_symbols_and_letters_are_of_the_script_of_their_language() -> None:
    """A Latin letter in a Russian name looks right and is never found."""
    for row in rows_of(cldr.SEEDS / "names.csv") + rows_of(cldr.SEED):
        letters = {character for character in row["name"] if character.isalpha()}
        cyrillic = {letter for letter in letters if "\u0400" <= letter <= "\u04ff"}
        assert cyrillic in (set(), letters), row["name"]
        if row["language"] in {"en", "mul"}:
            assert not cyrillic, row["name"]


def test_every_product_is_counted_somewhere(
    released: Settings, name_rows: list[dict[str, Any]]
) -> None:
    products = {subject_of(row) for row in name_rows if row["kind"] == PRODUCT}
    assert len(products) > 40
    with Served(released) as served:
        rows = served.rows("select distinct mineral_id, stage, form from marts.fct_production")
    tables = {(row["mineral_id"], row["stage"], row["form"]) for row in rows}
    tables |= {(mineral, stage, None) for mineral, stage, _ in tables}
    assert [p for p in products if (p.subject_id, p.stage, p.form) not in tables] == []


def test_groups_have_members_that_are_minerals(
    released: Settings, name_rows: list[dict[str, Any]]
) -> None:
    with Served(released) as served:
        rows = served.rows("select group_id, mineral_id from marts.dim_mineral_member")
        groups = served.rows("select mineral_id from marts.dim_mineral where is_group")
    minerals = {row["subject_id"] for row in name_rows if row["kind"] == MINERAL}
    assert {row["mineral_id"] for row in rows} <= minerals
    sizes = Counter(row["group_id"] for row in rows)
    assert set(sizes) == {row["mineral_id"] for row in groups}
    assert sizes["rare_earths"] == sizes["rare_earths_heavy"] + sizes["rare_earths_light"] == 15


def test_registers_name_what_a_release_names(
    registered: Names, name_rows: list[dict[str, Any]]
) -> None:
    """The check of the registers and the released table hold the same names of the same things."""
    released: dict[Subject, set[str]] = {}
    for row in name_rows:
        released.setdefault(subject_of(row), set()).add(plain(row["name"]))
    no_more = {"ANT", "DDR", "SUN", "YUG", "CSK", "SCG", "DEU_FRG"}
    assert len(released) > 400
    known = registered.plain_names()
    assert {subject: set(names) for subject, names in known.items()
            if subject in released or subject.subject_id not in no_more} == released  # fmt: skip
