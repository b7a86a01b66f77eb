"""Programs and servers that are not ours, for the tests of foreign clients (`make test-bi`).

Belongs here: where `drivers/get.sh` left them, Debian's PostgreSQL in a temporary folder.
Does not belong here: tests.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import PROJECT_ROOT

HERE = Path(__file__).parent / "drivers"
FETCHED = Path(
    os.environ.get("MINERALS_DRIVERS_DIR", PROJECT_ROOT / "warehouse" / ".drivers")
).resolve()
JDBC = Path("/usr/share/java/postgresql.jar")
FORBIDDEN = ("select * from read_text('/etc/hostname')", "set threads = 1", "create schema x")


def fetched(name: str) -> Path:
    """The folder of programs of an environment that `drivers/get.sh` made."""
    place = FETCHED / name / "bin"
    if not place.is_dir():
        pytest.skip(f"{place} is not there; `make test-bi` makes it")
    return place


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("Debian's PostgreSQL is not on this machine")
    return found[-1].parent


@contextmanager
def debians_server() -> Iterator[str]:
    """Debian's server in a temporary folder, reached over TCP as drivers do."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="debian-pg", dir="/tmp"))
    folder.chmod(0o777)
    user = "nobody" if os.geteuid() == 0 else None  # the server refuses to run as root
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments, "-D", str(folder / "data")]
        subprocess.run(command, check=True, capture_output=True, user=user, cwd="/")

    run("initdb", "--username=postgres", "--auth=trust", "--encoding=utf8")
    options = f"-h 127.0.0.1 -p {port} -k {folder} -F"
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"host=127.0.0.1 port={port} user=postgres dbname=postgres"
    finally:
        run("pg_ctl", "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
