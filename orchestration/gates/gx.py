"""Great Expectations behind a narrow door: expectations and a frame in, plain results out.

Belongs here: everything that knows Great Expectations' API.
Does not belong here: what a result means for the gate (`judge.py`).

Importing the library takes seconds, so it happens when a `Session` is made and one session judges
many tables. The first pass asks for counts only; rows are fetched for what failed.
"""

from __future__ import annotations

import math
import os
import sys
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.expectations.expectation import Expectation as GxExpectation

    from orchestration.gates.suites import Expectation


_ONLY_FOR_DISTRIBUTIONS = ("scipy.stats", "altair")


@dataclass(frozen=True)
class Result:
    """What Great Expectations said of one expectation.

    `judged_count` is how many values it looked at, None for expectations about a whole table;
    `error` is the exception that it would otherwise keep to itself.
    """

    id: str
    success: bool
    error: str = ""
    judged_count: int | None = None
    failing_count: int = 0
    observed: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)


class _LoadedWhenUsed(ModuleType):
    """Stands for a library until something of it is asked for.

    The standard library's `LazyLoader` does not do: on Python 3.11 `import` itself asks.
    """

    def __getattr__(self, attribute: str) -> Any:
        """Load the library in this one's place, and look there."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), attribute)


def _load_when_used(name: str) -> None:
    """Put off a library that Great Expectations imports with itself: a third of its start.

    Only its tests of distributions compute and draw with them, which no suite of ours asks for;
    one that did would load them then.
    """
    if name in sys.modules:
        return
    parent, _, child = name.rpartition(".")
    module = sys.modules[name] = _LoadedWhenUsed(name)
    if parent:
        setattr(import_module(parent), child, module)


class Session:
    """One ephemeral context for any number of tables; nothing is sent, nothing is stored."""

    def __init__(self) -> None:
        """Import the library (seconds) and make a context that touches no disk."""
        os.environ["GX_ANALYTICS_ENABLED"] = "false"
        for name in _ONLY_FOR_DISTRIBUTIONS:
            _load_when_used(name)
        import great_expectations as gx

        self._suite = gx.ExpectationSuite
        from great_expectations.data_context.types.base import ProgressBarsConfig

        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        # One asset for all tables: adding another writes the context's whole configuration again.
        asset = context.data_sources.add_pandas("build").add_dataframe_asset("table")
        self._definition = asset.add_batch_definition_whole_dataframe("whole")

    def understand(self, expectation: Expectation) -> GxExpectation | str:
        """The library's own object for a declared expectation, or why it would not take it.

        A suite drops what it does not understand and goes on; asking one by one does not.
        """
        from great_expectations.expectations.expectation_configuration import (
            ExpectationConfiguration,
        )
        from great_expectations.expectations.metadata_types import FailureSeverity

        try:
            return ExpectationConfiguration(
                type=expectation.type,
                kwargs=dict(expectation.kwargs),
                severity=FailureSeverity(expectation.severity),
                meta={"id": expectation.id},
            ).to_domain_obj()
        except Exception as error:  # noqa: BLE001 - whatever it is, it goes into the verdict
            return " ".join(str(error).split()) or type(error).__name__

    def evaluate(
        self,
        frame: pd.DataFrame,
        expectations: Mapping[str, GxExpectation],
        parameters: dict[str, Any],
        key: Sequence[str],
    ) -> list[Result]:
        """Judge a frame; results come in no particular order and may be fewer than asked for.

        Args:
            frame: the table.
            expectations: what `understand` gave, by id.
            parameters: values of the suite's `$PARAMETER` names.
            key: columns that name a failing row.
        """
        batch = self._definition.get_batch(batch_parameters={"dataframe": frame})

        def run(ids: Iterable[str], result_format: Literal["BASIC", "COMPLETE"]) -> list[Result]:
            suite = self._suite(name="suite", expectations=[expectations[name] for name in ids])
            answer = batch.validate(
                suite, result_format=result_format, expectation_parameters=parameters
            )
            return [_result(result, frame, key) for result in answer.results]

        results = run(expectations, "BASIC")
        failed = {r.id for r in results if not r.success and not r.error and r.failing_count}
        if not failed:
            return results
        return [*(r for r in results if r.id not in failed), *run(sorted(failed), "COMPLETE")]


def _result(result: ExpectationValidationResult, frame: pd.DataFrame, key: Sequence[str]) -> Result:
    body: dict[str, Any] = result.result or {}
    declared = result.expectation_config
    elements = body.get("element_count")
    return Result(
        id=str(declared.meta["id"]) if declared else "",
        success=bool(result.success),
        error=_error(result.exception_info),
        judged_count=None if elements is None else elements - (body.get("missing_count") or 0),
        failing_count=int(body.get("unexpected_count") or 0),
        observed=_observed(body),
        rows=_rows(
            body.get("unexpected_index_list"), declared.kwargs if declared else {}, frame, key
        ),
    )


def _rows(
    index: list[int] | None, kwargs: dict[str, Any], frame: pd.DataFrame, key: Sequence[str]
) -> list[dict[str, Any]]:
    """Failing rows: the columns that were judged, then the key.

    The library can list them too, but takes a millisecond for each.
    """
    if not index:
        return []
    judged = [kwargs.get("column"), kwargs.get("column_A"), kwargs.get("column_B")]
    names = dict.fromkeys(name for name in (*judged, *kwargs.get("column_list", []), *key) if name)
    rows = frame.loc[index, list(names)].to_dict("records")
    return [{str(name): plain(value) for name, value in row.items()} for row in rows]


def _error(info: object) -> str:
    """The exception that was raised; the library nests it by metric when there are several."""
    if not isinstance(info, dict):
        return ""
    entries = [info] if "raised_exception" in info else list(info.values())
    messages = [
        str(entry.get("exception_message"))
        for entry in entries
        if isinstance(entry, dict) and entry.get("raised_exception")
    ]
    return "; ".join(sorted(set(messages)))


def _observed(body: dict[str, Any]) -> str:
    if "observed_value" not in body:
        return ""
    details = (body.get("details") or {}).get("mismatched")
    return f"{body['observed_value']}" + (f" ({details})" if details else "")


def plain(value: object) -> str | int | float | None:
    """A cell as JSON can hold it and a person reads it."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 1e15 else value  # noqa: PLR2004
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | bool):
        return value
    return None if str(value) in {"<NA>", "NaT"} else str(value)
