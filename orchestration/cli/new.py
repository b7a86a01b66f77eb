"""`minerals new`: skeletons of a mart and of a claim, in the places where they belong.

Belongs here: what a skeleton looks like and where each part goes.
Does not belong here: what models and registers mean (`dbt_project/`, `expectations/`).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path

from orchestration.build.columns import in_step, read_registry
from orchestration.build.registers.claims import CLAIM_ID
from orchestration.build.registers.reading import unseen_in
from orchestration.cli.output import plain, terminal
from orchestration.ground.errors import AskedError
from orchestration.ground.files import write_whole
from orchestration.settings import Settings, WarehouseSettings, get_settings

_NAME = re.compile(r"(dim|fct|rpt)_[a-z][a-z0-9_]*")
_SQL = """\
-- One row per mineral: replace this by the grain, in one line.
with minerals as (

    select *
    from {{ ref('dim_mineral') }}

)

select
    minerals.mineral_id,
    minerals.mineral_name
from minerals
"""
_YAML = """\
models:
  - name: {name}
    description: One row per mineral. Say what a row is, then what the table answers.
    constraints:
      - {{type: primary_key, columns: [mineral_id]}}
    columns:
      - {{name: mineral_id, constraints: [{{type: not_null}}]}}
      - {{name: mineral_name}}
    data_tests:
      - unique_combination_of_columns: {{name: {name}__key}}
"""
_MUTATION = """\
marts/{name}:
  rows: >-
    delete from marts.{name} where mineral_id > 'b'
"""


def new_mart(name: str, domain: str, settings: Settings | None = None) -> list[Path]:
    """Write model, YAML, suite and mutation of a mart; nothing is written if one of them is there.

    Raises:
        AskedError: when the name, the domain or a file stands against it.
    """
    settings = settings or get_settings()
    if not _NAME.fullmatch(name):
        raise AskedError(
            "A mart's name says what kind of table it is",
            expected="dim_…, fct_… or rpt_…, lower case",
            found=name,
        )
    models = settings.dbt_project_dir / "models"
    folder = models / domain
    if not folder.is_dir():
        known = ", ".join(sorted(path.name for path in models.iterdir() if path.is_dir()))
        raise AskedError("There is no such domain", expected=known, found=domain)
    described = folder / f"{name}.yml"
    registry = read_registry(models / "columns.md")
    mutations = settings.project_root / "tests" / "gates"
    files = {
        folder / f"{name}.sql": _SQL,
        described: in_step(_YAML.format(name=name), described, registry)[0],
        settings.suites_dir / "marts" / f"{name}.json": _suite(name),
        mutations / f"mutations_marts_{name}.yml": _MUTATION.format(name=name),
    }
    taken = [*(path for path in files if path.exists()), *models.rglob(f"{name}.sql")]
    _refuse_taken(sorted(set(taken)))
    return _write(files)


def new_claim(claim_id: str, claim: str, settings: Settings | None = None) -> list[Path]:
    """Append a claim and one reading to their registers, ready to be filled in.

    Raises:
        AskedError: when the claim is in the register, or its identifier or text cannot be one.
    """
    settings = settings or get_settings()
    rows: dict[str, Mapping[str, str]] = {
        "claims": {"claim_id": claim_id, "claim": claim, "is_in_scope": "true"},
        "claim_readings": {"claim_id": claim_id, "reading_id": "first_reading"},
    }
    seeds = {name: _register(settings, name) for name in rows}
    with seeds["claims"].open(encoding="utf-8", newline="") as file:
        taken = {row["claim_id"] for row in csv.DictReader(file)}
    _refuse_broken(claim_id, claim, taken)
    if claim_id in taken:
        _refuse_taken([seeds["claims"]])
    return _write({path: _appended(path, rows[name]) for name, path in seeds.items()})


def print_written(paths: list[Path], then: str) -> None:
    """Say what was written and what comes next."""
    console = terminal()
    for path in paths:
        console.print(f"wrote {plain(path)}", highlight=False, soft_wrap=True)
    console.print(plain(then), highlight=False)


def _suite(name: str) -> str:
    body = {
        "name": f"marts/{name}",
        "expectations": [
            {
                "type": "expect_table_row_count_to_be_between",
                "kwargs": {"min_value": 50},
                "meta": {
                    "id": "rows",
                    "why": "Fifty minerals are always there; state what an analyst would doubt.",
                },
            }
        ],
        "meta": {"key": ["mineral_id"]},
    }
    return json.dumps(body, indent=2) + "\n"


def _register(settings: WarehouseSettings, name: str) -> Path:
    return next((settings.dbt_project_dir / "seeds").rglob(f"{name}.csv"))


def _appended(path: Path, row: Mapping[str, str]) -> str:
    text = path.read_text(encoding="utf-8")
    columns = next(csv.reader(text.splitlines()[:1]))
    line = io.StringIO()
    csv.DictWriter(line, columns, restval="", lineterminator="\n").writerow(row)
    return text.rstrip("\n") + "\n" + line.getvalue()


def _write(files: Mapping[Path, str]) -> list[Path]:
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
    return list(files)


def _refuse_broken(claim_id: str, claim: str, taken: Collection[str]) -> None:
    """Refuse what `minerals check` would refuse in the row that is written."""
    if not re.fullmatch(CLAIM_ID, claim_id):
        last = max((int(one[1:]) for one in taken if re.fullmatch("C[0-9]+", one)), default=0)
        raise AskedError(
            "A claim's identifier cannot be this",
            expected=f"a capital and a number of two digits or more: C{last + 1:02} is free",
            found=repr(claim_id),
        )
    unseen = unseen_in(claim)
    if not claim or unseen:
        raise AskedError(
            "A claim's text cannot be this",
            expected="the sentence that was said, on one line",
            found=f"characters that nobody sees ({unseen})" if unseen else "nothing",
            way_out="write the sentence as it was said, without them" if unseen else "write it",
        )


def _refuse_taken(paths: list[Path]) -> None:
    if paths:
        raise AskedError(
            "Nothing was written: it is there already",
            where=", ".join(map(str, paths)),
            way_out="choose another name, or edit what is there",
        )
