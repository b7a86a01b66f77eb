"""The code location: it loads from nothing, and the graph says what is what."""

from __future__ import annotations

import socket

import dagster as dg
import pytest

from orchestration.definitions import build_definitions
from orchestration.publishers import PUBLISHERS
from orchestration.settings import Settings
from orchestration.steps import REFRESH_JOB
from orchestration.steps.assets.landing import DROP_FOLDER, landing_key
from orchestration.steps.assets.origins import publisher_key
from orchestration.steps.assets.raw import table_key

LAYERS = {
    "publishers",
    "landing",
    "raw",
    "reference",
    "staging",
    "intermediate",
    "core",
    "marts",
    "release",
    "bi",
}
DOMAINS = {"staging", "reference", "cells", "figures", "evidence", "claims", "reporting", "trade"}
GROUPS = {"publishers", "landing", "raw", "release", "bi"} | DOMAINS


@pytest.fixture(scope="module")
def definitions(parsed: Settings) -> dg.Definitions:
    """Definitions of an empty warehouse, built with no way out to any network."""
    with pytest.MonkeyPatch.context() as patch:

        def refuse(*_: object) -> None:
            raise AssertionError("definitions must load without network")

        patch.setattr(socket.socket, "connect", refuse)
        definitions = build_definitions(parsed)
        dg.Definitions.validate_loadable(definitions)
    return definitions


def specs(definitions: dg.Definitions) -> list[dg.AssetSpec]:
    return list(definitions.resolve_all_asset_specs())


def test_every_asset_stands_in_a_domain_with_owner_kind_and_description(
    definitions: dg.Definitions,
) -> None:
    found = specs(definitions)
    assert len(found) > 60
    assert {spec.group_name for spec in found} == GROUPS
    assert all(spec.key.path[0] in LAYERS for spec in found)
    assert not [spec.key for spec in found if not spec.owners]
    assert not [spec.key for spec in found if not spec.kinds]
    assert not [spec.key for spec in found if not spec.description]


def test_every_asset_check_says_what_must_hold(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    checks = [graph.get_check_spec(key) for key in graph.asset_check_keys]
    assert len(checks) > 300
    assert [check.key for check in checks if not check.description] == []
    # The first line is what lists of checks show: no two checks of a table share one.
    firsts = [(c.asset_key, (c.description or "").partition("\n")[0]) for c in checks]
    assert len(set(firsts)) == len(checks)


def test_a_check_says_what_its_test_asks(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    said = {key.name: graph.get_check_spec(key).description for key in graph.asset_check_keys}
    assert said["fct_concentration__key"] == (
        "One row per edition_id, mineral_id, stage, form and year: together they are the key."
    )
    assert "country_id in dim_country" in str(said["fct_country_share__links"])
    assert "world_basis (printed, summed)" in str(said["fct_country_share__words"])
    assert "bounds enclose share" in str(said["fct_country_share__rules"])
    assert str(said["assert_trade_adds_up"]).startswith("No dollar is lost or counted twice")
    shares = dg.AssetCheckKey(dg.AssetKey(["marts", "fct_country_share"]), "great_expectations")
    assert "* The bounds enclose the share." in str(graph.get_check_spec(shares).description)


def test_descriptions_are_words_and_no_sql(definitions: dg.Definitions) -> None:
    assert [spec.key for spec in specs(definitions) if "```sql" in str(spec.description)] == []


def test_the_graph_leads_from_the_publishers_files_to_raw_tables(
    definitions: dg.Definitions,
) -> None:
    graph = definitions.resolve_asset_graph()
    assert len(PUBLISHERS) >= 8
    for source in PUBLISHERS:
        files = publisher_key(source)
        assert not graph.get(files).is_executable
        for table in source.tables:
            above = graph.get_ancestor_asset_keys(table_key(source, table))
            assert files in above, table
            assert landing_key(DROP_FOLDER) in above, table
    fetched = graph.get_ancestor_asset_keys(dg.AssetKey(["raw", "usgs_mcs", "cells"]))
    assert landing_key("usgs_mcs") in fetched


def test_every_edition_is_an_asset(definitions: dg.Definitions) -> None:
    keys = {spec.key.to_user_string() for spec in specs(definitions)}
    editions = ("usgs_mcs/usgs_mcs_2023", "usgs_mcs/usgs_mcs_2026", "wmd/wmd_2026", "wgi/wgi_2024")
    assert {f"raw/{edition}" for edition in editions} <= keys


def test_figures_flow_from_editions_to_the_release(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    release = dg.AssetKey(["release", "critical_minerals"])
    above = {key.to_user_string() for key in graph.get_ancestor_asset_keys(release)}
    assert "raw/usgs_mcs/usgs_mcs_2026" in above
    assert "raw/usgs_mcs/cells" in above
    assert "staging/stg_usgs_mcs__cells" in above
    assert "marts/fct_concentration" in above


def test_every_raw_table_and_every_mart_has_a_blocking_gate(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    gated = {
        key.asset_key: graph.get_check_spec(key).blocking
        for key in graph.asset_check_keys
        if key.name == "great_expectations"
    }
    marts = {spec.key for spec in specs(definitions) if spec.key.path[0] == "marts"}
    assert marts <= set(gated)
    assert all(gated.values())


def test_dbt_tests_are_blocking_checks_on_every_mart(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    checks = [key for key in graph.asset_check_keys if key.name != "great_expectations"]
    checked = {key.asset_key for key in checks if graph.get_check_spec(key).blocking}
    marts = {spec.key for spec in specs(definitions) if spec.key.path[0] == "marts"}
    assert marts <= checked


def test_columns_of_every_mart_are_described(definitions: dg.Definitions) -> None:
    for spec in specs(definitions):
        if spec.key.path[0] == "marts":
            schema = spec.metadata.get("dagster/column_schema")
            assert schema is not None, spec.key
            assert all(column.description for column in schema.columns), spec.key


def test_one_job_runs_everything(definitions: dg.Definitions) -> None:
    job = definitions.resolve_job_def(REFRESH_JOB)
    runs = job.asset_layer.executable_asset_keys
    assert dg.AssetKey(["release", "critical_minerals"]) in runs
    assert not [key for key in runs if key.path[0] in {"publishers", "landing", "bi"}]
