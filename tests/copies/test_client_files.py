"""Files that desktop tools open: address of the copy, no login, relations as the release has."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as Tree

import pytest
from pydantic import SecretStr

from orchestration.copies.file.client_files import FACTS, write_client_files
from orchestration.release import current_release
from orchestration.release.datapackage import read_package
from orchestration.settings import Settings
from tests.conftest import run_minerals

DSN = "postgresql://loader-login:s3cret@db.example:6432/minerals"


@pytest.fixture
def folder(released: Settings, tmp_path: Path) -> Path:
    settings = released.model_copy(update={"postgres_dsn": SecretStr(DSN)})
    assert len(write_client_files(settings, tmp_path)) == 4
    return tmp_path


def test_no_file_has_a_login(folder: Path) -> None:
    files = list(folder.iterdir())
    assert len(files) == 4
    for path in files:
        text = path.read_text()
        assert "db.example" in text, path.name
        assert "s3cret" not in text, path.name
        assert "loader-login" not in text, path.name


def test_power_bi_and_dbeaver_read_json(folder: Path) -> None:
    (connection,) = json.loads((folder / "critical_minerals.pbids").read_text())["connections"]
    assert connection["details"]["protocol"] == "postgresql"
    assert connection["details"]["address"] == {"server": "db.example:6432", "database": "minerals"}
    sources = json.loads((folder / "data-sources.json").read_text())["connections"]
    assert sources["critical-minerals"]["configuration"]["url"].endswith("db.example:6432/minerals")
    assert sources["critical-minerals"]["read-only"] is True


def test_excel_has_an_address_and_a_query(folder: Path) -> None:
    text = (folder / "critical_minerals.odc").read_text()
    assert "SERVER=db.example;PORT=6432;DATABASE=minerals" in text
    assert "select * from marts.rpt_watchlist" in text
    Tree.fromstring(text)  # noqa: S314 - our own file


def test_a_name_with_a_sign_of_markup_is_escaped(released: Settings, tmp_path: Path) -> None:
    dsn = SecretStr("host=db.example dbname='r&d <new>'")
    write_client_files(released.model_copy(update={"postgres_dsn": dsn}), tmp_path)
    page = Tree.parse(tmp_path / "critical_minerals.odc")  # noqa: S314 - our own file
    assert "DATABASE=r&d <new>" in "".join(page.getroot().itertext())


def test_tableau_joins_what_the_release_relates(folder: Path, released: Settings) -> None:
    source = Tree.parse(folder / "critical_minerals.tds").getroot()  # noqa: S314 - our own file
    release = current_release(released)
    assert release
    (facts,) = (table for table in read_package(release).resources if table.name == FACTS)
    expected = {
        (f"[{FACTS}].[{key.fields[0]}]", f"[{other.resource}].[{other.fields[0]}]")
        for key in facts.table_schema.foreign_keys
        for other in [key.reference]
    }
    found = {
        tuple(side.get("op") for side in clause.iter("expression"))[1:]
        for clause in source.iter("clause")
    }
    assert found == expected
    assert len(expected) >= 4
    described = {column.get("name"): column for column in source.iter("column")}
    assert len(described) == len(facts.table_schema.fields)
    assert "".join(described["[share_pct]"].itertext()).strip()


def test_without_a_copy_there_are_placeholders(released: Settings, tmp_path: Path) -> None:
    finished = run_minerals(released, "connect", "--files", str(tmp_path))
    assert finished.returncode == 0, finished.stderr
    assert len(finished.stdout.splitlines()) == 4
    assert "HOST:5432" in (tmp_path / "critical_minerals.pbids").read_text()
