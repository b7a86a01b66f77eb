"""A document that does not validate gives an error that names file, field and way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.ground.documents import Document, read_document, write_document
from orchestration.ground.errors import ReleaseError


class Table(Document):
    rows: int


class Shelf(Document):
    name: str
    tables: dict[str, Table]


def read(path: Path) -> Shelf:
    return read_document(Shelf, path, "A shelf cannot be read", "make it again", ReleaseError)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    shelf = Shelf(name="a", tables={"fct": Table(rows=3)})
    write_document(tmp_path / "deep" / "shelf.json", shelf)
    assert read(tmp_path / "deep" / "shelf.json") == shelf


def test_a_field_of_a_newer_version_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "shelf.json").write_text('{"name": "a", "tables": {}, "colour": "red"}')
    assert read(tmp_path / "shelf.json") == Shelf(name="a", tables={})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"name": "a", "tables": {"fct": {"rows": "many"}}}', "tables.fct.rows: Input should be"),
        ('{"name": "a"}', "tables: Field required"),
        ('{"name": "a", ', "the file: Invalid JSON"),
        ("[]", "the file: Input should be an object"),
        (None, "No such file"),
    ],
)
def test_what_is_wrong_is_named(text: str | None, found: str, tmp_path: Path) -> None:
    path = tmp_path / "shelf.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(ReleaseError) as caught:
        read(path)
    assert found in caught.value.found
    assert caught.value.where == str(path)
    assert caught.value.way_out == "make it again"
