"""The exporters and prices of `fct_trade_exporter` and `fct_unit_value`, by hand and in one go.

Belongs here: SQL as somebody would write it who wants these two tables once, year by year, with no
staging, no contracts and no models in between. Does not belong here: timing.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from orchestration.settings import PROJECT_ROOT

SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"
OUTLIER = "(usd_per_kg > 10 * usd_per_kg_median or 10 * usd_per_kg < usd_per_kg_median)"


def seed(name: str) -> str:
    """A register as a relation."""
    return f"read_csv('{next(SEEDS.rglob(name + '.csv'))}', all_varchar = true)"


def sums_of_year(flows: str, side: str) -> str:
    """SQL for what every country sold or bought in the year of one Parquet file."""
    return f"""
        select
            f.edition as edition_id, f.hs as hs_edition, f.hs_code, f.year, c.country_id,
            sum(f.value_usd)::bigint as value_usd, sum(f.net_kg)::bigint as net_kg,
            sum(case when f.net_kg is null then f.value_usd else 0 end)::bigint as unweighed
        from {flows} as f left join {seed("baci_country_codes")} as c
            on f.{side}_code = c.country_code::integer
        where (f.hs, f.hs_code) in (select (hs_edition, hs_code) from {seed("hs_bridge")})
    """


def main(trade_dir: str, database: str, memory: str) -> None:
    """Write both tables into a database."""
    with duckdb.connect(database) as connection:
        connection.execute(f"set threads = 2; set memory_limit = '{memory}'")
        # No exporter is asked for before, and so nobody's imports.
        since = {"exporter": "", "importer": "and year >= 2015"}
        parts = sorted(Path(trade_dir).rglob("*.parquet"))
        for number, part in enumerate(parts):
            types = "{'edition': varchar, 'hs': varchar, 'year': integer}"
            flows = f"read_parquet('{part}', hive_partitioning = true, hive_types = {types})"
            for side in ("exporter", "importer"):
                verb = f"insert into {side}s" if number else f"create table {side}s as"
                connection.execute(f"{verb} {sums_of_year(flows, side)} {since[side]} group by all")
        connection.execute(f"""
            create table priced as
            select
                e.*, coalesce(n.is_residual = 'true', false) as is_residual,
                (e.value_usd - e.unweighed)::double / nullif(e.net_kg, 0) as usd_per_kg,
                median(usd_per_kg) over (code_year) as usd_per_kg_median,
                sum(e.value_usd) over (code_year) as item_usd
            from exporters as e left join {seed("countries")} as n using (country_id)
            window code_year as (partition by edition_id, hs_edition, hs_code, year)
        """)
        connection.execute(f"""
            create table unit_value as
            select
                edition_id, hs_edition, hs_code, year, sum(value_usd)::bigint as value_usd,
                sum(net_kg)::bigint as net_kg,
                round(100 * sum(unweighed)::double / nullif(sum(value_usd), 0), 6)
                    as kg_missing_value_pct,
                round(sum(value_usd - unweighed)::double / nullif(sum(net_kg), 0), 6) as usd_per_kg,
                round(any_value(usd_per_kg_median), 6) as usd_per_kg_median,
                count(*)::integer as exporter_count, count(usd_per_kg)::integer as priced_count,
                count(*) filter ({OUTLIER})::integer as outlier_count,
                case when count(usd_per_kg) > 0 then
                    round(100 * coalesce(sum(value_usd) filter ({OUTLIER}), 0)::double
                        / nullif(sum(value_usd), 0), 6) end as outlier_value_pct
            from priced
            group by all
        """)
        connection.execute("""
            create table trade_exporter as
            select
                p.edition_id, p.hs_edition, p.hs_code, p.year, p.country_id, p.value_usd, p.net_kg,
                round(100 * p.unweighed::double / nullif(p.value_usd, 0), 4)
                    as kg_missing_value_pct,
                round(100 * p.value_usd::double / nullif(item_usd, 0), 4) as share_pct,
                case when not is_residual then rank() over (
                    code_year order by p.value_usd desc
                )::integer end as rank_value,
                case when not is_residual and p.net_kg is not null then rank() over (
                    code_year order by p.net_kg desc nulls last
                )::integer end as rank_weight,
                coalesce(i.value_usd, 0) >= p.value_usd as may_be_reexport
            from priced as p left join importers as i
                using (edition_id, hs_edition, hs_code, year, country_id)
            where p.year >= 2015
            window code_year as (
                partition by edition_id, hs_edition, hs_code, year, is_residual
            )
        """)


if __name__ == "__main__":
    main(*sys.argv[1:])
