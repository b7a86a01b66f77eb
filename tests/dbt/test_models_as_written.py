"""How a model is written: short, and its columns named where it ends.

Belongs here: rules on the text of models that sqlfluff has no rule for.
Does not belong here: what the models compute, and who may read whom.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import PROJECT_ROOT

MODELS = sorted((PROJECT_ROOT / "dbt_project" / "models").rglob("*.sql"))
MACROS = PROJECT_ROOT / "dbt_project" / "macros"
LONGEST = 150
# `cte.*` or `*` as a column of a select; not `count(*)`, not a product
EVERY_COLUMN = re.compile(r"(?:^|\s)(?:\w+\.)?\*\s*(?:,|$)", re.MULTILINE)


ONE_CALL = re.compile(r"{{ (\w+)\(.*\) }}\s*")


def last_select(sql: str) -> str:
    """What the model gives: from the last select at the start of a line.

    Where the whole model is one call of a macro, the macro's.
    """
    call = ONE_CALL.fullmatch(sql)
    if call:
        (macro,) = MACROS.rglob(f"{call[1]}.sql")
        sql = macro.read_text()
    return sql[sql.rfind("\nselect") + 1 :]


def test_models_are_found() -> None:
    assert len(MODELS) > 60


@pytest.mark.parametrize("model", MODELS, ids=lambda path: path.stem)
def test_the_last_select_names_its_columns(model: Path) -> None:
    ends = last_select(model.read_text())
    assert ends.startswith("select")
    assert not EVERY_COLUMN.search(ends), ends


@pytest.mark.parametrize("model", MODELS, ids=lambda path: path.stem)
def test_a_model_is_short_or_says_why_not(model: Path) -> None:
    lines = model.read_text().splitlines()
    assert len(lines) <= LONGEST or any(line.startswith("-- Long because") for line in lines)


NEWEST_BY_DAY = {"core_evidence_window", "fct_claim_lineage", "fct_stage_coverage"}
"""Models that ask what was known on a day, or set editions of several publishers in order."""


def test_the_newest_edition_of_a_source_is_the_last_in_its_order() -> None:
    by_day = re.compile(r"order by[^)]*known_from[^,)]* desc", re.DOTALL)
    assert {m.stem for m in MODELS if by_day.search(m.read_text())} == NEWEST_BY_DAY


def test_every_column_is_recognised() -> None:
    for found in ("select\n    cells.*,\n", "select *\nfrom x", "select cells.*\nfrom cells"):
        assert EVERY_COLUMN.search(found), found
    for other in ("count(*) as rows,", "100 * share as pct,", "count(*)\n"):
        assert not EVERY_COLUMN.search(other), other
