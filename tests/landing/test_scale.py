"""Real figures of two editions pass; a table by one factor, a leader, a world, a scale do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from statistics import median

import pandas as pd
import pytest

from orchestration.landing.rules import amounts, scale, scores
from orchestration.landing.rules.comparison import Comparison
from orchestration.landing.rules.understood import WORLD, Place, understood
from orchestration.landing.types import EditionRow, Revision
from orchestration.publishers import read_edition
from orchestration.publishers.comtrade import layouts as comtrade
from orchestration.publishers.frames import to_frame
from orchestration.settings import Settings
from tests.landing.conftest import NEXT, World, few_chapters, long_name
from tests.landing.printer import EMBEDDED, Record, changed
from tests.landing.test_arrival import STATISTIC, VALUE, assert_waits
from tests.publishers import comtrade_builders

PAIRS = [("usgs_mcs_2024", "usgs_mcs_2025"), ("usgs_mcs_2025", "usgs_mcs_2026")]
KNOWN = {"usgs_mcs_2026": {"mercury"}}
"""What moved that far in truth: a person has to see it once."""
FACTORS = {"uranium to U3O8": 1.179, "lithium to carbonate": 5.323, "vanadium to V2O5": 1.785}

TRADE, AMOUNTS = ("baci_exporters", "baci_importers", "baci_flows"), ("value_usd", "net_kg")

Figures = dict[Place, float]


@lru_cache
def figures(edition_id: str) -> Figures:
    """Tonnes of an edition that ships."""
    return understood(Settings(), read_edition(edition_id, EMBEDDED)).figures


@lru_cache
def by_table(edition_id: str) -> dict[tuple[str, ...], Figures]:
    """The same, one table of the edition at a time."""
    found: dict[tuple[str, ...], Figures] = defaultdict(dict)
    for place, tonnes in figures(edition_id).items():
        found[place.table][place] = tonnes
    return found


@lru_cache
def governance() -> pd.DataFrame:
    """The governance scores that ship; a test that changes them takes a copy."""
    return read_edition("wgi_2024", EMBEDDED)["wgi_scores"]


def judged(was: Figures, has: Figures) -> list[str]:
    """What the rules say of figures beside others."""
    row = EditionRow("", "", None, "", "", "")
    revision = Revision("new", "usgs_mcs", 1, "accepted", datetime.now(UTC), "", (), row)
    found = Comparison(revision, "old", figures_before=was, figures_now=has)
    return scale.judge(found)


def unexpected(reasons: list[str], edition_id: str) -> list[str]:
    """Reasons about anything but what is known to have moved."""
    known = KNOWN.get(edition_id, set())
    return [reason for reason in reasons if not any(f"/ {name} /" in reason for name in known)]


@pytest.mark.parametrize(("before", "now"), PAIRS)
def test_real_editions_follow_each_other(before: str, now: str) -> None:
    assert len(set(figures(before)) & set(figures(now))) > 1_400
    assert unexpected(judged(figures(before), figures(now)), now) == []


@pytest.mark.parametrize("by", FACTORS.values(), ids=list(FACTORS))
@pytest.mark.parametrize(("before", "now"), PAIRS)
def test_a_table_that_changes_what_it_weighs_is_questioned(
    before: str, now: str, by: float
) -> None:
    """Each table in turn, with every label as it was; the rule looks at one table at a time.

    A factor as small as that of U3O8 shows where more than half of the figures stand otherwise.
    """
    was, has = by_table(before), by_table(now)
    missed, seen = [], 0
    for table in sorted(set(was) & set(has)):
        moved = [has[table][p] / was[table][p] for p in was[table] if p in has[table]]
        standing = sum(abs(ratio / median(moved) - 1) < 0.03 for ratio in moved)
        if len(moved) < 3 or (by < 1.5 and standing <= 0.5 * len(moved)):
            continue
        seen += 1
        scaled = {place: tonnes * by for place, tonnes in has[table].items()}
        found = [reason for reason in judged(was[table], scaled) if "a whole table moved" in reason]
        if not any(" / ".join(table) in reason for reason in found):
            missed.append((table, round(median(moved), 2)))
    assert seen > (55 if by < 1.5 else 120)
    assert [table for table, ratio in missed if 0.82 < ratio < 1.2] == []


def leader(table: tuple[str, ...]) -> Place:
    """The largest producer of a table in the newest year."""
    has = figures("usgs_mcs_2026")
    year = max(place.year for place in has if place.table == table)
    places = [p for p in has if p.table == table and p.year == year and p.country != WORLD]
    return max(places, key=lambda place: has[place])


COBALT = ("production", "cobalt", "mine", "all")


@pytest.mark.parametrize(
    ("of", "by", "word"),
    [
        (leader, 9.0, "a leading producer moved"),
        (leader, 1 / 9, "a leading producer moved"),
        (lambda table: Place(table, WORLD, 2024), 2.0, "a world total moved 2"),
        (lambda table: Place(table, WORLD, 2025), 2.0, "a world total moved 2"),
    ],
    ids=["leader up", "leader down", "world 2024", "world 2025"],
)
def test_a_leader_and_the_world_are_asked_about_long_before_ten_times(
    of: Callable[[tuple[str, ...]], Place], by: float, word: str
) -> None:
    place = of(COBALT)
    was, has = figures("usgs_mcs_2025"), dict(figures("usgs_mcs_2026"))
    has[place] *= by
    assert any(word in reason and "cobalt" in reason for reason in judged(was, has))


def test_figures_of_other_rows_are_questioned() -> None:
    """Every country has its neighbour's figures: each is possible, together they are not."""
    was = figures("usgs_mcs_2025")
    places = sorted(figures("usgs_mcs_2026"))
    shuffled = dict(zip(places, figures("usgs_mcs_2026").values(), strict=True))
    turned = dict(zip(places, [shuffled[p] for p in [*places[7:], *places[:7]]], strict=True))
    assert any("do not follow those of old" in reason for reason in judged(was, turned))


