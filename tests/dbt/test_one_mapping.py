"""What a printed text means is decided once: the landing and the build answer alike, odd or not."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
import pytest

from orchestration.build.dbt import invoke
from orchestration.build.raw_tables import write_tables
from orchestration.ground.errors import BuildError
from orchestration.landing.rules.models import Models
from orchestration.publishers.frames import to_frame
from orchestration.settings import Settings
from tests.conftest import new_build
from tests.dbt import odd_names as odd

MODELS = (
    "core_printed_country",
    "int_printed_tables",
    "int_printed_values",
    "int_cell_corrections",
    "int_resolved_cells",
)
TESTS = ("assert_cells_are_understood", "assert_corrections_are_needed")
SEEDS = (
    "country_names",
    "country_qualifiers",
    "commodity_names",
    "table_rules",
    "units",
    "value_tokens",
    "corrections",
)


class Answers(NamedTuple):
    """The rows of models, data tests and seeds, by name, of the landing and of the build."""

    landing: dict[str, pd.DataFrame]
    build: dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def answers(released: Settings, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """What both sides make of every odd cell."""
    settings = new_build(released, tmp_path_factory.mktemp("odd_names"))
    others = ("wmd_cells", "iea_cells", "bgs_wms_records", "usgs_mcs_salient", "source_files")
    tables = {table: to_frame(table, []) for table in others}
    tables["usgs_mcs_cells"] = odd.odd_cells()
    write_tables(settings, tables)
    names = (*SEEDS, *MODELS, *TESTS)
    with Models(settings, tables) as models:
        landing = {name: models.frame(name) for name in names}
    resolved = "+int_resolved_cells,config.materialized:table"
    invoke(settings, ["run", "--quiet", "--select", resolved, "int_cell_corrections"])
    with pytest.raises(BuildError):
        invoke(settings, ["test", "--quiet", "--store-failures", "--select", *TESTS])
    return Answers(landing, {name: odd.read(settings.build_database, name) for name in names})


def test_the_set_is_large() -> None:
    assert len(odd.rows_of("country_names")) > 300
    assert len(set(odd.countries())) > 3500
    assert len(set(odd.commodities())) > 1000
    assert len(set(odd.units())) > 300
    assert len(set(odd.values())) > 80
    assert len(list(odd.corrected_cells())) > 500


@pytest.mark.slow
@pytest.mark.parametrize("name", [*SEEDS, *MODELS, *TESTS])
def test_the_landing_and_the_build_answer_alike(answers: Answers, name: str) -> None:
    landing, build = answers.landing[name], answers.build[name]
    assert len(landing) > 0
    assert list(landing.columns) == list(build.columns)
    assert odd.rows_as_text(landing) == odd.rows_as_text(build)


@pytest.fixture(scope="module")
def country_of(answers: Answers) -> dict[str, str | None]:
    """The country of each printed name."""
    found = answers.landing["core_printed_country"]
    ids = [country if isinstance(country, str) else None for country in found["country_id"]]
    return dict(zip(found["country_as_printed"], ids, strict=True))


@pytest.mark.slow
def test_a_name_never_becomes_the_parent_that_it_begins_with(
    country_of: dict[str, str | None],
) -> None:
    assert {country_of[name] for name in odd.NEVER_THE_PARENT} == {None}
    assert None not in {country_of[parent] for parent in odd.NEVER_THE_PARENT.values()}


@pytest.mark.slow
def test_harmless_marks_leave_a_country_what_it_is_and_others_make_it_unknown(
    country_of: dict[str, str | None],
) -> None:
    known = odd.rows_of("country_names")
    names = {row["name_as_printed"].lower() for row in known}
    for row in known:
        name, country = row["name_as_printed"], row["country_id"]
        assert country_of[name] == country_of[name.upper()] == country
        bare = None if row["is_whole_only"] else country
        for form in (f"{name}7", f"{name} 11", f"{name} (shipments)", f"{name} (shipments)3"):
            assert country_of[form] == bare, form
        for form in (f"{name} (somewhere)", f"{name}, Province of"):
            assert form.lower() in names or country_of[form] is None, form


@pytest.mark.slow
def test_what_is_printed_is_kept(answers: Answers) -> None:
    printed = odd.odd_cells()
    kept = answers.build["int_resolved_cells"].sort_values("source_row")
    for column in ("country_as_printed", "commodity_as_printed", "value_as_printed"):
        assert list(kept[column]) == list(printed[column].fillna(""))
