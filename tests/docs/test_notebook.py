"""The notebook runs from top to bottom on the release, and is committed without what came out."""

from __future__ import annotations

import os
from typing import Any

import pytest

from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT

NOTEBOOK = PROJECT_ROOT / "warehouse" / "notebooks" / "kazakhstan_claims.ipynb"


def as_committed() -> Any:
    """The notebook's cells; the library takes a second to import, so only these tests do."""
    import nbformat

    return nbformat.read(NOTEBOOK, as_version=4)


@pytest.fixture(scope="module")
def outputs(released: Settings) -> list[Any]:
    """What each cell of code printed, from a kernel that only knows where the warehouse is."""
    from nbclient import NotebookClient

    notebook = as_committed()
    room = {"metadata": {"path": os.sep}}
    client = NotebookClient(notebook, timeout=600, startup_timeout=600, resources=room)
    client.execute(env={**os.environ, "MINERALS_WAREHOUSE_DIR": str(released.warehouse_dir)})
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def test_it_is_committed_without_outputs() -> None:
    import nbformat

    notebook = as_committed()
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) >= 5
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


def test_it_runs_and_comes_to_a_verdict_for_both_claims(outputs: list[Any]) -> None:
    tables = [output["data"]["text/plain"] for output in outputs if "text/plain" in output["data"]]
    verdicts = next(text for text in tables if "verdict" in text and "least" in text)
    assert len(verdicts.strip().splitlines()) >= 3
    assert sum(verdicts.count(v) for v in ("undetermined", "refuted", "supported")) == 2


def test_its_chart_is_a_picture_that_asks_nothing(outputs: list[Any]) -> None:
    pictures = [
        output["data"]["image/svg+xml"] for output in outputs if "image/svg+xml" in output["data"]
    ]
    assert len(pictures) == 1
    assert "Uranium" in pictures[0]
    assert "<script" not in pictures[0]


def test_it_shows_exports_and_says_that_the_british_limit_is_not_measurable(
    outputs: list[Any],
) -> None:
    tables = [output["data"]["text/plain"] for output in outputs if "text/plain" in output["data"]]
    exports = next(text for text in tables if "rank_weight" in text)
    assert "beryllium" in exports
    limit = next(text for text in tables if "cap_verdict" in text)
    # by value and by weight, and line by line, in each edition of the codes
    assert limit.count("not_measurable") == 4
    assert limit.count("proxy") == 6