def as_percent_rank(column: pd.Series[float]) -> pd.Series[float]:
    return column.rank(pct=True) * 100


SCALES: dict[str, tuple[Callable[[pd.Series[float]], pd.Series[float]], str]] = {
    "percentile ranks": (as_percent_rank, "on another scale"),
    "tenfold": (lambda column: column * 10, "on another scale"),
    "sign flipped": (lambda column: -column, "on another scale"),
    "0 to 5": (lambda column: column + 2.5, "moved as a whole"),
    "all the same": (lambda column: column * 0, "all scores are the same"),
    "turned": (lambda column: column.sample(frac=1, random_state=1), "on another scale"),
}


def scored(now: pd.DataFrame) -> list[str]:
    """What the rules say of governance scores beside those that ship."""
    before = governance()
    row = EditionRow("", "", None, "", "", "")
    revision = Revision("wgi_2025", "wgi", 1, "accepted", datetime.now(UTC), "", (), row)
    tables = {"before": {"wgi_scores": before}, "now": {"wgi_scores": now}}
    return scores.judge(Comparison(revision, "wgi_2024", **tables))


@pytest.mark.parametrize("name", SCALES)
@pytest.mark.slow
def test_scores_on_another_scale_are_questioned(name: str) -> None:
    convert, word = SCALES[name]
    now = governance().copy()
    column = pd.to_numeric(now["rl"])
    now["rl"] = [f"{value:.6f}" for value in convert(column)]
    (reason,) = scored(now)
    assert word in reason


def test_a_country_that_had_scores_must_have_some() -> None:
    now = governance()
    assert scored(now) == []
    (reason,) = scored(now[now["country_iso3"] != "COD"])
    assert reason == "countries that wgi_2024 scores have no score now: COD"


def test_scores_of_a_country_that_went_blank_are_questioned() -> None:
    now = read_edition("wgi_2024", EMBEDDED)["wgi_scores"].copy()
    now.loc[now["country_iso3"] == "CHN", "rl"] = pd.NA
    (reason,) = scored(now)
    assert reason == "scores that wgi_2024 gives a country are blank in every year now: CHN rl"


