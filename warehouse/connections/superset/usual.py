"""What Superset takes where a file of the bundle says nothing.

The bundle says only what is otherwise. What is imported says all: a value that was changed in
Superset would outlive an import that is silent about it.
Belongs here: those values, leaving them out and putting them back. Does not belong here: what one
Superset only numbers (`manage.py`).
"""

from __future__ import annotations

import json
from typing import Any

USUAL: dict[str, dict[str, Any]] = {
    "charts": {"cache_timeout": None, "certification_details": None, "certified_by": None},
    "datasets": {
        "cache_timeout": None,
        "catalog": None,
        "currency_code_column": None,
        "default_endpoint": None,
        "extra": None,
        "fetch_values_predicate": None,
        "folders": None,
        "main_dttm_col": None,
        "params": None,
        "sql": None,
        "template_params": None,
    },
    "columns": {
        "advanced_data_type": None,
        "datetime_format": None,
        "expression": None,
        "extra": None,
        "filterable": True,
        "groupby": True,
        "is_active": True,
        "is_dttm": False,
        "python_date_format": None,
    },
    "metrics": {
        "currency": None,
        "d3format": None,
        "description": None,
        "extra": None,
        "warning_text": None,
    },
}
# What a chart's own question (`query_context`) says in `form_data` beside the chart's settings.
ASKED = {"force": False, "result_format": "json", "result_type": "full"}
PARTS = {"charts": (), "datasets": ("columns", "metrics"), "columns": (), "metrics": ()}


def whole(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """A chart, a dataset or a part of one with what its file leaves out."""
    parts = {name: [whole(name, part) for part in content.get(name, [])] for name in PARTS[kind]}
    said = {**USUAL[kind], **content, **parts}
    if not content.get("query_context"):
        return said
    question = json.loads(content["query_context"])
    question["form_data"] = {**_settings(content), **question.get("form_data", {})}
    return {**said, "query_context": _written(question)}


def short(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """The same without what Superset would take anyway, and each setting of a chart once."""
    parts = {name: [short(name, part) for part in content[name]] for name in PARTS[kind]}
    said = {**_otherwise(content, USUAL[kind]), **parts}
    if not content.get("query_context"):
        return said
    question = json.loads(content["query_context"])
    own = _otherwise(question.pop("form_data", {}), _settings(content))
    question |= {"form_data": own} if own else {}
    return {**said, "query_context": _written(question)}


def _otherwise(content: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if (key, value) not in usual.items()}


def _settings(chart: dict[str, Any]) -> dict[str, Any]:
    return {**ASKED, **chart["params"]}


def _written(question: dict[str, Any]) -> str:
    return json.dumps(question, ensure_ascii=False, sort_keys=True)
