"""Sets a local Superset up, imports the dashboard, and writes a changed dashboard back as code.

Runs in Superset's own environment, not in the project's: `make superset` calls it.
Belongs here: what has to be said to Superset through its own commands. Does not belong here:
charts, datasets and filters (files in `bundle/`), settings (`superset_config.py`).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import os
import re
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from usual import USUAL, short, whole

HERE = Path(__file__).resolve().parent
BUNDLE = HERE / "bundle"
ADMIN = "admin"
HARDENED = (
    "?access_mode=read_only&enable_external_access=false&temp_directory=/dev/null"
    "&memory_limit=2GB&lock_configuration=true"
)
# Numbers that one Superset gives its rows: another gives others, so the bundle keeps none of them.
LOCAL_PARAMS = ("datasource", "dashboards", "slice_id", "url_params")

METADATA = {"version": "1.0.0", "type": "assets", "timestamp": "2026-01-01T00:00:00+00:00"}


class SetupError(Exception):
    """Something outside has to be put right first; the text says what."""


def say(text: str) -> None:
    """One line for whoever waits."""
    sys.stdout.write(f"superset: {text}\n")
    sys.stdout.flush()


def home() -> Path:
    """Folder of this Superset: its key, its own database, its state."""
    default = HERE.parents[1] / ".superset" / "home"
    folder = Path(os.environ.setdefault("MINERALS_SUPERSET_HOME", str(default))).resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = folder / "secret_key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(48))
    return folder


def database_uri() -> str:
    """Where the figures are: `MINERALS_SUPERSET_URI`, or the released file, hardened."""
    if given := os.environ.get("MINERALS_SUPERSET_URI"):
        return given
    warehouse = os.environ.get("MINERALS_WAREHOUSE_DIR", HERE.parents[1])
    released = Path(warehouse).resolve() / "critical_minerals.duckdb"
    if not released.is_file():
        raise SetupError(f"{released} is not there. Make it first: make refresh")
    return f"duckdb:///{released}{HARDENED}"


@contextlib.contextmanager
def superset() -> Iterator[Any]:
    """Superset's application, quiet."""
    os.environ.setdefault("SUPERSET_CONFIG_PATH", str(HERE / "superset_config.py"))
    home()
    logging.disable(logging.WARNING)
    with contextlib.redirect_stdout(sys.stderr):
        from superset.app import create_app

        app = create_app()
    logging.disable(logging.WARNING)
    with app.app_context():
        yield app


@contextlib.contextmanager
def administrator_acting() -> Iterator[None]:
    """What happens inside is the administrator's doing."""
    from superset import security_manager
    from superset.utils.core import override_user

    with override_user(security_manager.find_user(ADMIN)):
        yield


def migrate(app: Any) -> None:
    """Create or update Superset's own tables and roles."""
    import superset as package
    from flask_migrate import upgrade

    with contextlib.redirect_stdout(sys.stderr):
        upgrade(directory=str(Path(package.__file__).parent / "migrations"))
        logging.disable(logging.WARNING)
        app.appbuilder.add_permissions(update_perms=True)
        app.appbuilder.sm.sync_role_definitions()


def make_administrator(app: Any) -> None:
    """Make the only account, or give it the password that the environment asks for."""
    given = os.environ.get("MINERALS_SUPERSET_PASSWORD")
    manager = app.appbuilder.sm
    if user := manager.find_user(ADMIN):
        if given:
            manager.reset_password(user.id, given)
        return
    password = given or secrets.token_urlsafe(12)
    role = manager.find_role("Admin")
    manager.add_user(ADMIN, "Critical", "Minerals", "admin@localhost", role, password)
    if not given:
        say(f"log in as {ADMIN} with password {password} (shown this once)")


def read_bundle(folder: Path, uri: str) -> dict[str, str]:
    """The bundle's files by name, with the connection of this machine in them."""
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.yaml"))
    }
    for name, text in files.items():
        kind = name.partition("/")[0]
        if kind == "databases":
            files[name] = yaml.safe_dump({**yaml.safe_load(text), "sqlalchemy_uri": uri})
        elif kind in USUAL:
            files[name] = yaml.safe_dump(whole(kind, yaml.safe_load(text)))
    return files


def import_contents(contents: dict[str, str]) -> None:
    """Bring the bundle in; what an earlier bundle brought in is replaced."""
    from superset.commands.importers.v1.assets import ImportAssetsCommand

    with administrator_acting():
        ImportAssetsCommand(contents).run()
    say(f"dashboard imported, {len(contents)} files")


