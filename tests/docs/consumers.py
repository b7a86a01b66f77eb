"""What each consumer of the marts asks for, read from its own files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from orchestration.copies.site import queries
from tests.conftest import PROJECT_ROOT

_TABLE = re.compile(r"\b(?:dim|fct|rpt)_[a-z0-9_]+\b")
_QUALIFIED = re.compile(r"\bmarts\.((?:dim|fct|rpt)_[a-z0-9_]+)\b")


def released_models() -> set[str]:
    """Every model that a release carries."""
    models = PROJECT_ROOT / "dbt_project" / "models"
    return {path.stem for path in models.rglob("*.sql") if _TABLE.fullmatch(path.stem)}


def _in_python(folder: str) -> set[str]:
    files = (PROJECT_ROOT / "orchestration" / folder).rglob("*.py")
    return {name for path in files for name in _QUALIFIED.findall(path.read_text())}


def _in_superset() -> set[str]:
    folder = PROJECT_ROOT / "warehouse" / "connections" / "superset" / "bundle" / "datasets"
    texts = (path.read_text() for path in folder.rglob("*.yaml"))
    return {name for text in texts for name in _TABLE.findall(text)} & released_models()


def _in_pages() -> set[str]:
    """Named in the room of the pages, or in a question that the room shares with others."""
    asked = {name for sql in queries.ALL.values() for name in _QUALIFIED.findall(sql)}
    return asked | _in_python("copies/site")


def _in_notebook() -> set[str]:
    path = PROJECT_ROOT / "warehouse" / "notebooks" / "kazakhstan_claims.ipynb"
    cells = json.loads(path.read_text())["cells"]
    code = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return {name for text in code for name in _QUALIFIED.findall(text)}


def _in_downloads() -> set[str]:
    """Read as files, so named without their schema."""
    path = PROJECT_ROOT / "warehouse" / "notebooks" / "download_to_chart.ipynb"
    cells = json.loads(path.read_text())["cells"]
    code = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return {name for text in code for name in _TABLE.findall(text)}


CONSUMERS: dict[str, Callable[[], set[str]]] = {
    "superset_dashboard": _in_superset,
    "static_site": _in_pages,
    "notebook_kazakhstan_claims": _in_notebook,
    "notebook_download_to_chart": _in_downloads,
    "postgresql_copy": released_models,
    "minerals_command": lambda: _in_python("cli") | _in_python("copies/answers"),
}


def exposures_file() -> Path:
    """Where exposures are declared."""
    return PROJECT_ROOT / "dbt_project" / "models" / "exposures.yml"
