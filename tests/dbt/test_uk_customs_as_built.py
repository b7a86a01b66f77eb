"""The United Kingdom's imports by its own customs: a landed year, recomputed by plain loops.

The files are HMRC's layout with invented figures, landed by the command and built by dbt on a copy
of the released build; none of the publisher's was ever read.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.build.dbt import invoke
from orchestration.build.flows import show_partitions
from orchestration.build.raw_tables import write_landed_editions, write_tables
from orchestration.landing.flows.arrival import add
from orchestration.landing.flows.editions import bulk_editions
from orchestration.landing.flows.partitions import landed_partitions
from orchestration.publishers.frames import to_frame
from orchestration.publishers.hmrc_ots.layouts import parse_file
from orchestration.settings import PROJECT_ROOT, Settings
from tests.conftest import new_build
from tests.publishers import hmrc_builders as h

pytestmark = pytest.mark.slow

LIST = PROJECT_ROOT / "dbt_project" / "seeds" / "trade" / "cn8_bridge.csv"
CONSIGNED = "hmrc_ots_consigned_2025"
YEAR, COUNTRY = 2025, {"CN": "CHN", "CL": "CHL", "KZ": "KAZ", "ZZ": "OTHER"}
SUPPRESSED, ABSENT, OF_NOBODY, BACK = "28230000", "26030000", "26060000", "26040000"
MODELS = [
    "path:models/staging/bulk",
    "core_edition",
    "dim_edition",
    "dim_trade_partition",
    "stg_hmrc_ots__records",
    "int_customs_import",
    "int_customs_origin",
    "fct_import_origin",
    "core_annex_import",
    "path:models/claims/caps",
]
Sold = dict[str, dict[str, int]]


def annex() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def months() -> dict[str, list[str]]:
    """A year of the whole list but for one code; one is suppressed in July alone."""
    listed = sorted({row["cn8"] for row in annex()} - {ABSENT})
    files = h.year_of(listed, YEAR)
    name = "BDSImp2507.txt"
    hidden = h.line(
        SUPPRESSED, "", "", "", suppression_mark="2", dispatch_alpha="", **h.of_month(YEAR, 7)
    )
    files[name] += [
        hidden,
        h.line(OF_NOBODY, "ZZ", 90_000, 10, **h.of_month(YEAR, 7)),
        h.line(BACK, "GB", 999_999_999, 10, **h.of_month(YEAR, 7)),
        h.line(BACK, "CN", 5, 0, port_alpha="FXT", **h.of_month(YEAR, 7)),
    ]
    return files


def sold_by(files: dict[str, list[str]], start: int, end: int) -> Sold:
    """What each country sold of each code, from the lines: pounds or kilograms by position."""
    sold: Sold = defaultdict(lambda: defaultdict(int))
    for lines in files.values():
        for text in lines:
            code, origin = text[13:21], text[40:42]
            if code != SUPPRESSED and origin != "GB":
                sold[code][COUNTRY[origin]] += int(text[start:end])
    return sold


@pytest.fixture(scope="module")
def files() -> dict[str, list[str]]:
    return months()


@pytest.fixture(scope="module")
def built(
    released: Settings, files: dict[str, list[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("customs")
    settings = new_build(released, folder / "warehouse")
    dropped = folder / "files"
    dropped.mkdir()
    first = {name: lines for name, lines in files.items() if name < "BDSImp2507"}
    (dropped / "bdsimp_jan-jun25archive.zip").write_bytes(h.archive_of(first))
    for name in files.keys() - first.keys():
        (dropped / name).write_bytes(h.text_of(files[name]))
    list(add(settings, [dropped]))
    build(settings)
    with duckdb.connect(str(settings.build_database), read_only=True) as connection:
        yield connection


def consigned() -> list[dict[str, Any]]:
    """What the service says of a code that no file has: consigned from two countries, no origin."""
    return [
        h.record(int(ABSENT), country, value, MonthId=100 * YEAR + month, FlowTypeId=flow)
        for month in range(1, 13)
        for country, value, flow in (("NL", 300, 1), ("CL", 100, 3), ("US", 5000, 4))
    ]


def build(settings: Settings) -> None:
    partitions = landed_partitions(settings)
    show_partitions(settings, partitions)
    answer = parse_file(f"{CONSIGNED}_1.json", h.answer_of(consigned()))
    rows = answer.tables["hmrc_ots_records"]
    write_tables(settings, {"hmrc_ots_records": to_frame("hmrc_ots_records", rows)})
    editions = bulk_editions(partitions)
    of_service = [replace(edition, edition_id=CONSIGNED) for edition in editions]
    write_landed_editions(settings, [*editions, *of_service])
    invoke(settings, ["build", "--quiet", "--no-write-json", "--select", *MODELS])


def test_every_share_of_a_code_is_that_of_its_lines(
    built: duckdb.DuckDBPyConnection, files: dict[str, list[str]]
) -> None:
    sold = sold_by(files, 44, 56)
    rows = built.execute(
        "select hs_code, partner_id, value_gbp, share_pct, value_max_usd, partner_basis, codes_held"
        " from marts.fct_import_origin where subject_kind = 'code' and partner_basis = 'origin'"
    ).fetchall()
    found = {(code, partner): (gbp, share) for code, partner, gbp, share, *_ in rows}
    expected = {
        (code, partner): (gbp, pytest.approx(100 * gbp / sum(partners.values()), abs=5.1e-5))
        for code, partners in sold.items()
        for partner, gbp in partners.items()
        if gbp
    }
    assert found == expected
    assert len(found) > 900
    assert {row[4:] for row in rows} == {(None, "origin", 1)}
    assert not {SUPPRESSED, ABSENT} & {code for code, _ in found}


def test_each_mineral_has_its_largest_origin_or_bounds(
    built: duckdb.DuckDBPyConnection, files: dict[str, list[str]]
) -> None:
    sold = sold_by(files, 44, 56)
    codes: dict[tuple[str, str], dict[str, bool]] = defaultdict(dict)
    for row in annex():
        if row["mineral_id"]:
            is_whole = row["is_shared_cn8"] == "false"
            codes[row["mineral_id"], row["trade_level"]][row["cn8"]] = is_whole
    rows = built.execute(
        "select mineral_id, stage, top_country_id, top_share_min_pct, top_share_all_min_pct,"
        " top_share_all_max_pct, is_above_cap, codes_held, codes_in_list, reads_as,"
        " basis_of_imports from marts.fct_single_country_cap where form = 'cn8'"
    ).fetchall()
    assert len(rows) == len(codes) > 90
    for mineral, level, top, least, all_least, all_most, above, held, listed, reads, basis in rows:
        own = codes[mineral, level]
        seen = [code for code in own if code in sold]
        assert (held, listed, basis) == (len(seen), len(own), "origin"), mineral
        assert reads == ("as_said" if held == listed else "proxy")
        if held < listed:
            assert (all_least, all_most, above) == (0, 100, None)
        if not seen:
            continue
        most: dict[str, int] = defaultdict(int)
        whole: dict[str, int] = defaultdict(int)
        for code in seen:
            for partner, gbp in sold[code].items():
                most[partner] += gbp
                whole[partner] += gbp * own[code]
        every = sum(most.values())
        shares = {
            p: 100 * gbp / (every - most[p] + gbp) for p, gbp in whole.items() if p != "OTHER"
        }
        assert least == pytest.approx(max(shares.values()), abs=5.1e-5)
        if max(shares.values()) > 0:
            assert shares[top] == max(shares.values())
        if held == listed:
            assert all_least == least
            if least > 60:
                assert above
    assert {above for *_, above, _, _, _, _ in rows} >= {True, False, None}


def test_the_list_is_measurable_by_value_and_says_what_is_missing(
    built: duckdb.DuckDBPyConnection, files: dict[str, list[str]]
) -> None:
    rows = built.execute(
        "select cap_reading, top_country_id, top_share_min_pct, top_share_max_pct, codes_held,"
        " codes_in_list, reads_as, cap_verdict, kg_missing_value_pct"
        " from marts.fct_list_single_country_cap where evidence_window like '%/CN8'"
    ).fetchall()
    by_reading = {row[0]: row[1:] for row in rows}
    assert set(by_reading) == {"each_mineral", "aggregate_value", "aggregate_weight"}
    for reading, start, end in (("aggregate_value", 44, 56), ("aggregate_weight", 56, 68)):
        bought: dict[str, int] = defaultdict(int)
        for partners in sold_by(files, start, end).values():
            for partner, amount in partners.items():
                bought[partner] += amount
        every = sum(bought.values())
        named = {p: amount for p, amount in bought.items() if p != "OTHER"}
        top = max(named, key=named.__getitem__)
        share = 100 * named[top] / every
        most = 100 * (named[top] + bought["OTHER"]) / every
        assert by_reading[reading][0] == top
        assert by_reading[reading][1:3] == pytest.approx((share, most), abs=5.1e-5)
        # two of 361 are not held: more than nine of ten are, so the reading stands, and is open
        assert by_reading[reading][3:6] == (359, 361, "proxy")
        assert by_reading[reading][6] == "undetermined"
    missing = 100 * 5 / sum(sum(p.values()) for p in sold_by(files, 44, 56).values())
    assert by_reading["aggregate_weight"][7] == pytest.approx(missing, abs=1e-6)


def test_consignment_is_another_edition_and_no_part_of_the_cap(
    built: duckdb.DuckDBPyConnection,
) -> None:
    rows = built.execute(
        "select edition_id, partner_id, value_gbp, share_pct, is_latest_vintage"
        " from marts.fct_import_origin where partner_basis = 'consignment'"
        " and subject_kind = 'code' order by value_gbp"
    ).fetchall()
    assert rows == [
        (CONSIGNED, "CHL", 1_200, 25.0, True),
        (CONSIGNED, "NLD", 3_600, 75.0, True),
    ]
    caps = built.execute(
        "select count(*) from marts.fct_single_country_cap where edition_id = ?", [CONSIGNED]
    ).fetchone()
    assert caps == (0,)


def test_nothing_of_it_changes_what_ships(
    built: duckdb.DuckDBPyConnection, released: Settings
) -> None:
    built.execute(f"attach '{released.build_database}' as clean (read_only)")
    for table, own in (
        ("fct_import_origin", "hs_edition <> 'CN8'"),
        ("fct_single_country_cap", "coalesce(form, '') <> 'cn8'"),
        ("fct_list_single_country_cap", "evidence_window not like '%/CN8'"),
    ):
        differing = built.execute(
            f"select count(*) from ((from marts.{table} where {own}"  # noqa: S608
            f" except from clean.marts.{table})"
            f" union all (from clean.marts.{table} except from marts.{table}))"
        ).fetchone()
        assert differing == (0,), table


def test_eleven_months_are_no_year(
    released: Settings, files: dict[str, list[str]], tmp_path: Path
) -> None:
    settings = new_build(released, tmp_path / "warehouse")
    for name in sorted(files)[:11]:
        (tmp_path / name).write_bytes(h.text_of(files[name]))
        list(add(settings, [tmp_path / name]))
    show_partitions(settings, landed_partitions(settings))
    chosen = ["path:models/staging/bulk", "int_customs_import"]
    invoke(settings, ["run", "--quiet", "--no-write-json", "--select", *chosen])
    with duckdb.connect(str(settings.build_database), read_only=True) as connection:
        counted = connection.execute(
            "select (select count(*) from trade.hmrc_ots_imports),"
            " (select count(*) from intermediate.int_customs_import)"
        ).fetchone()
    assert counted is not None
    assert counted[0] > 10_000
    assert counted[1] == 0
