"""The dbt project, parsed once for all tests of this folder: parsing costs more than they build."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from orchestration import dbt
from orchestration.settings import Settings

NewWarehouse = Callable[[str], Settings]


@pytest.fixture(scope="session")
def new_warehouse(tmp_path_factory: pytest.TempPathFactory) -> NewWarehouse:
    """Makes empty warehouses whose builds need not parse the project again."""
    first = Settings(warehouse_dir=tmp_path_factory.mktemp("parsed"))
    dbt.ensure_manifest(first)
    parsed = dbt._parsed[dbt.manifest_path(first)]

    def make(name: str) -> Settings:
        settings = Settings(warehouse_dir=tmp_path_factory.mktemp(name))
        dbt._parsed[dbt.manifest_path(settings)] = parsed
        return settings

    return make