def slug(text: str) -> str:
    """File name of a title."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def portable_chart(chart: dict[str, Any]) -> dict[str, Any]:
    """A chart without the numbers that this Superset gave to its rows."""
    for key in LOCAL_PARAMS:
        chart["params"].pop(key, None)
    if chart["query_context"]:
        context = json.loads(chart["query_context"])
        context["datasource"] = {"id": 0, "type": "table"}
        for key in LOCAL_PARAMS:
            context.get("form_data", {}).pop(key, None)
        chart["query_context"] = json.dumps(context, ensure_ascii=False, sort_keys=True)
    return chart


def portable_dashboard(dashboard: dict[str, Any]) -> dict[str, Any]:
    """A dashboard whose charts are numbered by their place, not by this Superset."""
    boxes = [box for box in dashboard["position"].values() if isinstance(box, dict)]
    charts = sorted((b for b in boxes if b["type"] == "CHART"), key=lambda b: str(b["id"]))
    number = {box["meta"]["chartId"]: place for place, box in enumerate(charts, 1)}
    for box in charts:
        box["meta"]["chartId"] = number[box["meta"]["chartId"]]
    metadata = dashboard["metadata"]
    # Colours that a browser noted down while it showed the dashboard.
    metadata |= {"chart_configuration": {}, "map_label_colors": {}, "shared_label_colors": []}
    metadata["global_chart_configuration"] = {"scope": {"rootPath": ["ROOT_ID"], "excluded": []}}
    for native in metadata["native_filter_configuration"]:
        native.pop("chartsInScope", None)
        native.pop("tabsInScope", None)
        excluded = native["scope"]["excluded"]
        native["scope"]["excluded"] = sorted(number[old] for old in excluded if old in number)
    return dashboard


def portable(name: str, content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Name and content of one exported file, the same on every machine."""
    kind = name.partition("/")[0]
    if kind == "charts":
        chart = short(kind, portable_chart(content))
        return f"charts/{slug(content['slice_name'])}.yaml", chart
    if kind == "dashboards":
        return f"dashboards/{slug(content['dashboard_title'])}.yaml", portable_dashboard(content)
    if kind == "databases":
        # The address of a machine and its password are nobody else's.
        content["sqlalchemy_uri"] = f"duckdb:///warehouse/critical_minerals.duckdb{HARDENED}"
        return f"databases/{slug(content['database_name'])}.yaml", content
    for key, label in (("columns", "column_name"), ("metrics", "metric_name")):
        content[key].sort(key=lambda part, label=label: part[label])
    folder = slug(Path(name).parent.name)
    return f"datasets/{folder}/{content['table_name']}.yaml", short(kind, content)


class _Dumper(yaml.SafeDumper):
    """Long texts as blocks, so that a change shows as changed lines."""


_Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    ),
)


def exported() -> dict[str, str]:
    """Every file of the dashboard as this Superset has it now, in the bundle's form."""
    with superset(), administrator_acting():
        from superset.commands.dashboard.export import ExportDashboardsCommand
        from superset.extensions import db
        from superset.models.dashboard import Dashboard

        ids = [row.id for row in db.session.query(Dashboard.id).all()]
        files = {name: yaml.safe_load(text()) for name, text in ExportDashboardsCommand(ids).run()}
    files.pop("metadata.yaml")
    named = dict(portable(name, content) for name, content in files.items())
    named["metadata.yaml"] = METADATA
    return {
        name: yaml.dump(content, Dumper=_Dumper, sort_keys=True, allow_unicode=True, width=100)
        for name, content in sorted(named.items())
    }


def export_bundle(folder: Path) -> None:
    """Write the dashboard back into the bundle; files of charts that are gone go too."""
    files = exported()
    for path in folder.rglob("*.yaml"):
        if path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    say(f"{len(files)} files written to {folder}")


def import_bundle(folder: Path) -> None:
    """Bring the bundle into a Superset that is set up."""
    contents = read_bundle(folder, database_uri())
    with superset():
        import_contents(contents)


def prepare(folder: Path) -> None:
    """Everything that a start needs; doing it again changes nothing but the imported bundle."""
    contents = read_bundle(folder, database_uri())
    say("its own tables, roles and account (one minute the first time)")
    with superset() as app:
        migrate(app)
        make_administrator(app)
        import_contents(contents)


def serve(folder: Path) -> None:
    """Become the web server, until Ctrl-C."""
    del folder
    port = os.environ.get("MINERALS_SUPERSET_PORT", "8088")
    os.environ.setdefault("SUPERSET_CONFIG_PATH", str(HERE / "superset_config.py"))
    home()
    say(f"http://127.0.0.1:{port} (stop with Ctrl-C)")
    options = f"--bind 127.0.0.1:{port} --worker-class gthread --threads 8 --timeout 120"
    quiet = "--no-control-socket --log-level warning"
    server = Path(sys.executable).with_name("gunicorn")
    os.execv(server, [str(server), *options.split(), *quiet.split(), "superset.app:create_app()"])  # noqa: S606


COMMANDS = {"prepare": prepare, "import": import_bundle, "export": export_bundle, "serve": serve}


def main() -> int:
    """Run one command; what has to be put right first is said in one line."""
    parser = argparse.ArgumentParser(description="Sets a local Superset up with the dashboard.")
    parser.add_argument("command", choices=sorted(COMMANDS))
    parser.add_argument("--folder", type=Path, default=BUNDLE, help="another bundle than bundle/")
    asked = parser.parse_args()
    try:
        COMMANDS[asked.command](asked.folder)
    except SetupError as problem:
        sys.stderr.write(f"superset: {problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
