"""Bulk trade: what is landed from which file, what is refused and leaves nothing, going on.

The files are CEPII's layout with invented flows; the publisher's figures are asked in
`test_flows_files.py`.
"""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet

from orchestration.ground.errors import AskedError, SourceError
from orchestration.landing.flows import arrival
from orchestration.landing.flows.arrival import READY, BulkArrival, add, finish_interrupted
from orchestration.landing.flows.partitions import (
    INCOMING,
    Partition,
    landed_partitions,
    part_path,
)
from orchestration.landing.ledger import read_ledger
from orchestration.publishers.baci.selection import country_codes
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT
from tests.publishers import baci_builders as b

KAZAKHSTAN, CHINA, CHILE, GERMANY = 398, 156, 152, 276
PRODUCTS = "product_codes_HS92_V202601.csv"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(warehouse_dir=tmp_path / "warehouse")


def dropped(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def land(settings: Settings, *paths: Path, because: str = "") -> list[BulkArrival]:
    return list(add(settings, paths, revised_because=because))


def records(settings: Settings, partition: Partition) -> list[tuple[object, ...]]:
    path = part_path(settings, partition)
    sql = "from read_parquet(?, hive_partitioning = false) order by source_row"
    return duckdb.execute(sql, [str(path)]).fetchall()


def left_behind(settings: Settings) -> list[Path]:
    """Files below the folder of trade, locks aside."""
    return [p for p in settings.trade_dir.rglob("*") if p.is_file() and p.name != ".lock"]


def test_an_archive_becomes_a_partition_for_each_year(settings: Settings, tmp_path: Path) -> None:
    (landed,) = land(settings, dropped(tmp_path, b.ARCHIVE, b.archive_of(b.flows())))
    assert landed.verdict == "landed"
    places = [partition.place for partition in landed_partitions(settings)]
    folder = "source=baci/edition=baci_2026/hs=HS92"
    assert places == [f"{folder}/year=2023", f"{folder}/year=2024"]
    first, second = landed_partitions(settings)
    # every code is kept, with its record; unknown is null, money and weight are whole numbers
    assert records(settings, first) == [
        (2, KAZAKHSTAN, CHINA, "260300", 1_234_567, 800_500),
        (3, KAZAKHSTAN, 826, "260300", 25, None),
        (4, CHILE, GERMANY, "260300", 1_234_567, 800_500),
        (5, 251, GERMANY, "260300", 7_500, 800_500),
        (6, CHILE, CHINA, "270900", 1_234_567, 800_500),
    ]
    assert (first.row_count, first.rows_without_weight) == (5, 1)
    assert first.value == 3 * 1_234_567 + 25 + 7_500
    assert second.weight_kg == 1 + 500
    assert first.file_name == f"{b.ARCHIVE}, {b.YEAR_TABLE}"
    assert first.is_open
    assert not list((settings.trade_dir / INCOMING).iterdir())


@pytest.mark.parametrize("name", [b.PARQUET, "BACI_HS92_V202601.parquet"])
def test_parquet_of_several_years_gives_the_same_figures(
    name: str, settings: Settings, tmp_path: Path
) -> None:
    land(settings, dropped(tmp_path, name, b.parquet_of(b.flows())))
    first, second = landed_partitions(settings)
    assert [row[1:] for row in records(settings, second)] == [
        (CHILE, 842, "260300", 10_001, 1),
        (490, CHINA, "811211", 3_250, 500),
    ]
    assert [row[0] for row in records(settings, first)] == [1, 2, 3, 4, 5]
    assert [row[0] for row in records(settings, second)] == [6, 7]


def test_both_engines_read_the_folders(settings: Settings, tmp_path: Path) -> None:
    """Names of folders and columns are the interface of whoever reads partitions by themselves."""
    land(settings, dropped(tmp_path, b.ARCHIVE, b.archive_of(b.flows())))
    pattern = str(settings.trade_dir / "**" / "*.parquet")
    described = duckdb.execute(
        "describe from read_parquet(?, hive_partitioning = true)", [pattern]
    ).fetchall()
    assert [(row[0], row[1]) for row in described] == [
        ("source_row", "BIGINT"),
        ("exporter_code", "INTEGER"),
        ("importer_code", "INTEGER"),
        ("hs_code", "VARCHAR"),
        ("value_usd", "BIGINT"),
        ("net_kg", "BIGINT"),
        ("edition", "VARCHAR"),
        ("hs", "VARCHAR"),
        ("source", "VARCHAR"),
        ("year", "BIGINT"),
    ]
    hidden = {p.name for p in left_behind(settings) if p.suffix != ".parquet"}
    assert hidden == {"_partition.json"}


def test_the_same_file_is_landed_once(settings: Settings, tmp_path: Path) -> None:
    path = dropped(tmp_path, b.ARCHIVE, b.archive_of(b.flows()))
    (landed,) = land(settings, path)
    before = {p: p.stat().st_mtime_ns for p in left_behind(settings)}
    left = settings.trade_dir / INCOMING / landed.partitions[0].file_sha256[:16]
    left.mkdir()
    (again,) = land(settings, path)
    assert again.verdict == "unchanged"
    assert not left.exists()
    # the same figures out of single tables are nothing new either
    table = dropped(tmp_path, b.YEAR_TABLE, b.csv_of(b.flows()[:5]))
    (unpacked,) = land(settings, table)
    assert unpacked.verdict == "unchanged"
    # nor are they as Parquet, which numbers its records otherwise
    series = dropped(tmp_path, "BACI_HS92_V202601.parquet", b.parquet_of(b.flows()))
    (repacked,) = land(settings, series)
    assert repacked.verdict == "unchanged"
    assert [p.file_name for p in repacked.partitions] == [
        p.file_name for p in landed_partitions(settings)
    ]
    assert {p: p.stat().st_mtime_ns for p in left_behind(settings)} == before


SINGLE = {
    "the partner is the world": b.flow(importer=0),
    "the exporter is the world": b.flow(exporter=0),
    "nobody knows the code of the exporter": b.flow(exporter=999),
    "nobody knows the code of the partner": b.flow(importer=8888),
    "a country trades with itself": b.flow(importer=KAZAKHSTAN),
    "a value is negative": b.flow(value=-0.5),
    "a value is no number": b.flow(importer=4, value=None),
    "a weight is negative": b.flow(importer=4, tonnes=-1),
    "a record is of another year than its table": b.flow(year=2022),
    "a code belongs to another HS edition": b.flow(code="811221"),
    "a code is none": b.flow(code="26030X"),
}
NO_CODES = [
    ("a code is none", b.flow(code=code)) for code in ("", " ", '""', "2603001", "26030010")
]


@pytest.mark.parametrize(("refusal", "record"), [*SINGLE.items(), *NO_CODES])
def test_a_record_that_cannot_be_is_refused_and_nothing_is_landed(
    refusal: str, record: b.Flow, settings: Settings, tmp_path: Path
) -> None:
    good = [b.flow(year=2024, importer=392)]
    wrong = [b.flow(importer=392), record]
    archive = zipped({"BACI_HS92_Y2024_V202601.csv": good, b.YEAR_TABLE: wrong})
    with pytest.raises(SourceError, match=refusal) as caught:
        land(settings, dropped(tmp_path, b.ARCHIVE, archive))
    message = str(caught.value)
    assert f"{b.YEAR_TABLE}, record 3, column" in message
    assert "way out" in message
    assert not left_behind(settings)
    assert [line.verdict for line in read_ledger(settings)] == ["refused"]


def zipped(tables: dict[str, Sequence[b.Flow]], **others: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, flows in tables.items():
            archive.writestr(name, b.csv_of(flows))
        for name, content in others.items():
            archive.writestr(name.replace("__", "."), content)
    return packed.getvalue()


def test_a_weight_that_is_no_number_is_not_taken_for_unknown(
    settings: Settings, tmp_path: Path
) -> None:
    table = b.csv_of([b.flow(), b.flow(importer=392)]).replace(b"800.500", b"n.a.", 1)
    with pytest.raises(SourceError, match="a weight is no number") as caught:
        land(settings, dropped(tmp_path, b.YEAR_TABLE, table))
    assert "record 2" in str(caught.value)


def test_a_key_that_is_printed_twice_is_refused_with_both_records(
    settings: Settings, tmp_path: Path
) -> None:
    flows = [b.flow(), b.flow(importer=392), b.flow(value=7.25)]
    with pytest.raises(SourceError, match="same key twice") as caught:
        land(settings, dropped(tmp_path, b.YEAR_TABLE, b.csv_of(flows)))
    assert "records 2 and 4" in str(caught.value)
    assert not left_behind(settings)


def test_a_code_that_the_archives_own_list_lacks_is_refused(
    settings: Settings, tmp_path: Path
) -> None:
    listed = b"code,description\n260300,Copper ores\n"
    sound = zipped({b.YEAR_TABLE: [b.flow()]}, **{PRODUCTS.replace(".", "__"): listed})
    land(settings, dropped(tmp_path, b.ARCHIVE, sound))
    other = zipped({b.YEAR_TABLE: [b.flow(code="260800")]}, **{PRODUCTS.replace(".", "__"): listed})
    with pytest.raises(SourceError, match="not in the list of codes") as caught:
        land(settings, dropped(tmp_path, "BACI_HS92_V202701.zip", other), because="a test")
    assert "260800" in str(caught.value)


def test_a_list_of_codes_that_cannot_be_asked_is_refused(
    settings: Settings, tmp_path: Path
) -> None:
    listed = {PRODUCTS.replace(".", "__"): b"hs,description\n260300,Copper ores\n"}
    archive = zipped({b.YEAR_TABLE: [b.flow()]}, **listed)
    with pytest.raises(SourceError, match="has no column of codes") as caught:
        land(settings, dropped(tmp_path, b.ARCHIVE, archive))
    assert PRODUCTS in str(caught.value)
    assert not left_behind(settings)


def many(unit: float, year: int = 2023) -> list[b.Flow]:
    """A flow of copper ore from Kazakhstan into every country, its value `unit` times as large."""
    others = sorted(country_codes() - {KAZAKHSTAN})
    return [
        b.flow(year, importer=code, value=(1000 * n + 0.137) * unit, tonnes=n + 0.5)
        for n, code in enumerate(others, 1)
    ]


def test_values_in_usd_are_refused_by_their_decimals(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="another unit: in thousand USD") as caught:
        land(settings, dropped(tmp_path, b.YEAR_TABLE, b.csv_of(many(1000))))
    assert "column value_usd" in str(caught.value)
    assert not left_behind(settings)


@pytest.mark.parametrize("unit", [999.7777, 1 / 997.3])
def test_a_factor_of_a_thousand_between_editions_is_refused(
    unit: float, settings: Settings, tmp_path: Path
) -> None:
    land(settings, dropped(tmp_path, b.YEAR_TABLE, b.csv_of(many(1))))
    newer = dropped(tmp_path, "BACI_HS92_Y2023_V202701.csv", b.csv_of(many(unit)))
    with pytest.raises(SourceError, match="another unit than those of another edition") as caught:
        land(settings, newer)
    assert "baci_2026 HS92 2023" in str(caught.value)
    assert len(landed_partitions(settings)) == 1


def test_weights_in_kilograms_are_refused(settings: Settings, tmp_path: Path) -> None:
    land(settings, dropped(tmp_path, b.YEAR_TABLE, b.csv_of(many(1))))
    heavier = [(*flow[:5], (flow[5] or 0) * 1000) for flow in many(1.01)]
    with pytest.raises(SourceError, match="another unit") as caught:
        land(settings, dropped(tmp_path, "BACI_HS92_Y2023_V202701.csv", b.csv_of(heavier)))
    assert "column net_kg" in str(caught.value)


def test_the_next_edition_with_other_figures_is_landed_beside(
    settings: Settings, tmp_path: Path
) -> None:
    land(settings, dropped(tmp_path, b.YEAR_TABLE, b.csv_of(many(1))))
    land(settings, dropped(tmp_path, "BACI_HS92_Y2023_V202701.csv", b.csv_of(many(1.3))))
    editions = [partition.edition_id for partition in landed_partitions(settings)]
    assert editions == ["baci_2026", "baci_2027"]


@pytest.mark.parametrize("end", [40, 200, 400, -20, -1])
@pytest.mark.parametrize("name", [b.ARCHIVE, b.PARQUET])
def test_a_file_that_is_cut_off_is_refused(
    name: str, end: int, settings: Settings, tmp_path: Path
) -> None:
    whole = b.archive_of(b.flows()) if name == b.ARCHIVE else b.parquet_of(b.flows())
    with pytest.raises(SourceError, match="cut off or damaged") as caught:
        land(settings, dropped(tmp_path, name, whole[:end]))
    assert name in str(caught.value)
    assert not left_behind(settings)


@pytest.mark.parametrize("end", [-1, -9, -30, 13, 0])
def test_a_table_that_is_cut_off_is_refused(end: int, settings: Settings, tmp_path: Path) -> None:
    content = b.csv_of(b.flows()[:5])[:end]
    with pytest.raises(SourceError, match=r"cut off or damaged|has no record"):
        land(settings, dropped(tmp_path, b.YEAR_TABLE, content))
    assert not left_behind(settings)


def test_other_columns_are_refused(settings: Settings, tmp_path: Path) -> None:
    table = b.csv_of([b.flow()]).replace(b"t,i,j,k,v,q", b"year,i,j,k,v,q")
    with pytest.raises(SourceError, match="columns are not those of CEPII BACI"):
        land(settings, dropped(tmp_path, b.YEAR_TABLE, table))


def test_other_figures_replace_landed_ones_only_as_an_announced_revision(
    settings: Settings, tmp_path: Path
) -> None:
    """Both prints are in the ledger; the file's version, or a person, announces the second."""
    land(settings, dropped(tmp_path, b.YEAR_TABLE, b.csv_of([b.flow(value=1.5)])))
    again = dropped(tmp_path, b.YEAR_TABLE, b.csv_of([b.flow(value=2.5)]))
    with pytest.raises(SourceError, match="no revision was announced"):
        land(settings, again)
    assert [p.value for p in landed_partitions(settings)] == [1_500]
    land(settings, again, because="CEPII wrote to us")
    named = dropped(tmp_path, "BACI_HS92_Y2023_V202601b.csv", b.csv_of([b.flow(value=3.5)]))
    land(settings, named)
    (partition,) = landed_partitions(settings)
    assert (partition.value, partition.revision) == (3_500, 3)
    assert "202601b follows 202601" in partition.revised_because
    lines = [line for line in read_ledger(settings) if line.verdict in ("accepted", "revised")]
    assert [line.details["value"] for line in lines] == ["1500", "2500", "3500"]
    assert "before: 1 rows, 1500 in value" in lines[1].reason
    assert "CEPII wrote to us" in lines[1].reason
    # an older version that comes later is no revision
    with pytest.raises(SourceError, match="no revision was announced"):
        land(settings, again)


def test_a_run_that_was_killed_goes_on_with_what_it_had_staged(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = dropped(tmp_path, b.ARCHIVE, b.archive_of(b.flows()))
    real, written = arrival.stage, []

    def killed_at_the_second(*args: object) -> list[Partition]:
        if written:
            raise KeyboardInterrupt
        written.extend(real(*args))  # type: ignore[arg-type]
        return written

    with monkeypatch.context() as patch:
        patch.setattr(arrival, "stage", killed_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            land(settings, path)
    assert not landed_partitions(settings)
    staged = {p: p.stat().st_mtime_ns for p in settings.trade_dir.rglob("part-*.parquet")}
    assert len(staged) == 1
    land(settings, path)
    first, _ = landed_partitions(settings)
    assert part_path(settings, first).stat().st_mtime_ns in staged.values()


def test_a_run_that_was_killed_between_two_renames_is_finished(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, moved = arrival.move, []

    def killed_at_the_second(source: Path, target: Path) -> None:
        if moved:
            raise KeyboardInterrupt
        moved.append(target)
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(arrival, "move", killed_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            land(settings, dropped(tmp_path, b.ARCHIVE, b.archive_of(b.flows())))
    assert len(list((settings.trade_dir / INCOMING).glob(f"*/{READY}"))) == 1
    assert finish_interrupted(settings) == ["baci_2026 HS92 2024"]
    assert [partition.year for partition in landed_partitions(settings)] == [2023, 2024]
    assert not finish_interrupted(settings)


@pytest.mark.slow
def test_what_a_living_run_has_staged_is_left_to_it(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refresh that is under way meanwhile would take the folder away under its hands."""
    real, finished = arrival._let_in, []
    script = (
        "import sys; from pathlib import Path; from orchestration.settings import Settings; "
        "from orchestration.landing.flows.arrival import finish_interrupted; "
        "print(finish_interrupted(Settings(warehouse_dir=Path(sys.argv[1]))))"
    )

    def while_a_refresh_looks(settings: Settings, room: Path, wait: float) -> list[str]:
        command = [sys.executable, "-c", script, str(settings.warehouse_dir)]
        finished.append(subprocess.check_output(command, text=True, cwd=PROJECT_ROOT).strip())
        return real(settings, room, wait)

    monkeypatch.setattr(arrival, "_let_in", while_a_refresh_looks)
    land(settings, dropped(tmp_path, b.ARCHIVE, b.archive_of(b.flows())))
    assert finished == ["[]"]
    assert len(landed_partitions(settings)) == 2


def test_a_folder_without_bulk_files_is_refused(settings: Settings, tmp_path: Path) -> None:
    dropped(tmp_path, "notes.txt", b"nothing")
    with pytest.raises(AskedError, match="no bulk file") as caught:
        land(settings, tmp_path)
    assert "BACI_HS<edition>_V<yyyymm>.zip" in caught.value.expected


@pytest.mark.slow
def test_a_table_larger_than_the_memory_is_streamed(settings: Settings, tmp_path: Path) -> None:
    """A million records, 56 MB of whole numbers, land within 48 MB."""
    countries = sorted(country_codes())
    pairs = [(i, j) for i in countries for j in countries if i != j]
    exporters, importers = zip(*pairs, strict=True)
    count = len(pairs)
    columns = {
        "t": pa.array([2023] * count),
        "i": pa.array(exporters),
        "j": pa.array(importers),
        "v": pa.array([n + 0.125 for n in range(count)]),
        "q": pa.array([n + 0.5 for n in range(count)]),
    }
    path, codes = tmp_path / "BACI_HS92_V202501.parquet", range(260_000, 260_020)
    names = [(name, array.type) for name, array in columns.items()]
    schema = pa.schema([*names[:3], ("k", pa.string()), *names[3:]])
    with parquet.ParquetWriter(path, schema) as writer:
        for code in codes:
            writer.write_table(pa.table({**columns, "k": pa.array([str(code)] * count)}, schema))
    (landed,) = land(settings.model_copy(update={"trade_memory": "48MB"}), path)
    (partition,) = landed.partitions
    assert partition.row_count == count * len(codes) > 1_000_000
