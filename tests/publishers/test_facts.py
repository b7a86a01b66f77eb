"""Each publisher is found by its folder, and its facts are said once: the seed agrees with them."""

from __future__ import annotations

import csv

import pytest

from orchestration.publishers.publisher import Terms
from orchestration.publishers.registry import PUBLISHERS, RAW_TABLES, publisher_of
from orchestration.settings import PROJECT_ROOT

FOLDERS = PROJECT_ROOT / "orchestration" / "publishers"
(SEED,) = (PROJECT_ROOT / "dbt_project" / "seeds").rglob("editions.csv")
with SEED.open(encoding="utf-8", newline="") as file:
    EDITIONS = {row["edition_id"]: row for row in csv.DictReader(file)}


def test_every_folder_with_facts_is_found() -> None:
    folders = sorted(path.parent.name for path in FOLDERS.glob("*/facts.py"))
    assert len(folders) >= 5
    assert [publisher.source_id for publisher in PUBLISHERS] == folders


def test_every_folder_has_its_four_parts() -> None:
    for publisher in PUBLISHERS:
        folder = FOLDERS / publisher.source_id
        parts = {"facts.py", "layouts.py", "online.py", "rows.py"}
        assert parts <= {path.name for path in folder.iterdir()}, folder


def test_no_two_publishers_fill_one_table() -> None:
    tables = [table for publisher in PUBLISHERS for table in publisher.tables]
    assert len(tables) == len(set(tables)) == len(RAW_TABLES) - 1


def test_the_seed_has_every_kind_of_edition() -> None:
    assert len(EDITIONS) >= 16
    known = {publisher_of(edition_id).source_id for edition_id in EDITIONS}
    assert known == {publisher.source_id for publisher in PUBLISHERS}
    lists = {e for publisher in PUBLISHERS for e in publisher.facts.of_editions}
    assert len(lists) >= 8
    assert lists <= set(EDITIONS)


@pytest.mark.parametrize("edition_id", sorted(EDITIONS))
def test_the_seed_repeats_the_facts(edition_id: str) -> None:
    row = EDITIONS[edition_id]
    publisher = publisher_of(edition_id)
    terms: Terms = publisher.facts.terms_of(edition_id)
    assert (row["source_id"], row["source_name"]) == (terms.source_id, terms.source_name)
    assert row["licence"] == terms.licence
    assert row["attribution"] == terms.attribution
    has_switch = publisher.is_optional or publisher.facts.can_be_left_out
    assert (row["is_optional"] == "true") == has_switch
    if not row["doi_or_url"].startswith("https://doi.org/"):
        assert row["doi_or_url"] == terms.address
