"""Dagster's run history of one warehouse.

Belongs here: opening it.
Does not belong here: how it connects (`dagster_private.py`), what is read from it (`steps`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dagster import DagsterInstance


@contextmanager
def open_history(home: Path) -> Iterator[DagsterInstance]:
    """The instance of `home`, whatever DAGSTER_HOME says; its `dagster.yaml` refers to it."""
    before = os.environ.get("DAGSTER_HOME")
    os.environ["DAGSTER_HOME"] = str(home)
    try:
        with DagsterInstance.from_config(str(home)) as instance:
            yield instance
    finally:
        if before is None:
            del os.environ["DAGSTER_HOME"]
        else:
            os.environ["DAGSTER_HOME"] = before
