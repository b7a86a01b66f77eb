"""The layouts that `minerals drop --explain` prints: their examples land, what differs does not."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from orchestration.ground.errors import AskedError, SourceError
from orchestration.landing import Arrival, find
from orchestration.landing.live import take_drops
from orchestration.landing.store import object_path
from orchestration.publishers import embedded
from orchestration.publishers.layout import FileLayout, written
from orchestration.publishers.publisher import Publisher
from orchestration.publishers.registry import PUBLISHERS
from orchestration.settings import Settings
from tests.cli.conftest import Typed, typed  # noqa: F401 - the command line in this process

EXPLAINED = [(publisher, layout) for publisher in PUBLISHERS for layout in publisher.layouts]
IDS = [publisher.source_id for publisher, _ in EXPLAINED]
every_layout = pytest.mark.parametrize(("publisher", "layout"), EXPLAINED, ids=IDS)


def bytes_of(rows: list[list[str]]) -> bytes:
    return written(rows).encode()


def rows_of(layout: FileLayout) -> list[list[str]]:
    return [list(layout.header), *(list(row) for row in layout.example)]


def dropped(folder: Path, layout: FileLayout, rows: list[list[str]]) -> Arrival:
    # nothing ships here: an example of a few rows is no revision of an edition of many thousands
    embedded.write(folder / "embedded", {})
    settings = Settings(
        warehouse_dir=folder,
        embedded_dir=folder / "embedded",
        bgs_enabled=True,
        comtrade_enabled=True,
        hmrc_enabled=True,
    )
    path = settings.drop_dir / layout.file_name
    path.parent.mkdir(parents=True)
    path.write_bytes(bytes_of(rows))
    os.utime(path, (1, 1))
    (arrival,) = take_drops(settings)
    return arrival


def test_every_publisher_explains_a_layout() -> None:
    assert set(IDS) == {publisher.source_id for publisher in PUBLISHERS}
    assert len(IDS) >= 7


@every_layout
@pytest.mark.slow
def test_an_explained_example_lands_row_by_row(
    publisher: Publisher, layout: FileLayout, tmp_path: Path
) -> None:
    arrival = dropped(tmp_path, layout, rows_of(layout))
    settings = Settings(
        warehouse_dir=tmp_path, bgs_enabled=True, comtrade_enabled=True, hmrc_enabled=True
    )
    assert arrival.edition_id == publisher.edition_of_file_name(layout.file_name)
    assert not [reason for reason in arrival.reasons if "cannot be read" in reason]
    (file,) = find(settings, f"{arrival.edition_id}@{arrival.revision}").files
    content = object_path(settings, file.sha256).read_bytes()
    tables = publisher.parse_file(file.file_name, content, None).tables
    assert max(len(rows) for rows in tables.values()) == len(layout.example)


@every_layout
def test_a_column_that_is_missing_is_named(
    publisher: Publisher, layout: FileLayout, tmp_path: Path
) -> None:
    for place, column in enumerate(layout.columns):
        rows = [row[:place] + row[place + 1 :] for row in rows_of(layout)]
        with pytest.raises(SourceError) as refused:
            publisher.parse_file(layout.file_name, bytes_of(rows), None)
        assert column.name in f"{refused.value.expected} {refused.value.found}"
    arrival = dropped(tmp_path, layout, rows)
    assert arrival.verdict == "quarantined"
    assert column.name in "\n".join(arrival.reasons)


@every_layout
def test_another_column_is_refused_or_ignored_as_printed(
    publisher: Publisher, layout: FileLayout
) -> None:
    head, *rest = rows_of(layout)
    wider = bytes_of([[*head, "colour"], *([*row, "blue"] for row in rest)])
    if layout.refuses_others:
        with pytest.raises(SourceError):
            publisher.parse_file(layout.file_name, wider, None)
    else:
        assert publisher.parse_file(layout.file_name, wider, None).tables


def test_the_words_of_the_agency_are_the_only_ones() -> None:
    """A word that the layout prints is taken in every place, any other is refused."""
    ((iea, layout),) = [pair for pair in EXPLAINED if pair[0].source_id == "iea"]
    limited = [(i, column) for i, column in enumerate(layout.columns) if column.words]
    assert [column.name for _, column in limited] == ["stage_as_printed", "is_projection"]
    for place, column in limited:
        for word in (*column.words, "other"):
            rows = rows_of(layout)[:2]
            rows[1][place] = word
            if word == "other":
                with pytest.raises(SourceError, match="not of its layout"):
                    iea.parse_file(layout.file_name, bytes_of(rows), None)
            else:
                iea.parse_file(layout.file_name, bytes_of(rows), None)


def test_the_command_prints_what_the_parser_reads(typed: Typed) -> None:  # noqa: F811
    for publisher, layout in EXPLAINED:
        text = typed("drop", "--explain", publisher.source_id).stdout
        assert all(line in text for line in layout.lines())
        assert layout.file_name in text
    listed = json.loads(typed("drop", "--explain", "--json").stdout)
    assert [each["source_id"] for each in listed] == [p.source_id for p in PUBLISHERS]
    assert {each["source_id"] for each in listed if not each["is_read_here"]} == {
        "bgs_wms",
        "comtrade",
        "hmrc_ots",
    }


def test_the_folder_is_listed_and_a_wrong_question_taught(
    typed: Typed,  # noqa: F811
    tmp_path: Path,
) -> None:
    settings = Settings(warehouse_dir=tmp_path / "w")
    settings.drop_dir.mkdir(parents=True)
    (settings.drop_dir / "iea_2031_supply_by_country.csv").write_text("x")
    (settings.drop_dir / "figures.csv").write_text("x")
    text = typed("drop").stdout
    assert "iea_2031_supply_by_country.csv: iea_2031" in text
    assert "figures.csv: no publisher" in text
    assert isinstance(typed("drop", "iea").exception, AskedError)
    refused = typed("drop", "--explain", "opec").exception
    assert isinstance(refused, AskedError)
    assert "iea" in str(refused)
