"""Empty warehouses for builds of a part of the dbt project."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from orchestration.settings import Settings
from tests.conftest import take_over_project

NewWarehouse = Callable[[str], Settings]


@pytest.fixture(scope="session")
def new_warehouse(released: Settings, tmp_path_factory: pytest.TempPathFactory) -> NewWarehouse:
    """Makes empty warehouses whose builds need not parse the project again."""

    def make(name: str) -> Settings:
        settings = Settings(warehouse_dir=tmp_path_factory.mktemp(name))
        take_over_project(released, settings)
        return settings

    return make
