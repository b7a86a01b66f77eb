"""A measure that a reading may name has a model that measures it.

Belongs here: that the register of measures, their models and what the verdicts read are one set.
Does not belong here: what a measure gives, which its unit tests show.
"""

from __future__ import annotations

import csv
import re

from tests.conftest import PROJECT_ROOT

CLAIMS = PROJECT_ROOT / "dbt_project" / "models" / "claims"
SEED = PROJECT_ROOT / "dbt_project" / "seeds" / "claims" / "claim_measures.csv"
ASKED = re.compile(r"(?:subjects_of|tables_asked|rows_asked)\(\[([^\]]+)\]\)")
WORD = re.compile(r"'(\w+)'")


def models() -> dict[str, str]:
    """The models of measures, by name, as text."""
    found = {path.stem: path.read_text() for path in (CLAIMS / "measurements").glob("*.sql")}
    assert len(found) > 10
    return found


def test_every_measure_is_measured_by_a_model() -> None:
    with SEED.open(newline="", encoding="utf-8") as rows:
        registered = {row["measure"] for row in csv.DictReader(rows)} - {"not_measurable"}
    asked = {
        word
        for sql in models().values()
        for words in ASKED.findall(sql)
        for word in WORD.findall(words)
    }
    assert asked == registered


def test_every_model_is_read_by_the_verdicts() -> None:
    union = (CLAIMS / "int_measurement.sql").read_text()
    named = union[union.index("measures = [") : union.index("]")]
    assert {f"int_measure_{word}" for word in WORD.findall(named)} == set(models())


def test_no_model_is_ephemeral() -> None:
    """A process that builds twice compiles such a model into its readers only the first time."""
    models_folder = PROJECT_ROOT / "dbt_project"
    found = [*models_folder.rglob("*.sql"), *models_folder.rglob("*.yml")]
    # dbt names folders of what it compiles after the files
    texts = [path for path in found if path.is_file()]
    assert len(texts) > 200
    assert [path.name for path in texts if "materialized: ephemeral" in path.read_text()] == []
    assert [path.name for path in texts if "materialized='ephemeral'" in path.read_text()] == []