@pytest.mark.parametrize(("table", "column"), [(t, c) for t in TRADE for c in AMOUNTS])
@pytest.mark.parametrize("by", [1000.0, 5.0, 0.1, 1.1])
def test_trade_by_one_factor_is_questioned_in_dollars_and_in_weight(
    table: str, column: str, by: float
) -> None:
    """One code of goods of one table, far below an order of magnitude, the others as they were."""
    before = trade(table)
    now = before.copy()
    is_it = (now[["hs_edition", "hs_code"]] == now[["hs_edition", "hs_code"]].iloc[0]).all(axis=1)
    now[column] = (pd.to_numeric(now[column]) * by).where(is_it, now[column]).round()
    row = EditionRow("", "", None, "", "", "")
    revision = Revision("baci_2027", "baci", 1, "accepted", datetime.now(UTC), "", (), row)
    found = Comparison(revision, "baci_2026", before={table: before}, now={table: now})
    (reason,) = amounts.judge(found)
    assert reason.startswith(f"whole tables of {table} moved in {column}")
    assert reason.count("times") == 1
    clean = Comparison(revision, "baci_2026", before={table: before}, now={table: before})
    assert amounts.judge(clean) == []


@pytest.mark.parametrize("column", ["value_as_printed", "net_kg_as_printed"])
def test_reports_of_trade_by_one_factor_are_questioned(column: str) -> None:
    given = [comtrade_builders.record(398, partner, 1000.5 + partner) for partner in (4, 8, 152)]
    parsed = comtrade.parse_file(comtrade_builders.FILE, comtrade_builders.table_of(given))
    table = "comtrade_reports"
    before = to_frame(table, parsed.tables[table])
    now = before.assign(**{column: (pd.to_numeric(before[column]) * 1000).astype("str")})
    row = EditionRow("", "", None, "", "", "")
    revision = Revision("comtrade_2021", "comtrade", 2, "accepted", datetime.now(UTC), "", (), row)
    found = Comparison(revision, "comtrade_2021", before={table: before}, now={table: now})
    (reason,) = amounts.judge(found)
    assert reason.startswith(f"whole tables of {table} moved in {column}")
    assert "740311 / X 1000 times" in reason


@lru_cache
def trade(table: str) -> pd.DataFrame:
    """Two codes of goods of the trade that ships, large flows only: dollars are rounded."""
    every = read_edition("baci_2026", EMBEDDED)[table]
    two = every[every["hs_code"].isin(every["hs_code"].unique()[:2])]
    return two[(two["value_usd"] > 10_000) & (two["net_kg"] > 10_000)].reset_index(drop=True)


def as_carbonate(record: Record) -> Record:
    """Lithium weighed as carbonate, which only its label says."""
    if record[0] == "LITHIUM" and record[STATISTIC] == "Production":
        record[5] += ", lithium carbonate equivalent"
    return record


@pytest.mark.slow
def test_a_label_that_names_another_basis_than_the_rule_waits(world: World) -> None:
    assert_waits(world, world.spoilt(as_carbonate), "table names another basis than its rule")


@pytest.mark.slow
def test_a_revision_that_weighs_a_table_otherwise_waits_and_shows_its_cells(landed: World) -> None:
    def fivefold(record: Record) -> Record:
        digits = record[VALUE].replace(",", "")
        if record[0] == "COBALT" and record[STATISTIC] == "Production" and digits.isdigit():
            record[VALUE] = f"{round(int(digits) * 1.271):,}"
        return record

    arrival = landed.land(landed.spoilt(fivefold))
    assert arrival.verdict == "quarantined"
    assert any("a whole table moved" in reason for reason in arrival.reasons)
    cells = next(reason for reason in arrival.reasons if "cells of usgs_mcs_cells that" in reason)
    assert "production / cobalt" in cells
    assert " → " in cells


@pytest.mark.slow
def test_a_known_misprint_is_no_change_of_a_revision(world: World) -> None:
    """The edition that ships lands again with one figure changed: that figure, nothing else."""
    left = [1]

    def one_figure(record: Record) -> Record:
        digits = record[VALUE].replace(",", "")
        if left[0] and record[0] == "NICKEL" and digits.isdigit() and int(digits) > 999:
            left[0], record[VALUE] = 0, f"{int(digits) * 12:,}"
        return record

    name, files = long_name(2026), few_chapters(2026)
    arrival = world.land({**files, name: changed(files[name], one_figure)}, "usgs_mcs_2026")
    assert arrival.verdict == "quarantined"
    assert not any("changed its unit" in reason for reason in arrival.reasons), arrival.reasons
    (cells,) = [reason for reason in arrival.reasons if "that changed" in reason]
    assert cells.count("→") == 1, cells
    assert NEXT not in world.pins
