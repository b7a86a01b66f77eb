"""The notebook that ships with its outputs: run anew on the downloads, it shows the same."""

from __future__ import annotations

import re
from typing import Any

import nbformat
import pytest

from orchestration.copies.downloads.write import CURRENT, write_downloads
from orchestration.copies.file.hardened import open_served
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT

NOTEBOOK = PROJECT_ROOT / "warehouse" / "notebooks" / "download_to_chart.ipynb"


def as_committed() -> Any:
    return nbformat.read(NOTEBOOK, as_version=4)


def code_of(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture(scope="module")
def anew(released: Settings, tmp_path_factory: pytest.TempPathFactory) -> Any:
    from nbclient import NotebookClient

    room = tmp_path_factory.mktemp("warehouse")
    written = write_downloads(released, room / "downloads")
    assert (written.folder / CURRENT).is_dir()
    (room / "notebooks").mkdir()
    place = {"metadata": {"path": str(room / "notebooks")}}
    notebook = as_committed()
    NotebookClient(notebook, timeout=600, startup_timeout=600, resources=place).execute()
    return notebook


def table_of(notebook: Any) -> str:
    return str(code_of(notebook)[1].outputs[0]["data"]["text/plain"])


def marks_of(notebook: Any) -> list[str]:
    """What every bar and bound of the chart says of itself."""
    picture = code_of(notebook)[0].outputs[0]["data"]["image/svg+xml"]
    return re.findall(r'aria-label="(share[^"]*)"', picture)


def test_from_download_to_chart_are_ten_lines() -> None:
    notebook = as_committed()
    nbformat.validate(notebook)
    chart, rows = code_of(notebook)
    assert len([line for line in chart.source.splitlines() if line]) == 10
    assert "source_row" in rows.source


def test_the_outputs_that_ship_come_out_again(anew: Any) -> None:
    assert table_of(anew) == table_of(as_committed())
    assert marks_of(anew) == marks_of(as_committed())


def test_its_figures_are_the_marts(anew: Any, released: Settings) -> None:
    with open_served(released) as served:
        expected = served.execute(
            "select c.country_name, s.share_pct, s.share_min_pct, s.share_max_pct, s.source_row"
            " from marts.fct_country_share as s inner join marts.dim_country as c"
            " using (country_id) where s.mineral_id = 'cobalt' and s.stage = 'mine'"
            " and s.edition_id = (select max(edition_id) from marts.dim_edition"
            " where source_id = 'usgs_mcs') and not c.is_residual"
            " qualify s.year = max(s.year) over () order by s.share_pct desc, s.share_rank limit 8"
        ).fetchall()
    marks = marks_of(anew)
    assert len(marks) == 16
    table = table_of(anew)
    for name, share, low, high, source_row in expected:
        assert re.search(rf"^{re.escape(name)} .* {share:.6f} ", table, re.MULTILINE)
        assert re.search(rf"^{re.escape(name)} .* {source_row}\b", table, re.MULTILINE)
        assert any(f"share_pct: {share}" in mark and name in mark for mark in marks)
        assert any(str(low) in mark and str(high) in mark and name in mark for mark in marks)
