"""Codes of goods: what was judged, what chemistry gives, and what the publishers' lists hold."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import duckdb
import pytest

from orchestration.build.registers.check import SEEDS
from tests.conftest import PROJECT_ROOT
from tests.registers.conftest import Registers

Rows = list[dict[str, str]]
# Standard atomic weights (IUPAC 2021, abridged to five figures).
WEIGHTS = {
    "Al": 26.982,
    "C": 12.011,
    "Cr": 51.996,
    "F": 18.998,
    "H": 1.008,
    "Li": 6.94,
    "Mn": 54.938,
    "Na": 22.990,
    "O": 15.999,
    "Si": 28.085,
    "Sr": 87.62,
}
# The six-digit codes that the annex itself lists for more than one mineral, and its CN8 of two.
SHARED_BY_MINERALS = {
    "261900", "262099", "280450", "282739", "283329", "711041", "711049", "811292", "811299",
}  # fmt: skip
SHARED_CN8 = {"26190020", "28332930", "71104100", "71104900"}
# Codes whose texts do not name one mineral of ours alone, though one might take them to.
NOT_SINGLE = {
    "252930", "253090", "261590", "270111", "270112", "270400", "283429", "284443", "284690",
    "381800", "711019", "711292", "811291", "811292", "850511", "854460", "854519",
}  # fmt: skip


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def registers() -> Registers:
    return Registers(PROJECT_ROOT / SEEDS)


@pytest.fixture(scope="module")
def bridge(registers: Registers) -> Rows:
    return registers.rows("hs_bridge")


@pytest.fixture(scope="module")
def left_out(registers: Registers) -> Rows:
    return registers.rows("hs_codes_left_out")


def codes(rows: Rows) -> set[tuple[str, str]]:
    return {(row["hs_edition"], row["hs_code"]) for row in rows}


def test_every_edition_has_its_codes(bridge: Rows, left_out: Rows) -> None:
    assert len(bridge) == 2973
    assert Counter(edition for edition, _ in codes(bridge)) == {
        "HS92": 319,
        "HS96": 320,
        "HS02": 338,
        "HS07": 334,
        "HS12": 333,
        "HS17": 334,
        "HS22": 345,
    }
    assert len(left_out) == 79
    assert len({row["hs_code"] for row in left_out}) == 14


def test_kinds_of_codes_are_as_judged(bridge: Rows, left_out: Rows) -> None:
    kinds = defaultdict(set)
    for row in bridge:
        kinds[row["hs_code"]].add(row["code_kind"])
    assert {code for code in NOT_SINGLE if "single" in kinds[code]} == set()
    assert {code for code in NOT_SINGLE if "bundle" in kinds[code]} == NOT_SINGLE
    out = {row["hs_code"] for row in left_out}
    assert {"280511", "281511", "382499"} <= out
    assert not {"280511", "281511", "382499"} & set(kinds)
    assert ("HS92", "850650") not in codes(bridge)
    magnets = {row["mineral_id"] for row in bridge if row["hs_code"] == "850511"}
    assert magnets == {"cobalt", "rare_earths"}


def test_a_bundle_holds_what_its_edition_says(bridge: Rows) -> None:
    held = defaultdict(set)
    for row in bridge:
        if row["hs_code"] == "811292":
            held[row["hs_edition"]].add(row["mineral_id"])
    old = {"gallium", "hafnium", "indium", "niobium", "rhenium"}
    assert held["HS02"] == old
    assert held["HS07"] == held["HS12"] == held["HS17"] == old | {"germanium", "vanadium"}
    assert held["HS22"] == {"gallium", "germanium", "indium", "niobium", "vanadium"}
    assert set(held) == {"HS02", "HS07", "HS12", "HS17", "HS22"}


def test_contents_are_those_of_the_formula(bridge: Rows, registers: Registers) -> None:
    symbols = {row["mineral_id"]: row["symbol"] for row in registers.rows("minerals")}
    factors = [row for row in bridge if row["content_factor"]]
    assert {row["factor_kind"] for row in factors} == {"stoichiometric"}
    assert len({row["hs_code"] for row in factors}) == 29
    for row in factors:
        formula = row["factor_source"].split()[0]
        parts = re.findall(r"([A-Z][a-z]?)(\d*)", formula)
        assert "".join(a + b for a, b in parts) == formula
        masses = {element: WEIGHTS.get(element, 1) * int(n or 1) for element, n in parts}
        assert len(masses) == 1 or masses.keys() <= WEIGHTS.keys()
        expected = masses[symbols[row["mineral_id"]]] / sum(masses.values())
        assert float(row["content_factor"]) == pytest.approx(expected, abs=6e-5), row


def test_the_annex_is_whole_and_its_bundles_are_flagged(registers: Registers) -> None:
    annex = registers.rows("cn8_bridge")
    assert len(annex) == 365
    assert len({row["cn8"] for row in annex}) == 361
    assert len({row["hs_code"] for row in annex}) == 270
    assert {row["cn8"] for row in annex if row["is_shared_cn8"] == "true"} == SHARED_CN8
    flagged = {row["hs_code"] for row in annex if row["is_bundle_at_hs6"] == "true"}
    assert flagged >= SHARED_BY_MINERALS
    several = defaultdict(set)
    for row in annex:
        several[row["hs_code"]].add(row["mineral_as_printed"])
    assert {code for code, minerals in several.items() if len(minerals) > 1} == SHARED_BY_MINERALS
    assert len({row["mineral_as_printed"] for row in annex}) == 38
    assert {row["mineral_as_printed"] for row in annex if not row["mineral_id"]} == {"Sodium"}


def test_codes_exist_in_their_editions(publisher_files: Path, bridge: Rows, left_out: Rows) -> None:
    listed = {
        (row["hs_edition"], row["code"])
        for row in read(publisher_files / "trade/hs_nomenclature.csv")
        if len(row["code"]) == 6
    }
    assert len(listed) == 2357
    assert codes(bridge) <= listed
    # Nothing of the list is forgotten; what is left out and not in it, BACI's file has.
    assert listed <= codes(bridge) | codes(left_out)
    assert {code for _, code in codes(left_out) - listed} == {
        "270119", "270210", "270220", "270900", "271111", "271121", "283030",
    }  # fmt: skip


def test_every_code_of_the_trade_file_is_judged(
    publisher_files: Path, bridge: Rows, left_out: Rows
) -> None:
    path = str(publisher_files / "trade/baci_hs92_74codes_1995_2024.parquet")
    found = duckdb.execute("select distinct k from read_parquet(?)", [path]).fetchall()
    traded = {("HS92", str(code).zfill(6)) for (code,) in found}
    assert len(traded) == 74
    assert traded <= codes(bridge) | codes(left_out)
    assert len(traded & codes(left_out)) == 7


def test_the_concordance_holds_that_of_the_united_nations(
    publisher_files: Path, bridge: Rows, registers: Registers
) -> None:
    rows = registers.rows("hs_concordance")
    ours = {
        (row["hs_edition"], row["hs_code"], row["hs92_code"])
        for row in rows
        if row["basis"] == "un_conversion"
    }
    theirs = {
        (row["hs_edition"], row["hs6"], row["hs92_hs6"])
        for row in read(publisher_files / "trade/hs_concordance_to_hs92.csv")
        if (row["hs_edition"], row["hs6"]) in codes(bridge)
    }
    assert ours == theirs
    assert len(ours) == 1977
    assert Counter(row["correspondence"] for row in rows) == {
        "same": 1737,
        "split": 195,
        "merged": 76,
        "overlapping": 31,
    }


def test_the_annex_is_the_published_one(publisher_files: Path, registers: Registers) -> None:
    ours = [(row["mineral_as_printed"], row["cn8"]) for row in registers.rows("cn8_bridge")]
    theirs = [
        (row["mineral"], row["commodity_code_8digit"])
        for row in read(publisher_files / "uk/uk_annex5_hs_codes.csv")
    ]
    assert ours == theirs


def test_no_text_of_the_nomenclature_ships(
    publisher_files: Path, bridge: Rows, registers: Registers
) -> None:
    texts = {
        row["description"].casefold()
        for row in read(publisher_files / "trade/hs_nomenclature.csv")
        if len(row["description"].split()) > 3
    }
    assert len(texts) > 500
    words = {row[column].casefold() for row in bridge for column in ("goods", "note")}
    words |= {row["note"].casefold() for row in registers.rows("hs_code_spans")}
    assert not words & texts


COVERED = """
with codes as (
    select distinct hs_code from read_csv($bridge, all_varchar = true)
    where hs_edition = 'HS92' and trade_level = $level and code_kind = 'single'
),
flows as (
    select i, j, t, lpad(k::varchar, 6, '0') as hs_code, v from read_parquet($flows)
    where t between $first and $last
),
exports as (
    select i, t, hs_code, sum(v) as v from flows semi join codes using (hs_code) group by all
),
imports as (select j as i, t, hs_code, sum(v) as v from flows group by all),
totals as (
    select i, hs_code, sum(exports.v) as v, sum(least(exports.v, coalesce(imports.v, 0))) as reached
    from exports left join imports using (i, t, hs_code) group by all
)
select
    count(*) filter (where v >= 1000) as codes,
    round(100 * sum(reached) / sum(v), 1) as imported_pct
from totals
inner join read_csv($countries) as countries on countries.country_code = totals.i
where country_iso3 = $country
"""


def test_the_evidence_of_hubs_is_that_of_baci(publisher_files: Path, registers: Registers) -> None:
    hubs = registers.rows("trade_hubs")
    assert {"BEL", "NLD", "SGP", "HKG", "ARE", "CHE"} <= {row["country_id"] for row in hubs}
    for row in hubs:
        of_levels = {
            level: duckdb.execute(
                COVERED,
                {
                    "bridge": str(registers.path("hs_bridge")),
                    "flows": str(publisher_files / "trade/baci_hs92_74codes_1995_2024.parquet"),
                    "countries": str(publisher_files / "trade/baci_country_codes_V202601.csv"),
                    "level": level,
                    "country": row["country_id"],
                    "first": int(row["first_year"]),
                    "last": int(row["last_year"]),
                },
            ).fetchall()[0]
            for level in ("ore", "refined")
        }
        found = (*of_levels["ore"], of_levels["refined"][1])
        printed = (row["ore_codes"], row["ores_imported_pct"], row["metals_imported_pct"])
        assert found == tuple(map(float, printed)), row["country_id"]
