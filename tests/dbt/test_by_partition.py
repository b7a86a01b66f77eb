"""Tables that are filled partition by partition hold what one sum over everything landed would.

Belongs here: the materialization `by_partition`, on generated flows.
Does not belong here: landing (`tests/landing`), what the models mean.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from orchestration.build.dbt import invoke
from orchestration.build.flows import show_partitions
from orchestration.landing.flows.partitions import landed_partitions
from orchestration.settings import Settings
from tests.benchmarks.trade import generate
from tests.conftest import new_build
from tests.engines.equal import difference

pytestmark = pytest.mark.slow

ROWS = 60_000
SIDES = """
    select
        edition_id, hs_edition, hs_code, year, side, country_id,
        min(country_code) as country_code,
        sum(value_usd)::bigint as value_usd, sum(net_kg)::bigint as net_kg,
        sum(case when net_kg is null then value_usd else 0 end)::bigint as value_usd_without_kg,
        count(*)::integer as flow_count
    from (
        select *, 'exporter' as side, exporter_code as country_code from trade.baci_flows
        union all
        select *, 'importer' as side, importer_code as country_code from trade.baci_flows
        where year >= 2015
    ) left join reference.baci_country_codes using (country_code)
    group by all
"""


def fill(settings: Settings) -> set[str]:
    """Let dbt fill the table; the digests of its partitions."""
    show_partitions(settings, landed_partitions(settings))
    chosen = ["path:models/staging/bulk", "int_trade_landed_side"]
    invoke(settings, ["run", "--quiet", "--no-write-json", "--select", *chosen])
    with duckdb.connect(str(settings.build_database), read_only=True) as connection:
        made = "(select * exclude (partition_digest) from intermediate.int_trade_landed_side)"
        assert difference(connection, made, f"({SIDES})").is_none
        rows = connection.execute(
            "select distinct partition_digest from intermediate.int_trade_landed_side"
        ).fetchall()
    return {str(row[0]) for row in rows}


def test_a_changed_year_is_filled_again_and_no_other(released: Settings, tmp_path: Path) -> None:
    settings = new_build(released, tmp_path / "warehouse")
    with duckdb.connect() as connection:
        generate.prepare(connection)
        for year in (2014, 2015, 2016):
            assert generate.write_year(connection, settings.trade_dir, ROWS, year) > 1000
        first = fill(settings)
        assert len(first) == 3
        generate.write_year(connection, settings.trade_dir, ROWS, 2015, revision=2)
        second = fill(settings)
        assert len(second) == 3
        assert len(first & second) == 2
    for path in sorted(settings.trade_dir.rglob("year=2014/*")):
        path.unlink()
    assert fill(settings) < second
