"""What the files of the bundle leave out, and that an import gets it back.

Belongs here: what takes no second. Does not belong here: a running Superset (`test_superset.py`).
"""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from tests.superset import bundle

USUAL = runpy.run_path(str(bundle.FOLDER / "usual.py"))
FILES = [
    pytest.param(kind, path, id=f"{kind}/{path.stem}")
    for kind in ("charts", "datasets")
    for path in sorted((bundle.FOLDER / "bundle" / kind).rglob("*.yaml"))
]
CHART = {
    "slice_name": "Shares",
    "cache_timeout": 60,
    "certification_details": None,
    "certified_by": None,
    "params": {"row_limit": 25, "viz_type": "table"},
    "query_context": json.dumps(
        {
            "form_data": {
                "force": True,
                "result_format": "json",
                "result_type": "full",
                "row_limit": 30,
                "viz_type": "table",
            },
            "queries": [{"row_limit": 30}],
        }
    ),
}
DATASET = {
    "table_name": "shares",
    **dict.fromkeys(USUAL["USUAL"]["datasets"]),
    "sql": "select 1 as share",
    "columns": [
        {"column_name": "share", **USUAL["USUAL"]["columns"], "groupby": False},
        {"column_name": "bounds", **USUAL["USUAL"]["columns"]},
    ],
    "metrics": [{"metric_name": "count", **USUAL["USUAL"]["metrics"], "d3format": ",d"}],
}


def test_there_are_charts_and_datasets() -> None:
    assert len(FILES) > 60


@pytest.mark.parametrize(("kind", "path"), FILES)
def test_a_file_says_what_is_otherwise_and_nothing_else(kind: str, path: Path) -> None:
    content = bundle.read(path)
    imported = USUAL["whole"](kind, content)
    assert set(USUAL["USUAL"][kind]) <= set(imported)
    assert USUAL["short"](kind, imported) == content


@pytest.mark.parametrize(("kind", "content"), [("charts", CHART), ("datasets", DATASET)])
def test_what_is_left_out_comes_back_and_what_was_changed_stays(
    kind: str, content: dict[str, Any]
) -> None:
    said = USUAL["short"](kind, content)
    assert len(json.dumps(said)) < len(json.dumps(content))
    assert USUAL["whole"](kind, said) == content


def test_only_what_differs_is_written() -> None:
    chart, dataset = USUAL["short"]("charts", CHART), USUAL["short"]("datasets", DATASET)
    assert json.loads(chart["query_context"])["form_data"] == {"force": True, "row_limit": 30}
    assert chart["cache_timeout"] == 60
    assert dataset["columns"] == [
        {"column_name": "share", "groupby": False},
        {"column_name": "bounds"},
    ]
    assert dataset["metrics"] == [{"metric_name": "count", "d3format": ",d"}]
