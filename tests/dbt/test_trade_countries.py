"""A code that leads to no country stops a build by its name, whoever printed it.

Belongs here: the data test on country codes, on a build that a test has spoilt.
Does not belong here: codes that the landing refuses (`tests/landing`).
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from orchestration.build.dbt import invoke
from orchestration.ground.errors import BuildError
from orchestration.settings import Settings
from tests.conftest import new_build

pytestmark = pytest.mark.slow

CHECK = ["test", "--quiet", "--select", "assert_trade_countries_are_known"]
SPOILT = {
    997: "insert into intermediate.int_trade_landed_side by name select 'baci_2026' as edition_id,"
    " 'exporter' as side, 997 as country_code, 5 as value_usd",
    998: "insert into intermediate.int_trade_report by name select 'comtrade_2021' as edition_id,"
    " 998 as reporter_code, 7 as value_usd",
}


def test_a_code_of_no_country_is_named(released: Settings, tmp_path: Path) -> None:
    settings = new_build(released, tmp_path / "warehouse")
    invoke(settings, CHECK)
    with duckdb.connect(str(settings.build_database)) as connection:
        for sql in SPOILT.values():
            connection.execute(sql)
    with pytest.raises(BuildError) as caught:
        invoke(settings, CHECK)
    for code in SPOILT:
        assert f"country_code={code}" in str(caught.value)
