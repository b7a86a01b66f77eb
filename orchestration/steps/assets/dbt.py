"""The dbt project as assets: keys by layer, dbt tests as blocking asset checks, column lineage.

Belongs here: how dbt nodes are named, grouped and described in Dagster.
Does not belong here: how dbt is run (`build.run`) or what is modelled (`dbt_project/`).
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtProject, dbt_assets

from orchestration.build.events import build
from orchestration.settings import Settings
from orchestration.steps.assets import OWNERS
from orchestration.steps.assets.check_words import dbt_test_words
from orchestration.steps.blame import blaming_arrivals


class LayeredTranslator(DagsterDbtTranslator):
    """Asset keys are `[layer, table]`: the schema a table stands in, then its name."""

    def __init__(self) -> None:
        super().__init__(
            settings=DagsterDbtTranslatorSettings(
                enable_asset_checks=True, enable_source_tests_as_checks=True
            )
        )

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetSpec:
        """dagster-dbt's own spec with our owner and, for models and seeds, domain as group."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        return spec.replace_attributes(owners=OWNERS)

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """What the table is, without its SQL: dbt's documentation shows that."""
        return str(dbt_resource_props.get("description") or "")

    def get_asset_check_spec(
        self,
        asset_spec: dg.AssetSpec,
        manifest: Mapping[str, Any],
        unique_id: str,
        project: DbtProject | None,
    ) -> dg.AssetCheckSpec | None:
        """dagster-dbt's own spec with what the test asks, in words."""
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        test = manifest["nodes"][unique_id]
        model = manifest["nodes"].get(test.get("attached_node"))
        return spec and spec._replace(description=dbt_test_words(test, model))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """`[layer, table]` for models and seeds; sources name theirs in `meta.dagster`."""
        if dbt_resource_props["resource_type"] == "source":
            return super().get_asset_key(dbt_resource_props)
        return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The domain: the folder right under `models` or `seeds`."""
        return str(dbt_resource_props["fqn"][1])


def build_dbt_assets(settings: Settings, manifest: Path) -> dg.AssetsDefinition:
    """All dbt models and seeds as one step: one dbt start, and a failed test stops what follows."""
    translator = LayeredTranslator()

    @dbt_assets(
        manifest=manifest,
        dagster_dbt_translator=translator,
        name="dbt_build",
        exclude="resource_type:unit_test",
    )
    def dbt_build(context: dg.AssetExecutionContext) -> Iterator[Any]:
        with blaming_arrivals(settings):
            yield from build(settings, context, translator)

    return dbt_build


def mart_keys(assets: dg.AssetsDefinition) -> list[dg.AssetKey]:
    """Keys of the tables that a release carries."""
    return sorted((key for key in assets.keys if key.path[0] == "marts"), key=str)
