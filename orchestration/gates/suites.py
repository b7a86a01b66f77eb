"""Suites as files: what a table is expected to be, read and checked before anything is judged.

Belongs here: finding and reading `expectations/suites/<layer>/*.json`, the frame beside a suite
(`expectations/frames/<layer>/*.sql`: the table plus the columns that comparisons need), and every
mistake in such a file that can be seen without data.
Does not belong here: judging (`judge.py`), Great Expectations itself (`gx.py`).

A suite file has Great Expectations' own form. Its `meta` adds: `table`, `key` (what names a row),
`may_be_empty` and `may_be_all_null` (with the reason), `optional_source` (a source that can be
switched off: then, and only then, its table may be empty), `rows_counted_in` (a large table is
judged by groups of its rows: the column of the frame that counts the rows of each group). An
expectation's `meta` adds: `id`, `why`, `way_out`, `needs: last_release` and `may_be_vacuous` (with
the reason).
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from orchestration.gates.deviations import Deviation, all_deviations, deviations_of
from orchestration.gates.vacuous import why_it_cannot_fail
from orchestration.ground.errors import RegisterError

Layer = Literal["raw", "marts"]
LAYERS: tuple[Layer, ...] = ("raw", "marts")
CRITICAL = "critical"
"""What an expectation is that does not say it: it stops the release, as in Great Expectations."""
SEVERITIES = (CRITICAL, "warning")
LAST_RELEASE = "last_release"
DEVIATIONS = "accepted_deviations.yml"

_SUITE_KEYS = {"name", "id", "notes", "expectations", "meta", "suite_parameters"}
_SUITE_META = {
    "table",
    "key",
    "why",
    "may_be_empty",
    "may_be_all_null",
    "optional_source",
    "rows_counted_in",
}
_SUITE_META_GX = {"great_expectations_version"}
_EXPECTATION_KEYS = {"type", "kwargs", "severity", "meta", "description", "notes"}
_EXPECTATION_META = {"id", "why", "way_out", "needs", "may_be_vacuous"}
_PARAMETER = re.compile(r"[a-z]\w*")


@dataclass(frozen=True)
class Expectation:
    """One declared expectation."""

    id: str
    type: str
    kwargs: dict[str, Any]
    severity: str
    why: str
    way_out: str = ""
    needs_last_release: bool = False
    may_be_vacuous: str = ""

    @property
    def columns_read(self) -> set[str]:
        """Columns whose values this expectation looks at."""
        single = (self.kwargs.get(name) for name in ("column", "column_A", "column_B"))
        several = self.kwargs.get("column_list") or ()
        return {name for name in (*single, *several) if isinstance(name, str)}

    @property
    def parameters(self) -> set[str]:
        """Names that `$PARAMETER` expressions of this expectation refer to."""
        return {
            name
            for value in self.kwargs.values()
            if isinstance(value, dict) and "$PARAMETER" in value
            for name in _PARAMETER.findall(str(value["$PARAMETER"]))
        }


@dataclass(frozen=True)
class Suite:
    """A suite file with its frame and its accepted deviations; `sha256` covers all three."""

    name: str
    path: Path
    table: str
    sha256: str
    key: tuple[str, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    frame_sql: str | None = None
    may_be_empty: str = ""
    optional_source: str = ""
    rows_counted_in: str = ""
    may_be_all_null: dict[str, str] = field(default_factory=dict)
    deviations: tuple[Deviation, ...] = ()
    problems: tuple[str, ...] = ()

    def excuses_on(self, day: date) -> bool:
        """Whether none of its accepted deviations has expired before that day."""
        return all(entry.expires_on >= day for entry in self.deviations)

    @property
    def columns_read(self) -> set[str]:
        """Columns that judging and reporting need the values of."""
        by_expectations = (expectation.columns_read for expectation in self.expectations)
        by_deviations = (set(deviation.rows) for deviation in self.deviations)
        counted = {self.rows_counted_in} - {""}
        return set(self.key).union(counted, *by_expectations, *by_deviations)


def load_suites(suites_dir: Path, layer: Layer) -> list[Suite]:
    """All suites of a layer, sorted by name; a broken file is a suite with problems, not a gap."""
    return [load_suite(path, layer) for path in sorted((suites_dir / layer).glob("*.json"))]


def refuse_unknown_deviations(suites_dir: Path) -> None:
    """Refuse accepted deviations of a suite that does not exist: nothing else would read them.

    Raises:
        RegisterError: with every such entry.
    """
    path = suites_dir.parent / DEVIATIONS
    files = ((layer, file) for layer in LAYERS for file in (suites_dir / layer).glob("*.json"))
    known = {f"{layer}/{file.stem}" for layer, file in files}
    unknown = [str(entry) for entry in all_deviations(path) if entry.suite not in known]
    if unknown:
        raise RegisterError(
            "An accepted deviation names a suite that does not exist",
            where=str(path),
            expected="a file of expectations/suites, as in `suite: marts/fct_production`",
            found="; ".join(unknown),
            way_out="correct the name of the suite, or delete the entry: it excuses nothing",
        )


def load_suite(path: Path, layer: Layer) -> Suite:
    """Read one suite file and say all that is wrong with it."""
    name = f"{layer}/{path.stem}"
    frame = path.parents[2] / "frames" / layer / f"{path.stem}.sql"
    deviations = deviations_of(path.parents[2] / DEVIATIONS, name)
    frame_sql = frame.read_text() if frame.exists() else None
    body, problems = _read_json(path)
    meta = body.get("meta")
    meta = meta if isinstance(meta, dict) else {}
    expectations, more = _read_expectations(body)
    problems += _suite_problems(body, meta, name) + more
    problems += _deviation_problems(deviations, expectations)
    return Suite(
        name=name,
        path=path,
        table=str(meta.get("table") or f"{layer}.{path.stem.replace('__', '_')}"),
        sha256=_digest(path, frame_sql, deviations),
        key=tuple(meta.get("key") or ()),
        expectations=expectations,
        frame_sql=frame_sql,
        may_be_empty=str(meta.get("may_be_empty") or ""),
        optional_source=str(meta.get("optional_source") or ""),
        rows_counted_in=str(meta.get("rows_counted_in") or ""),
        may_be_all_null=dict(meta.get("may_be_all_null") or {}),
        deviations=deviations,
        problems=tuple(problems),
    )


def _digest(path: Path, frame_sql: str | None, deviations: tuple[Deviation, ...]) -> str:
    accepted = json.dumps([asdict(deviation) for deviation in deviations], default=str)
    parts = [path.read_bytes(), (frame_sql or "").encode(), accepted.encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _read_json(path: Path) -> tuple[dict[str, Any], list[str]]:
    try:
        body = json.loads(path.read_text())
    except ValueError as error:
        return {}, [f"the file is not JSON: {error}"]
    if not isinstance(body, dict):
        return {}, ["the file is not a suite: expected a JSON object"]
    return body, []


def _suite_problems(body: dict[str, Any], meta: dict[str, Any], name: str) -> list[str]:
    problems = []
    if body.get("name") != name:
        problems.append(f"the suite calls itself {body.get('name')!r}, its path says {name!r}")
    problems += _unknown("suite", body, _SUITE_KEYS)
    problems += _unknown("suite meta", meta, _SUITE_META | _SUITE_META_GX)
    if not meta.get("key"):
        problems.append("meta.key is missing: the columns that name a row")
    return problems


def _read_expectations(body: dict[str, Any]) -> tuple[tuple[Expectation, ...], list[str]]:
    declared = body.get("expectations") or []
    if not declared:
        return (), ["the suite declares no expectation, so it could never fail"]
    expectations: list[Expectation] = []
    problems: list[str] = []
    for position, entry in enumerate(declared, start=1):
        wrong = _expectation_problems(entry, f"expectation {position}")
        problems += wrong
        if not wrong:
            expectations.append(_expectation(entry))
    ids = [expectation.id for expectation in expectations]
    problems += [
        f"the id {name!r} is used twice" for name in sorted({i for i in ids if ids.count(i) > 1})
    ]
    return tuple(expectations), problems


def _expectation(entry: dict[str, Any]) -> Expectation:
    meta = entry["meta"]
    return Expectation(
        id=meta["id"],
        type=entry["type"],
        kwargs=entry["kwargs"],
        severity=entry.get("severity", CRITICAL),
        why=meta["why"],
        way_out=str(meta.get("way_out") or ""),
        needs_last_release=meta.get("needs") == LAST_RELEASE,
        may_be_vacuous=str(meta.get("may_be_vacuous") or ""),
    )


def _expectation_problems(entry: object, where: str) -> list[str]:
    if not isinstance(entry, dict):
        return [f"{where} is not an object"]
    meta = entry.get("meta")
    meta = meta if isinstance(meta, dict) else {}
    where = f"{where} ({meta.get('id') or entry.get('type')})"
    problems = _unknown(where, entry, _EXPECTATION_KEYS) + _unknown(
        f"{where} meta", meta, _EXPECTATION_META
    )
    problems += [f"{where} has no {key}" for key in ("type", "kwargs") if key not in entry]
    if "row_condition" in (entry.get("kwargs") or {}):
        problems.append(
            f"{where} has a row_condition: give the frame a column that is null instead"
        )
    problems += [f"{where} has no meta.{key}" for key in ("id", "why") if not meta.get(key)]
    problems += [f"{where} cannot fail: {why}" for why in why_it_cannot_fail(entry)]
    if entry.get("severity", CRITICAL) not in SEVERITIES:
        problems.append(
            f"{where} has severity {entry.get('severity')!r}, expected one of {SEVERITIES}"
        )
    if meta.get("needs") not in (None, LAST_RELEASE):
        problems.append(f"{where} needs {meta['needs']!r}; only {LAST_RELEASE!r} is known")
    if not problems and "previous_" in json.dumps(entry["kwargs"]) and "needs" not in meta:
        problems.append(
            f"{where} compares with the last release but does not say needs: {LAST_RELEASE}"
        )
    return problems


def _unknown(where: str, entry: dict[str, Any], known: set[str]) -> list[str]:
    return [f"{where} has an unknown key {key!r}" for key in sorted(set(entry) - known)]


def _deviation_problems(
    deviations: tuple[Deviation, ...], expectations: tuple[Expectation, ...]
) -> list[str]:
    known = {expectation.id for expectation in expectations}
    return [
        f"accepted deviation names an expectation that does not exist: {deviation.expectation!r}"
        for deviation in deviations
        if deviation.expectation not in known
    ]
