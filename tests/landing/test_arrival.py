"""An edition arrives: what is accepted, what waits for a person, what is kept, what is read."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from orchestration.landing import accept, pinned, quarantined, read_ledger, reject
from orchestration.landing.editions import load
from orchestration.landing.rules.thresholds import thresholds
from orchestration.publishers import read_edition
from orchestration.settings import PROJECT_ROOT
from tests.landing.conftest import NEXT, Files, World, few_chapters, long_name
from tests.landing.printer import Record

COUNTRY, STATISTIC, TYPE, UNIT, YEAR, VALUE = 3, 4, 5, 6, 7, 8


@pytest.mark.slow
def test_a_new_edition_that_continues_the_last_one_is_accepted_and_pinned(world: World) -> None:
    arrival = world.land()
    assert (arrival.verdict, arrival.revision, arrival.is_new) == ("accepted", 1, True)
    assert "continues usgs_mcs_2026" in arrival.reasons[0]
    assert world.pins == {"usgs_mcs_2026": None, NEXT: 1}
    (line,) = read_ledger(world.settings)
    assert (line.event, line.edition_id, line.verdict) == ("arrival", NEXT, "accepted")
    assert line.reason == arrival.reasons[0]


@pytest.mark.slow
def test_the_same_bytes_again_are_unchanged_and_stored_once(landed: World) -> None:
    before = {path: path.stat().st_mtime_ns for path in landed.stored()}
    again = landed.land()
    assert (again.verdict, again.revision, again.is_new) == ("unchanged", 1, False)
    assert {path: path.stat().st_mtime_ns for path in landed.stored()} == before
    assert len(load(landed.settings).of(NEXT)) == 1


def test_the_bytes_behind_the_embedded_figures_are_unchanged(world: World) -> None:
    arrival = world.land(few_chapters(2026), "usgs_mcs_2026")
    assert (arrival.verdict, arrival.revision) == ("unchanged", None)
    assert world.pins == {"usgs_mcs_2026": None}
    assert load(world.settings).stamps.keys() == {"usgs_mcs_2026"}


def named(case: object) -> str:
    return getattr(case, "__name__", "")


def without_a_file(files: Files) -> Files:
    return {name: content for name, content in files.items() if "Fig3" not in name}


def web_page(files: Files) -> Files:
    page = b"<!DOCTYPE html><html><body>Please sign in</body></html>\r\n"
    return {**files, long_name(): page.ljust(len(files[long_name()]), b" ")}


def half(files: Files) -> Files:
    return {**files, long_name(): files[long_name()][: len(files[long_name()]) // 2]}


def utf16(files: Files) -> Files:
    return {**files, long_name(): files[long_name()].decode("cp1252").encode("utf-16")}


def with_a_column(files: Files) -> Files:
    lines = files[long_name()].split(b"\r\n")
    wider = [
        line and line + (b",0" if number else b",Confidence") for number, line in enumerate(lines)
    ]
    return {**files, long_name(): b"\r\n".join(wider)}


OF_FILES: list[tuple[Callable[[Files], Files], str]] = [
    (without_a_file, "files are missing"),
    (web_page, "an HTML page stands where a CSV file should be"),
    (half, "moved by -50%"),
    (utf16, "wrong encoding"),
    (with_a_column, "a column header is not one of this layout"),
]


@pytest.mark.parametrize(("spoil", "word"), OF_FILES, ids=named)
@pytest.mark.slow
def test_files_that_are_not_what_they_say_wait(
    spoil: Callable[[Files], Files], word: str, world: World
) -> None:
    assert_waits(world, spoil(world.files), word)


def fewer_rows(record: Record) -> Record | None:
    """Every third country of each table is gone, in both years."""
    is_dropped = sum(record[COUNTRY].encode()) % 3 == 0 and not record[COUNTRY].startswith("World")
    return None if is_dropped and record[STATISTIC] in ("Production", "Reserves") else record


def other_unit(record: Record) -> Record:
    if record[0] == "COBALT" and record[STATISTIC] == "Production":
        record[UNIT] = "thousand metric tons"
    return record


def another_country_name(record: Record) -> Record:
    record[COUNTRY] = record[COUNTRY].replace("Congo (Kinshasa)", "Democratic Congo")
    return record


def another_commodity(record: Record) -> Record:
    record[2] = record[2].replace("Nickel", "Nickeline")
    return record


def another_salient_series(record: Record) -> Record:
    record[TYPE] = record[TYPE].replace("Apparent", "Visible")
    return record


def no_percentage(record: Record) -> Record:
    if record[STATISTIC] == "Net import reliance":
        record[VALUE] = record[VALUE].replace("76", "three quarters")
    return record


def no_zinc(record: Record) -> Record | None:
    return None if record[0] == "ZINC" else record


def unknown_unit(record: Record) -> Record:
    if record[0] == "LITHIUM":
        record[UNIT] = record[UNIT].replace("metric tons", "hundredweights")
    return record


def thousandfold(record: Record) -> Record:
    is_figure = record[VALUE].replace(",", "").isdigit()
    if record[0] == "COBALT" and record[STATISTIC] == "Production" and is_figure:
        record[VALUE] += ",000"
    return record


OF_FIGURES: list[tuple[Callable[[Record], Record | None], str]] = [
    (fewer_rows, "of the figures are gone: production"),
    (other_unit, "a table changed its unit: production / cobalt"),
    (
        another_country_name,
        "country is not known: Democratic Congo (add the name to seeds/reference/country_names.csv",
    ),
    (
        another_commodity,
        "commodity or table is not known: Nickeline | ",
    ),
    (another_salient_series, "a salient series that is not known: usgs_mcs_2027: Cobalt: "),
    (no_percentage, "a percentage is above 100, negative or not one"),
    (no_zinc, "commodities of usgs_mcs_2026 are gone: zinc"),
    (unknown_unit, "unit is not known: hundredweights (add the unit to seeds/cells/units.csv"),
    (thousandfold, "a table moved by an order of magnitude: production / cobalt"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("change", "word"), OF_FIGURES, ids=named)
def test_figures_that_do_not_continue_the_last_edition_wait(
    change: Callable[[Record], Record | None], word: str, world: World
) -> None:
    assert_waits(world, world.spoilt(change), word)


def assert_waits(world: World, files: Files, word: str) -> None:
    """In quarantine for this reason, not read by a refresh, and kept; in the ledger once."""
    arrival = world.land(files)
    assert arrival.verdict == "quarantined"
    assert any(word in reason for reason in arrival.reasons), arrival.reasons
    assert world.pins == {"usgs_mcs_2026": None}
    (waiting,) = quarantined(world.settings)
    assert waiting.reasons == arrival.reasons
    assert len(world.stored()) == len(files)
    again = world.land(files)
    assert again.verdict == "unchanged"
    assert "still waits in quarantine" in again.reasons[0]
    assert [line.verdict for line in read_ledger(world.settings)] == ["quarantined", "unchanged"]


def test_an_edition_of_a_source_that_nobody_knows_waits(world: World) -> None:
    assert_waits(world, {"atlas_2027.csv": b"a,b\r\n1,2\r\n"}, "it is not what it says it is")


def revised(records: int, by: str = "1") -> Callable[[Record], Record]:
    """A digit put before so many production figures: enough to differ, not always ten times."""
    left = [records]

    def change(record: Record) -> Record:
        digits = record[VALUE].replace(",", "")
        if left[0] and record[STATISTIC] == "Production" and digits.isdigit() and int(digits) > 99:
            left[0] -= 1
            last = int(digits) + int(by)
            record[VALUE] = f"{last:,}"
        return record

    return change


@pytest.mark.slow
def test_a_small_revision_in_place_is_accepted_and_both_are_kept(landed: World) -> None:
    arrival = landed.land(landed.spoilt(revised(2)))
    assert (arrival.verdict, arrival.revision) == ("accepted", 2)
    assert "a revision of usgs_mcs_2027 within the rules" in arrival.reasons[0]
    assert landed.pins[NEXT] == 2
    first, second = load(landed.settings).of(NEXT)
    assert (first.state, second.state) == ("accepted", "accepted")
    assert first.files[0].sha256 != second.files[0].sha256
    assert len(landed.stored()) == len(landed.files) + 1


@pytest.mark.slow
def test_a_large_revision_in_place_waits_and_the_first_stays_pinned(landed: World) -> None:
    arrival = landed.land(landed.spoilt(revised(200)))
    assert arrival.verdict == "quarantined"
    assert "changed cells of usgs_mcs_cells against the revision that stands" in arrival.reasons[0]
    assert landed.pins[NEXT] == 1


@pytest.mark.slow
def test_a_revision_that_moves_one_figure_by_an_order_of_magnitude_waits(landed: World) -> None:
    arrival = landed.land(landed.spoilt(revised(1, "9999999")))
    assert arrival.verdict == "quarantined"
    assert "figures moved by more than 10 times" in arrival.reasons[0]
    assert landed.pins[NEXT] == 1


@pytest.mark.slow
def test_a_publisher_who_takes_a_revision_back_gets_a_third(landed: World) -> None:
    landed.land(landed.spoilt(revised(2)))
    arrival = landed.land()
    assert (arrival.verdict, arrival.revision) == ("accepted", 3)
    assert landed.pins[NEXT] == 3


@pytest.mark.slow
def test_what_a_person_accepts_is_read_and_what_a_person_rejects_is_not(world: World) -> None:
    files = world.spoilt(no_zinc)
    world.land(files)
    accepted = accept(world.settings, NEXT, "the survey stopped printing zinc", who="Anna")
    assert (accepted.state, accepted.decided_by) == ("accepted", "Anna")
    assert world.pins[NEXT] == 1
    rejected = reject(world.settings, f"{NEXT}@1", "it came back in the errata", who="Bo")
    assert rejected.state == "rejected"
    assert NEXT not in world.pins
    again = world.land(files)
    assert again.verdict == "unchanged"
    assert "was rejected: it came back in the errata" in again.reasons[0]
    decisions = [line for line in read_ledger(world.settings) if line.event == "decision"]
    assert [(line.verdict, line.details["by"]) for line in decisions] == [
        ("accepted", "Anna"),
        ("rejected", "Bo"),
    ]


def test_the_raw_tables_hold_what_is_pinned(landed: World) -> None:
    files = {NEXT: pinned(landed.settings)[NEXT].files}
    assert {file.file_name for file in files[NEXT]} == set(landed.files)
    frames = read_edition(NEXT, landed.settings.embedded_dir, landed=files)
    assert set(frames["usgs_mcs_cells"]["edition_id"]) == {NEXT}
    assert set(frames["usgs_mcs_cells"]["year"]) == {2025, 2026}
    assert len(frames["source_files"]) == len(landed.files)


def test_every_threshold_has_a_reason_and_is_used() -> None:
    rules = PROJECT_ROOT / "orchestration" / "landing" / "rules"
    code = "".join(path.read_text() for path in rules.glob("*.py"))
    assert thresholds()
    for name, threshold in thresholds().items():
        assert f'"{name}"' in code, name
        assert len(threshold.why) > 40, name


def test_the_id_of_a_revision_has_its_number(landed: World) -> None:
    (revision,) = load(landed.settings).all()
    assert revision.id == f"{NEXT}@1"
    assert dataclasses.replace(revision, revision=7).id == f"{NEXT}@7"
