"""CEPII's figures in the publishers' folder, landed in bulk: what ships is an extract of them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from orchestration.ground.errors import SourceError
from orchestration.landing.flows.arrival import add
from orchestration.landing.flows.partitions import landed_partitions
from orchestration.publishers import embedded
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT
from tests.publishers.test_baci_files import in_the_layout_of_cepii, name_of

SERIES = "BACI_HS92_minerals_1995_2024.parquet"
EMBEDDED = PROJECT_ROOT / "warehouse" / "embedded"
KAZAKHSTAN = 398
PLACES = {"260300": [11, 11, 10, 11, 11, 8, 9], "811211": [1] * 7}
"""Kazakhstan among the exporters of copper ore and of beryllium by value, 2018 to 2024."""


@pytest.fixture(scope="module")
def settings(publisher_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A warehouse with thirty years of HS92 landed."""
    folder = tmp_path_factory.mktemp("bulk")
    settings = Settings(warehouse_dir=folder / "warehouse")
    (found,) = publisher_files.rglob("baci_hs92_74codes_1995_2024.parquet")
    (folder / SERIES).symlink_to(found.resolve())
    (landed,) = add(settings, [folder / SERIES])
    assert len(landed.partitions) == 30
    return settings


def flows(settings: Settings) -> str:
    return f"read_parquet('{settings.trade_dir}/**/*.parquet', hive_partitioning = true)"


def test_every_record_is_landed_with_its_unknown_weight(settings: Settings) -> None:
    partitions = landed_partitions(settings)
    assert sum(partition.row_count for partition in partitions) == 1_264_888
    assert sum(partition.rows_without_weight for partition in partitions) == 61_682


def test_the_figures_that_ship_are_the_sums_of_what_is_landed(settings: Settings) -> None:
    shipped = embedded.read(EMBEDDED, "baci_exporters")
    # what another project copied of HS17 is not in the file that is landed here
    shipped = shipped[shipped["hs_edition"] == "HS92"]
    with duckdb.connect() as connection:
        connection.register("shipped", shipped)
        differing = connection.execute(
            f"""
            with landed as (
                select hs as hs_edition, hs_code, year, exporter_code,
                    cast(sum(value_usd) as bigint) as value_usd,
                    cast(sum(net_kg) as bigint) as net_kg,
                    count(*) as flow_count
                from {flows(settings)} group by all
            )
            select hs_edition, hs_code, year, exporter_code, value_usd, net_kg, flow_count
            from shipped
            except
            from landed
            """  # noqa: S608
        ).fetchall()
    assert len(shipped) > 100_000
    assert not differing


@pytest.mark.parametrize("code", sorted(PLACES))
def test_places_of_kazakhstan_by_value(code: str, settings: Settings) -> None:
    ranked = duckdb.execute(
        f"""
        select year, rank() over (partition by year order by sum(value_usd) desc) as place
        from {flows(settings)} where hs_code = ? and year between 2018 and 2024
        group by year, exporter_code qualify exporter_code = ? order by year
        """,  # noqa: S608
        [code, KAZAKHSTAN],
    ).fetchall()
    assert [place for _, place in ranked] == PLACES[code]


def test_a_re_export_in_usd_is_refused_beside_them(
    settings: Settings, publisher_files: Path, tmp_path: Path
) -> None:
    table = tmp_path / name_of(2024)
    table.write_bytes(in_the_layout_of_cepii(publisher_files, 2024, 1))
    with pytest.raises(SourceError, match="another unit"):
        list(add(settings, [table]))
    # with a decimal each, only the other edition shows it
    lines = table.read_text().replace(".000,NA", ".001,NA")
    table.write_text(lines)
    with pytest.raises(SourceError, match="another unit than those of another edition") as caught:
        list(add(settings, [table]))
    assert "baci_2026 HS92 2024" in str(caught.value)
    table.write_bytes(in_the_layout_of_cepii(publisher_files, 2024, 1000))
    (landed,) = add(settings, [table])
    assert landed.partitions[0].hs_edition == "HS17"
