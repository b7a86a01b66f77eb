"""Older engines on the file, and foreign drivers on a server of Debian's, under ten publications.

Part of `make test-bi`, which gets the drivers (`drivers/get.sh`).
"""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.copies.file.connections import filled_page
from orchestration.copies.file.hardened import HARDENED
from orchestration.release import current_release, read_manifest
from orchestration.settings import Settings
from tests.copies.conftest import Copies, new_database
from tests.copies.foreign import FORBIDDEN, HERE, JDBC, fetched
from tests.copies.small import FIRST_TOTAL, SECOND_TOTAL, SmallWarehouse
from tests.copies.test_postgres_readers import WHOLE

pytestmark = pytest.mark.bi


@pytest.mark.parametrize("minor", ["1.4", "1.5"])
def test_older_engines_open_the_file(minor: str, released: Settings) -> None:
    finished = subprocess.run(
        [
            str(fetched(f"duckdb-{minor}") / "python"),
            str(HERE / "engine_check.py"),
            str(released.served_database),
            json.dumps(HARDENED),
            *FORBIDDEN,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    found = json.loads(finished.stdout)
    folder = current_release(released)
    assert folder is not None
    released_rows = {name: t.rows for name, t in read_manifest(folder).tables.items()}
    assert found["version"].startswith(minor)
    assert found["rows"] == released_rows
    assert found["without_comment"] == []
    assert found["frame_rows"] == released_rows["rpt_watchlist"]
    assert found["refused"] == dict.fromkeys(FORBIDDEN, True)


def test_the_command_line_as_printed(released: Settings) -> None:
    page = filled_page(released, "duckdb-cli")
    (line,) = (text.strip() for text in page.splitlines() if text.startswith("    duckdb "))
    _, *arguments = shlex.split(line)
    command = [str(fetched("duckdb-cli") / "duckdb"), *arguments, "-csv"]

    def ask(sql: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, input=sql, capture_output=True, text=True, check=False)

    assert int(ask("select count(*) from marts.rpt_watchlist;").stdout.split()[-1]) > 100
    for sql in FORBIDDEN:
        assert ask(sql + ";").stderr, sql


@pytest.fixture
def on_debian(
    debian: str, two_releases: tuple[Path, str, str], tmp_path: Path
) -> Iterator[tuple[Copies, str, str]]:
    """A small release, copied; the copies, the port and a reader's login."""
    template, first, second = two_releases
    shutil.copytree(template, tmp_path / "copied_warehouse")
    with new_database(debian) as database:
        copies = Copies(SmallWarehouse(tmp_path / "copied_warehouse"), database, first, second)
        copies.copy(first)
        reader = database.new_role("reader", "in role bi_reader")
        yield copies, debian.split("port=")[1].split(maxsplit=1)[0], reader


SQLALCHEMY = """
import select, sys, sqlalchemy
engine = sqlalchemy.create_engine(sys.argv[1], isolation_level="AUTOCOMMIT")
seen, rounds = set(), 0
while not select.select([sys.stdin], [], [], 0)[0]:
    found = sqlalchemy.MetaData()
    found.reflect(engine, schema="marts", only=["fct_production", "dim_country"])
    table = found.tables["marts.fct_production"]
    seen.add("table " + found.tables["marts.dim_country"].comment)
    seen.add("column " + table.c.quantity_tonnes.comment)
    seen.add("key " + ",".join(sorted(c.name for c in table.primary_key.columns)))
    with engine.connect() as connection:
        for release_id, total, *_ in connection.exec_driver_sql(sys.argv[2]).fetchall():
            seen.add(f"row {release_id} {total}")
    rounds += 1
    if rounds == 1:
        print("ready", flush=True)
print("\\n".join(sorted(seen)))
print(f"rounds {rounds}")
"""
PSQL = r"""
while ! read -t 0; do
  psql -X -q -A -t -F ' ' -v ON_ERROR_STOP=1 "$1" \
    -c "select 'row', release_id, s from ($2) as w (release_id, s, n)" \
    -c '\d+ marts.fct_production' -c '\dt+ marts.*' > "$3" || exit 1
  grep '^row ' "$3" >> "$3.rows"
  rounds=$((${rounds:-0} + 1))
  [ "$rounds" = 1 ] && echo ready
done
grep -q 'Meaning of quantity_tonnes' "$3" && echo 'column Meaning of quantity_tonnes.'
sort -u "$3.rows"
echo "rounds $rounds"
"""


_KEY = "key country_id,mineral_id,year"
_TABLE = "table One row per thing of dim_country; it's 100% told."
_COLUMN = "column Meaning of quantity_tonnes."
# psqlODBC hands over no comments.
ANSWERS = {
    "JDBC": {_KEY, _TABLE, _COLUMN},
    "ODBC": {
        _KEY,
        "table dim_country",
        "columns mineral_id,country_id,year,quantity_tonnes,seen_on",
    },
    "SQLAlchemy": {_KEY, _TABLE, _COLUMN},
    "psql": {_COLUMN},
}


def _readers(copies: Copies, port: str, reader: str, scratch: Path) -> dict[str, list[str]]:
    name = copies.database.ask("select current_database()")[0][0]
    if not JDBC.exists() or not shutil.which("java"):
        pytest.skip("Java or PostgreSQL's JDBC driver is not on this machine")
    query = " ".join(WHOLE.split())
    jdbc = f"jdbc:postgresql://127.0.0.1:{port}/{name}?user={reader}&readOnly=true"
    odbc = (
        f"Driver={{PostgreSQL Unicode}};Server=127.0.0.1;Port={port};Database={name};"
        f"Uid={reader};Pwd=none;ReadOnly=1"
    )
    url = f"postgresql+psycopg://{reader}@127.0.0.1:{port}/{name}"
    plain = f"host=127.0.0.1 port={port} dbname={name} user={reader}"
    java = ["java", "-cp", str(JDBC), str(HERE / "Reader.java"), jdbc, query]
    return {
        "JDBC": java,
        "ODBC": [str(fetched("odbc") / "python"), str(HERE / "odbc_reader.py"), odbc, query],
        "SQLAlchemy": [sys.executable, "-c", SQLALCHEMY, url, query],
        "psql": ["bash", "-c", PSQL, "psql", plain, query, str(scratch / "psql")],
    }


def test_four_drivers_under_ten_publications(
    on_debian: tuple[Copies, str, str], tmp_path: Path
) -> None:
    copies, port, reader = on_debian
    commands = _readers(copies, port, reader, tmp_path)
    pipe = subprocess.PIPE
    running = {
        name: subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        for name, command in commands.items()
    }
    for process in running.values():
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for number in range(10):
        wanted = copies.second if number % 2 == 0 else copies.first
        assert copies.copy(wanted, postgres_lock_wait_seconds=60.0).is_new
    rows = {f"row {copies.first} {FIRST_TOTAL}", f"row {copies.second} {SECOND_TOTAL}"}
    for name, process in running.items():
        out, errors = process.communicate("stop\n", timeout=120)
        assert process.returncode == 0, f"{name}: {errors}"
        lines = set(
            out.replace("251600\n", "251600.0\n").replace("254600\n", "254600.0\n").split("\n")
        )
        assert {line for line in lines if line.startswith("row ")} <= rows, name
        assert lines >= ANSWERS[name], name
        (rounds,) = (int(line.split()[1]) for line in lines if line.startswith("rounds "))
        assert rounds > 3, name
