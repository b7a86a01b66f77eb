"""HMRC's bulk files of imports: months as partitions, what is refused, months that are revised.

The files are HMRC's layout with invented figures; none of the publisher's was ever read.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from orchestration.ground.errors import SourceError
from orchestration.landing.flows import arrival
from orchestration.landing.flows.arrival import BulkArrival, add
from orchestration.landing.flows.partitions import Partition, landed_partitions, part_path
from orchestration.settings import Settings
from tests.publishers import hmrc_builders as h


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(warehouse_dir=tmp_path / "warehouse")


def dropped(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def land(settings: Settings, *paths: Path, because: str = "") -> list[BulkArrival]:
    return list(add(settings, paths, revised_because=because))


def month_of(year: int, month: int, value: int = 1000, copies: int = 1) -> bytes:
    """A file of one month; `copies` more origins than one."""
    origins = ("CL", "CN", "KZ", "PE")[:copies]
    return h.text_of([h.line(origin=o, value=value, **h.of_month(year, month)) for o in origins])


def records(settings: Settings, partition: Partition, columns: str) -> list[tuple[object, ...]]:
    path = part_path(settings, partition)
    return duckdb.execute(
        f"select {columns} from read_parquet(?, hive_partitioning = false) order by source_row",  # noqa: S608
        [str(path)],
    ).fetchall()


def test_a_month_is_a_partition_and_its_records_are_as_printed(
    settings: Settings, tmp_path: Path
) -> None:
    """The switch of the service is off: landing a file needs none."""
    assert not settings.hmrc_enabled
    (landed,) = land(settings, dropped(tmp_path, h.MONTH, h.text_of(h.lines())))
    assert landed.verdict == "landed"
    (partition,) = landed_partitions(settings)
    assert partition.place == "source=hmrc_ots/edition=hmrc_ots_2024/hs=CN8/year=2024/month=1"
    assert partition.is_open
    assert partition.licence == "OGL v3"
    columns = "source_row, cn8, dispatch_alpha, origin_alpha, value_gbp, net_kg, suppression_mark"
    assert records(settings, partition, columns) == [
        (2, "26030000", "NL", "CL", 1000, 500, "0"),
        (3, "26030000", "NL", "CN", 300, 0, "0"),
        (4, "26030000", "NL", "CN", 200, 100, "0"),
        (5, "26030000", "NL", "ZZ", 100, None, "0"),
        # what is suppressed is unknown, not zero
        (6, "28230000", None, None, None, None, "2"),
        (7, "26030000", "NL", "GB", 50, 20, "0"),
    ]
    assert (partition.value, partition.weight_kg, partition.rows_without_weight) == (1650, 620, 2)


def test_a_file_without_header_and_trailer_is_read_whole(
    settings: Settings, tmp_path: Path
) -> None:
    land(settings, dropped(tmp_path, h.MONTH, h.text_of(h.lines(), is_framed=False)))
    (partition,) = landed_partitions(settings)
    assert partition.row_count == len(h.lines())


def test_an_archive_gives_a_partition_for_each_month(settings: Settings, tmp_path: Path) -> None:
    months = {
        f"BDSImp24{month:02d}.txt": [h.line(**h.of_month(2024, month))] for month in range(1, 7)
    }
    land(settings, dropped(tmp_path, "bdsimp_jan-jun24archive.zip", h.archive_of(months)))
    assert [(p.year, p.month) for p in landed_partitions(settings)] == [
        (2024, month) for month in range(1, 7)
    ]
    # the same month by itself is nothing new
    (again,) = land(settings, dropped(tmp_path, h.MONTH, month_of(2024, 1)))
    assert again.verdict == "unchanged"


REFUSED = {
    "a line is no record of imports": [h.line(), h.line()[:80], h.line("28230000")],
    "a record is no import": [h.line(), h.line("28230000", direction="exp")],
    "a record is of another month": [h.line(), h.line(**h.of_month(2023, 12))],
    "a suppression mark is none of HMRC's": [h.line(), h.line(suppression_mark="7")],
    "a country of origin is none": [h.line(), h.line(origin="")],
    "a country of dispatch is none": [h.line(), h.line(dispatch_alpha="4 ")],
    "a code is none": [h.line(), h.line("2603")],
    "a value is no number": [h.line(), h.line(value="1,000", port_alpha="FXT")],
    "a value is negative": [h.line(), h.line(value="-00000001000", port_alpha="FXT")],
    "a weight is no number": [h.line(), h.line(kg="heavy", port_alpha="FXT")],
    "a weight is negative": [h.line(), h.line(kg="-00000000001", port_alpha="FXT")],
    "the same key twice": [h.line(), h.line("28230000"), h.line(value=3)],
}


@pytest.mark.parametrize("what", sorted(REFUSED))
def test_a_record_that_cannot_be_is_refused_and_nothing_is_landed(
    what: str, settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match=what) as caught:
        land(settings, dropped(tmp_path, h.MONTH, h.text_of(REFUSED[what])))
    assert h.MONTH in str(caught.value)
    assert not landed_partitions(settings)


def test_a_file_that_is_cut_off_is_refused(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cut off"):
        land(settings, dropped(tmp_path, h.MONTH, h.text_of(h.lines())[:-30]))


def test_thousands_of_pounds_are_refused_beside_another_month(
    settings: Settings, tmp_path: Path
) -> None:
    """Flows of the nearest month are compared, whatever ports and modes divide them by."""
    codes = [f"2603{number:04d}" for number in range(30)]
    first = h.text_of([h.line(code, value=5_000_000) for code in codes])
    land(settings, dropped(tmp_path, h.MONTH, first))
    more = h.of_month(2024, 2) | {"port_alpha": "FXT"}
    second = h.text_of([h.line(code, value=5_000, **more) for code in codes])
    with pytest.raises(SourceError, match="in another unit"):
        land(settings, dropped(tmp_path, "BDSImp2402.txt", second))


@pytest.mark.slow
def test_the_last_months_are_revised_in_passing_and_older_ones_need_a_word(
    settings: Settings, tmp_path: Path
) -> None:
    for month in range(1, 9):
        land(settings, dropped(tmp_path, f"BDSImp24{month:02d}.txt", month_of(2024, month)))
    revised = dropped(tmp_path, "BDSImp2402.txt", month_of(2024, 2, value=1100))
    (landed,) = land(settings, revised)
    (partition,) = landed.partitions
    assert (partition.month, partition.revision, partition.value) == (2, 2, 1100)
    assert "6 months that the publisher revises" in partition.revised_because
    older = dropped(tmp_path, h.MONTH, month_of(2024, 1, value=1100))
    with pytest.raises(SourceError, match="no revision was announced"):
        land(settings, older)
    (landed,) = land(settings, older, because="HMRC corrected the year")
    assert landed.partitions[0].revision == 2
    assert [p.value for p in landed_partitions(settings)][:3] == [1100, 1100, 1000]


def test_a_month_that_two_files_of_one_run_revise_is_refused(
    settings: Settings, tmp_path: Path
) -> None:
    """Nothing says which of them is the later one."""
    archive = h.archive_of({h.MONTH: [h.line(value=1100)]})
    dropped(tmp_path, "bdsimp_jan-jun24archive.zip", archive)
    dropped(tmp_path, h.MONTH, month_of(2024, 1))
    with pytest.raises(SourceError, match="no revision was announced") as caught:
        land(settings, tmp_path)
    assert h.MONTH in str(caught.value)
    assert "bdsimp_jan-jun24archive.zip" in str(caught.value)
    (partition,) = landed_partitions(settings)
    assert partition.revision == 1


def test_a_print_that_was_revised_does_not_come_back_in_passing(
    settings: Settings, tmp_path: Path
) -> None:
    first = dropped(tmp_path, h.MONTH, month_of(2024, 1))
    land(settings, first)
    archive = h.archive_of({h.MONTH: [h.line(value=1100)]})
    land(settings, dropped(tmp_path, "bdsimp_jan-jun24archive.zip", archive))
    with pytest.raises(SourceError, match="no revision was announced"):
        land(settings, first)
    assert [p.value for p in landed_partitions(settings)] == [1100]
    land(settings, first, because="HMRC took the revision back")
    assert [p.value for p in landed_partitions(settings)] == [1000]


@pytest.mark.parametrize(("value", "copies"), [(2100, 1), (490, 1), (300, 4)])
def test_a_month_of_another_size_needs_a_word_however_new_it_is(
    value: int, copies: int, settings: Settings, tmp_path: Path
) -> None:
    land(settings, dropped(tmp_path, h.MONTH, month_of(2024, 1)))
    with pytest.raises(SourceError, match="no revision was announced"):
        land(settings, dropped(tmp_path, h.MONTH, month_of(2024, 1, value, copies)))
    (partition,) = landed_partitions(settings)
    assert partition.value == 1000


def test_a_killed_run_goes_on_with_the_months_it_had_staged(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    months = {
        f"BDSImp24{month:02d}.txt": [h.line(**h.of_month(2024, month))] for month in range(1, 7)
    }
    path = dropped(tmp_path, "bdsimp_jan-jun24archive.zip", h.archive_of(months))
    real, written = arrival.stage, []

    def killed_at_the_third(*args: object) -> list[Partition]:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(real(*args))  # type: ignore[arg-type]
        return written[-1]

    with monkeypatch.context() as patch:
        patch.setattr(arrival, "stage", killed_at_the_third)
        with pytest.raises(KeyboardInterrupt):
            land(settings, path)
    assert not landed_partitions(settings)
    staged = {p: p.stat().st_mtime_ns for p in settings.trade_dir.rglob("part-*.parquet")}
    assert len(staged) == 2
    land(settings, path)
    partitions = landed_partitions(settings)
    assert len(partitions) == 6
    kept = {part_path(settings, p).stat().st_mtime_ns for p in partitions}
    assert set(staged.values()) <= kept
