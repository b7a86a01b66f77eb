"""Clients that a page says are proven, each as its page prints it, on the real release.

Part of `make test-bi`, which gets them (`drivers/get.sh`).
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy

from orchestration.copies.downloads.write import CURRENT, write_downloads
from orchestration.copies.file.connections import filled_page
from orchestration.copies.file.hardened import open_served
from orchestration.copies.postgres import Copied, copy_to_postgres
from orchestration.release import current_release
from orchestration.release.datapackage import read_package
from orchestration.settings import Settings
from tests.copies.conftest import Database, new_database
from tests.copies.foreign import FORBIDDEN, HERE, JDBC, fetched

pytestmark = pytest.mark.bi


def test_ibis_as_printed(released: Settings) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", filled_page(released, "ibis"), re.DOTALL)
    finished = subprocess.run(
        [str(fetched("ibis") / "python"), str(HERE / "ibis_check.py"), *FORBIDDEN],
        input=code,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    found = json.loads(finished.stdout)
    assert found["rows"] > 50
    assert found["refused"] == dict.fromkeys(FORBIDDEN, True)


def test_marimo_as_printed(released: Settings, tmp_path: Path) -> None:
    """The page is a whole notebook."""
    (code,) = re.findall(r"```python\n(.*?)```", filled_page(released, "marimo"), re.DOTALL)
    (tmp_path / "watchlist.py").write_text(code)
    finished = subprocess.run(
        [
            str(fetched("marimo") / "python"),
            str(HERE / "marimo_check.py"),
            str(tmp_path / "watchlist.py"),
            *FORBIDDEN,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    found = json.loads(finished.stdout)
    assert found["rows"] > 100
    assert found["refused"] == dict.fromkeys(FORBIDDEN, True)


@pytest.fixture(scope="module")
def copied(released: Settings, debian: str) -> Iterator[tuple[Database, Copied]]:
    """The real release in Debian's server, and what the copy says of itself."""
    with new_database(debian) as database:
        yield database, copy_to_postgres(database.settings(released))


@pytest.fixture(scope="module")
def whole(copied: tuple[Database, Copied]) -> Database:
    return copied[0]


def test_the_real_release_in_debians_server(copied: tuple[Database, Copied], debian: str) -> None:
    whole, outcome = copied
    assert outcome.tables >= 36
    host = Database(debian).ask("show server_version")[0][0]
    assert int(host.split(".")[0]) >= 13
    found = sqlalchemy.create_engine(
        "postgresql+psycopg://", creator=lambda: __import__("psycopg").connect(whole.dsn)
    )
    names = sqlalchemy.inspect(found).get_table_names(schema="marts")
    found.dispose()
    assert len(names) == outcome.tables + 1


def test_r_reads_the_copy_as_printed(whole: Database, released: Settings, debian: str) -> None:
    reader = whole.new_role("reader", "in role bi_reader")
    port = debian.split("port=")[1].split(maxsplit=1)[0]
    name = whole.ask("select current_database()")[0][0]
    code = _r_blocks(released)[1].replace("HOST", "127.0.0.1").replace("5432", port)
    code = code.replace("DATABASE", name).replace("dashboards", reader)
    count = whole.ask("select count(*) from marts.rpt_watchlist")[0][0]
    assert int(_r(code, "nrow(watchlist)")) == count


@pytest.mark.parametrize("driver", ["JDBC", "ODBC"])
def test_a_drivers_metadata_list_every_foreign_key_of_the_release(
    driver: str, whole: Database, released: Settings, debian: str
) -> None:
    """As the data package describes them, asked by somebody who may only read."""
    folder = current_release(released)
    assert folder is not None
    tables = read_package(folder).resources
    whole_keys = {table.name: table.table_schema.primary_key for table in tables}
    described = {
        f"{table.name} {key.fields[0]} {key.reference.resource} {key.reference.fields[0]}"
        for table in tables
        for key in table.table_schema.foreign_keys
        # all that a server can refer to: a table's whole key, and not the column itself
        if whole_keys[key.reference.resource] == key.reference.fields
        and (table.name, key.fields) != (key.reference.resource, key.reference.fields)
    }
    assert len(described) > 100
    reader = whole.new_role("reader", "in role bi_reader")
    port = debian.split("port=")[1].split(maxsplit=1)[0]
    name = whole.ask("select current_database()")[0][0]
    if driver == "JDBC":
        if not JDBC.exists() or not shutil.which("java"):
            pytest.skip("Java or PostgreSQL's JDBC driver is not on this machine")
        address = f"jdbc:postgresql://127.0.0.1:{port}/{name}?user={reader}&readOnly=true"
        command = ["java", "-cp", str(JDBC), str(HERE / "Keys.java"), address]
    else:
        address = (
            f"Driver={{PostgreSQL Unicode}};Server=127.0.0.1;Port={port};Database={name};"
            f"Uid={reader};Pwd=none;ReadOnly=1"
        )
        command = [str(fetched("odbc") / "python"), str(HERE / "odbc_keys.py"), address]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    assert set(finished.stdout.splitlines()) == described


def _r(code: str, shown: str) -> str:
    """What plain R prints after a block of the page."""
    program = shutil.which("Rscript")
    if program is None:
        pytest.skip("R is not on this machine")
    finished = subprocess.run(
        [program, "--vanilla", "-e", f"{code}\ncat({shown})"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def _r_blocks(settings: Settings) -> list[str]:
    return re.findall(r"```r\n(.*?)```", filled_page(settings, "r"), re.DOTALL)


def test_r_reads_the_download_as_printed(released: Settings, tmp_path: Path) -> None:
    written = write_downloads(released, tmp_path / "downloads")
    folder = f"{released.warehouse_dir.resolve()}/downloads/releases/current"
    code = _r_blocks(released)[0]
    assert folder in code
    code = code.replace(folder, str(written.folder / CURRENT))
    rows, kind, largest = _r(code, "nrow(shares), class(shares$share_pct), nrow(largest)").split()
    with open_served(released) as served:
        counts = served.execute(
            "select count(*), count(*) filter (is_latest_vintage and share_rank = 1)"
            " from marts.fct_country_share"
        ).fetchone()
    assert (int(rows), int(largest)) == counts
    assert kind == "numeric"
