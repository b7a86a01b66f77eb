"""`make dev` in a script's background, for real: SIGTERM ends it and all that it started."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_interrupted import eventually, of_session
from tests.conftest import PROJECT_ROOT, environment_of, new_warehouse

START = 400.0  # several processes load the code, on a machine that may be busy
IN_THE_BACKGROUND = 'make dev PORT="$1" & echo $!; exec 1>&- 2>&-; wait'
"""A shell that is no terminal's starts such a job with Ctrl-C ignored."""


@pytest.mark.long
@pytest.mark.skipif(
    Path(sys.prefix) != PROJECT_ROOT / ".venv" or not shutil.which("make"),
    reason="make uses the checkout's own environment",
)
def test_make_dev_in_the_background_stops_on_sigterm(tmp_path: Path) -> None:
    settings = new_warehouse(tmp_path / "warehouse")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    shell = subprocess.Popen(
        ["/bin/sh", "-c", IN_THE_BACKGROUND, "sh", str(port)],
        cwd=PROJECT_ROOT,
        env=environment_of(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        assert shell.stdout is not None
        make = int(shell.stdout.readline())
        eventually(lambda: _serves(port), START)
        assert any("daemon" in words for words in of_session(shell.pid).values())
        os.kill(make, signal.SIGTERM)
        eventually(lambda: not of_session(shell.pid))
        assert not _serves(port)
    finally:
        for process in of_session(shell.pid):
            os.kill(process, signal.SIGKILL)
        shell.communicate()


def _serves(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0
