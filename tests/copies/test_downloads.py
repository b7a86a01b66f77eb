"""Downloads: every table as CSV and Parquet, described for the reference tool, one workbook."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from orchestration.copies.downloads.write import CURRENT, WORKBOOK, _fill, write_downloads
from orchestration.copies.file.hardened import open_served
from orchestration.copies.site.build import build_site
from orchestration.release import current_release
from orchestration.settings import Settings
from tests.conftest import run_minerals


@pytest.fixture(scope="module")
def downloads(released: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("downloads")
    finished = run_minerals(released, "download", "--to", str(folder))
    assert finished.returncode == 0, finished.stderr
    return folder / "releases"


@pytest.fixture(scope="module")
def package(downloads: Path) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((downloads / CURRENT / "datapackage.json").read_text())
    return body


@pytest.mark.long
def test_the_reference_tool_finds_nothing_wrong_in_the_whole_release(downloads: Path) -> None:
    """Types, words, keys, references, sizes and digests of every table."""
    from frictionless import Package

    described = Package(str(downloads / CURRENT / "datapackage.json"))
    report = described.validate(limit_errors=5)
    assert report.stats["tasks"] == len(described.resources) > 50
    assert report.valid, report.flatten(["name", "fieldName", "rowNumber", "note"])[:10]


def test_the_reference_tool_finds_what_is_wrong(downloads: Path, tmp_path: Path) -> None:
    """The test above cannot pass by accident: a row too many, of an unknown mineral."""
    from frictionless import Package

    for path in (downloads / CURRENT).glob("*.csv.gz"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    body = json.loads((downloads / CURRENT / "datapackage.json").read_text())
    wanted = {"dim_mineral", "dim_mineral_member"}
    body["resources"] = [r for r in body["resources"] if r["name"] in wanted]
    for resource in body["resources"]:
        del resource["bytes"], resource["hash"]
    (tmp_path / "datapackage.json").write_text(json.dumps(body))
    with gzip.open(tmp_path / "dim_mineral_member.csv.gz", "at") as table:
        table.write("rare_earths,unobtainium\n")
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert {error[0] for error in report.flatten(["type"])} == {"foreign-key", "row-count"}


def test_it_is_described_by_version_two(package: dict[str, Any]) -> None:
    assert package["$schema"].endswith("/2.0/datapackage.json")
    fields = [f for r in package["resources"] for f in r["schema"]["fields"]]
    assert all(field["title"] for field in fields)
    assert sum("enum" in field.get("constraints", {}) for field in fields) > 50
    keys = [k for r in package["resources"] for k in r["schema"].get("foreignKeys", ())]
    assert len(keys) > 100
    assert all(isinstance(key["fields"], list) for key in keys)


def test_csv_and_parquet_have_the_rows_of_the_release(
    downloads: Path, package: dict[str, Any], released: Settings
) -> None:
    with open_served(released) as served, duckdb.connect() as reader:
        for resource in package["resources"]:
            name = resource["name"]
            count = f"select count(*) from marts.{name}"  # noqa: S608
            (expected,) = served.execute(count).fetchone() or (0,)
            for path in (resource["path"], f"{name}.parquet"):
                held = f"select count(*) from '{downloads / CURRENT / path}'"  # noqa: S608
                assert reader.execute(held).fetchone() == (expected,), path


def test_the_workbook_explains_itself(downloads: Path, released: Settings) -> None:
    book = openpyxl.load_workbook(downloads / CURRENT / WORKBOOK, read_only=True)
    reporting = ["rpt_country_profile", "rpt_headline", "rpt_mineral_profile", "rpt_watchlist"]
    assert book.sheetnames == ["Read me", "Columns", *reporting]
    text = "\n".join(str(row[1].value) for row in book["Read me"].iter_rows())
    release = current_release(released)
    assert release
    assert release.name in text
    assert "never zero" in text
    rows = list(book["rpt_watchlist"].iter_rows(values_only=True))
    with open_served(released) as served:
        (expected,) = served.execute("select count(*) from marts.rpt_watchlist").fetchone() or (0,)
    assert len(rows) == expected + 1
    meant = {(row[0], row[1]) for row in book["Columns"].iter_rows(values_only=True)}
    assert {("rpt_watchlist", name) for name in rows[0]} <= meant


def test_addresses_of_older_releases_stay(downloads: Path, released: Settings) -> None:
    old = downloads / "20200101T000000Z-00000000"
    old.mkdir()
    (old / "dim_mineral.csv.gz").write_bytes(b"kept")
    written = write_downloads(released, downloads.parent)
    assert written.was_there
    assert (old / "dim_mineral.csv.gz").read_bytes() == b"kept"
    own = downloads / written.release_id / "fct_production.csv.gz"
    assert own.read_bytes() == (downloads / CURRENT / "fct_production.csv.gz").read_bytes()


@pytest.mark.long
def test_the_dictionary_of_the_pages_links_every_file(released_copy: Settings) -> None:
    write_downloads(released_copy)
    site = build_site(released_copy).folder
    links = re.findall(r'href="([^"]*downloads[^"]*)"', (site / "dictionary.html").read_text())
    assert len([link for link in links if link.endswith(".csv.gz")]) > 50
    assert all((site / link).is_file() for link in links)


def test_what_may_not_be_passed_on_is_in_no_file(tmp_path: Path) -> None:
    release, folder = tmp_path / "release", tmp_path / "downloads"
    release.mkdir()
    folder.mkdir()
    source = release / "rpt_x.parquet"
    fields = [{"name": name, "description": name} for name in ("note", "is_open")]
    resource: dict[str, Any] = {"name": "rpt_x", "path": source.name, "description": "A table."}
    resource |= {"rows": 3, "schema": {"fields": fields}}
    body = {"title": "T", "id": "x", "created": "", "sources": [], "licenses": []}
    (release / "datapackage.json").write_text(json.dumps({**body, "resources": [resource]}))
    with duckdb.connect() as connection:
        notes = "values ('ours', true), ('theirs', false), ('unclear', null)"
        connection.execute(f"copy (from ({notes}) as t (note, is_open)) to '{source}'")
        _fill(release, folder, lambda _: None)
        held = connection.execute(f"from '{folder / source.name}'").fetchall()
        assert held == connection.execute(f"from '{folder / 'rpt_x.csv.gz'}'").fetchall()
    assert held == [("ours", True)]
    sheet = openpyxl.load_workbook(folder / WORKBOOK)["rpt_x"]
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["note", "ours"]
    (described,) = json.loads((folder / "datapackage.json").read_text())["resources"]
    assert described["rows"] == 1


def test_a_text_is_no_formula(tmp_path: Path) -> None:
    from orchestration.copies.downloads.workbook import write_workbook

    with duckdb.connect() as connection:
        connection.execute(f"copy (select '=1+1' as note) to '{tmp_path / 'rpt_x.parquet'}'")
    field = {"name": "note", "type": "string", "description": "A text."}
    resource = {"name": "rpt_x", "path": "rpt_x.parquet", "description": "A table."}
    resource["schema"] = {"fields": [field]}  # type: ignore[assignment]
    package = {"title": "T", "id": "x", "created": "", "sources": [], "licenses": []}
    write_workbook(tmp_path, {**package, "resources": [resource]}, tmp_path / "x.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "x.xlsx")["rpt_x"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
