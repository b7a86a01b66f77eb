"""A real Superset with the dashboard in it, started once for the tests that ask it.

It stands in an environment of its own: `make test-bi` makes that and runs these tests.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT, Finished
from tests.superset import bundle

PYTHON = Path(
    os.environ.get(
        "MINERALS_SUPERSET_PYTHON", PROJECT_ROOT / "warehouse" / ".superset" / "venv/bin/python"
    )
)
START_SECONDS = 180


@dataclass
class Superset:
    """How to run its commands, and how to ask its server."""

    environment: dict[str, str]
    port: int
    password: str
    client: httpx.Client = field(default_factory=httpx.Client)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *arguments: str, **environment: str) -> Finished:
        """One command of `manage.py`, to its end."""
        return subprocess.run(
            [str(PYTHON), str(bundle.FOLDER / "manage.py"), *arguments],
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def log_in(self) -> None:
        """The same way in that a person's browser or a program takes."""
        self.client = httpx.Client(base_url=self.address, timeout=120)
        login = {"username": "admin", "password": self.password, "provider": "db"}
        token = self.client.post("/api/v1/security/login", json=login).json()["access_token"]
        self.client.headers["Authorization"] = f"Bearer {token}"
        csrf = self.client.get("/api/v1/security/csrf_token/").json()["result"]
        self.client.headers.update({"X-CSRFToken": csrf, "Referer": self.address})

    def all_of(self, what: str) -> list[dict[str, Any]]:
        found = self.client.get(f"/api/v1/{what}/", params={"q": "(page_size:200)"}).json()
        rows: list[dict[str, Any]] = found["result"]
        assert found["count"] == len(rows)
        return rows

    def ask(self, query: dict[str, Any]) -> list[dict[str, Any]]:
        """Answers of the chart data API to a chart's own question."""
        answer = self.client.post("/api/v1/chart/data", json=query)
        assert answer.status_code == 200, answer.text
        results: list[dict[str, Any]] = answer.json()["result"]
        assert all(result["error"] is None for result in results)
        return results


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _serving(tool: Superset) -> Iterator[None]:
    """The web server, from its first answer to its end."""
    command = [str(PYTHON), str(bundle.FOLDER / "manage.py"), "serve"]
    with subprocess.Popen(command, env=tool.environment) as server:
        try:
            until = time.monotonic() + START_SECONDS
            while server.poll() is None and time.monotonic() < until:
                try:
                    if httpx.get(f"{tool.address}/health", timeout=5).text == "OK":
                        break
                except httpx.TransportError:
                    time.sleep(0.5)
            else:
                pytest.fail(f"Superset did not start: exit code {server.poll()}")
            yield
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def superset(released: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Superset]:
    """Set up from nothing, dashboard imported, running, logged in."""
    if not PYTHON.exists():
        pytest.fail(f"Superset's environment is not there ({PYTHON}): run `make test-bi`")
    port, password = _free_port(), secrets.token_urlsafe(12)
    ours = {
        "MINERALS_SUPERSET_HOME": str(tmp_path_factory.mktemp("superset") / "home"),
        "MINERALS_SUPERSET_PORT": str(port),
        "MINERALS_SUPERSET_PASSWORD": password,
        "MINERALS_WAREHOUSE_DIR": str(released.warehouse_dir),
    }
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("SUPERSET", "FLASK"))}
    tool = Superset({**inherited, **ours}, port, password)
    finished = tool.run("prepare")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    with _serving(tool):
        tool.log_in()
        yield tool
        tool.client.close()
