"""The register of agreements and controls against the tables that it was taken from."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import PROJECT_ROOT

SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"
CONTROL_TYPES = {
    "Export ban": "export_ban",
    "Export quota": "export_quota",
    "Export licensing requirement": "export_licence",
    "Export licensing requirement for materials and technologies": "export_licence",
    "Temporary export ban": "temporary_export_ban",
}
YEAR = re.compile(r"\((\d{4})\)")
WORDS = re.compile(r"[a-z]+")
# Words of the table that join or introduce commodities, or say what of them all is meant.
JOINING = {
    "and",
    "of",
    "including",
    "materials",
    "ores",
    "concentrates",
    "ore",
    "items",
    "related",
    "to",
    "raw",
    "minerals",
}

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def measures() -> list[Row]:
    return read(SEEDS / "evidence" / "policy_measures.csv")


@pytest.fixture(scope="module")
def countries() -> dict[str, str]:
    return {
        r["name_as_printed"]: r["country_id"] for r in read(SEEDS / "reference/country_names.csv")
    }


@pytest.fixture(scope="module")
def table_4(publisher_files: Path) -> list[Row]:
    return read(publisher_files / "usgs" / "mcs2026" / "MCS2026_T4_Country_Export_Control.csv")


@pytest.fixture(scope="module")
def table_5(publisher_files: Path) -> list[list[str]]:
    path = publisher_files / "usgs" / "mcs2026" / "MCS2026_T5_Trade_Agreements.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def words_of(text: str) -> Counter[str]:
    return Counter(WORDS.findall(YEAR.sub("", text.lower())))


def test_every_control_and_year_is_there(
    table_4: list[Row], measures: list[Row], countries: dict[str, str]
) -> None:
    for row in table_4:
        key = (countries[row["Country"]], CONTROL_TYPES[row["Control_Type"].strip()])
        ours = [m for m in measures if (m["party_a"], m["control_type"]) == key]
        assert {m["source_url"] for m in ours} == {row["Data_source"]}, key
        assert {m["year"] for m in ours} == set(YEAR.findall(row["Commodity_Year"])), key


def test_every_commodity_is_there_and_none_is_invented(
    table_4: list[Row], measures: list[Row], countries: dict[str, str]
) -> None:
    for row in table_4:
        country = countries[row["Country"]]
        ours = [m for m in measures if (m["kind"], m["party_a"]) == ("export_control", country)]
        printed = set(words_of(row["Commodity_Year"])) - JOINING
        kept = set(words_of(" ".join(m["minerals_as_printed"] for m in ours))) - JOINING
        assert kept == printed, row["Country"]
    assert {m["party_a"] for m in measures if m["kind"] == "export_control"} == {
        countries[row["Country"]] for row in table_4
    }


def test_every_agreement_of_the_table_is_there(
    table_5: list[list[str]], measures: list[Row], countries: dict[str, str]
) -> None:
    printed = {
        (countries[name], row[3], row[5]) for row in table_5 for name in row[0].split(" and ")
    }
    ours = {
        (m["party_b"], m["printed_date"], m["source_url"])
        for m in measures
        if m["source_name"] == "USGS MCS 2026, table 5"
    }
    assert ours == printed


def test_every_agreement_of_the_claims_is_there(
    publisher_files: Path, measures: list[Row], countries: dict[str, str]
) -> None:
    parties = {**countries, "EU": "eu", "UK": "GBR", "US": "USA"}
    ours = {(m["party_a"], m["party_b"], m["printed_date"]) for m in measures}
    for row in read(publisher_files / "claims" / "agreements.csv"):
        partner = row["party_b"].split(" (")[0]
        assert (parties[row["party_a"]], parties[partner], row["date"]) in ours
