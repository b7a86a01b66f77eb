"""Generated flows of trade, laid down as `minerals trade add` lands them.

Belongs here: how many, how they are spread over codes, countries and years, their partitions.
Does not belong here: what is measured on them.

The spread follows BACI: codes of very different size (the k-th has 1/k^0.6 of the largest), a few
countries in nearly every flow, a third more flows in the last year than in the first, 5% of flows
without a weight, prices of a code within a few times of each other, values over six orders of
magnitude. Only codes that lead to minerals are there: a model skips the others by the least and
largest code of each part of a file, and a bench in which they were most rows would flatter it. All
of it follows from numbers that are hashed: the same ROWS are the same flows.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from orchestration.landing.flows.partitions import Partition, place_of, write_record
from orchestration.settings import PROJECT_ROOT

EDITION, HS = "baci_2026", "HS92"
YEARS = range(1995, 2025)
ORDERS_OF_PAIRS = 16
SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"


def flows_of_year(rows: int, year: int) -> int:
    """How many flows a year gets; all years together get `rows`."""
    weights = [1 + (other - YEARS[0]) / (3 * len(YEARS)) for other in YEARS]
    return round(rows * weights[year - YEARS[0]] / sum(weights))


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Countries by size, pairs of them in several orders of size, and codes by size."""
    countries = next(SEEDS.rglob("baci_country_codes.csv"))
    connection.execute(f"""
        create table countries as
        select country_code, row_number() over (order by hash(country_code)) as size_rank
        from read_csv('{countries}', all_varchar = true);
        create table pairs as
        select
            a.country_code::integer as exporter_code, b.country_code::integer as importer_code,
            o.pair_order, row_number() over (
                partition by o.pair_order
                order by a.size_rank * b.size_rank
                    * (1 + hash(a.country_code, b.country_code, o.pair_order) % 1000 / 250.0)
            ) as place
        from countries as a, countries as b, range({ORDERS_OF_PAIRS}) as o(pair_order)
        where a.country_code <> b.country_code;
        create table codes as
        with placed as (
            select hs_code, row_number() over (order by hash(hs_code)) as k
            from read_csv('{SEEDS / "trade" / "hs_bridge.csv"}', all_varchar = true)
            where hs_edition = '{HS}'
            group by hs_code
        )
        select
            hs_code, k % {ORDERS_OF_PAIRS} as pair_order,
            k ** -0.6 / sum(k ** -0.6) over () as weight,
            0.2 * exp(hash(hs_code) % 800 / 100.0) as price
        from placed;
    """)


def write_year(
    connection: duckdb.DuckDBPyConnection, trade_dir: Path, rows: int, year: int, revision: int = 1
) -> int:
    """Lay down one year's partition; `revision` changes every value.

    Returns:
        how many flows it has: a code of all pairs has no more, so a large year has a few less.
    """
    folder = trade_dir / place_of("baci", EDITION, HS, year, None)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    digest = hashlib.sha256(f"{rows} {year} {revision}".encode()).hexdigest()
    part = folder / f"part-{digest[:12]}.parquet"
    connection.execute(f"""
        copy (
            select row_number() over () as source_row, * from (
                select
                    exporter_code, importer_code, hs_code, value_usd,
                    case when seed % 20 > 0 then greatest(1, (
                        value_usd / price / (0.4 + (seed >> 32) % 1000 / 700.0)
                    )::bigint) end as net_kg
                from (
                    select
                        p.exporter_code, p.importer_code, c.hs_code, c.price,
                        hash(p.place, c.hs_code, {year}, {revision}) as seed,
                        (1 + exp(
                            hash(c.hs_code, p.place, {year}, {revision}) % 1700 / 100.0
                        ))::bigint as value_usd
                    from codes as c
                    inner join pairs as p on c.pair_order = p.pair_order
                        and p.place <= ceil(c.weight * {flows_of_year(rows, year)})
                )
                order by hs_code, exporter_code, importer_code
            )
        ) to '{part}' (format parquet, compression zstd)
    """)
    partition = _record(connection, part, digest, year, revision)
    write_record(folder, partition)
    return partition.row_count


def _record(
    connection: duckdb.DuckDBPyConnection, part: Path, digest: str, year: int, revision: int
) -> Partition:
    count, value, weight, unweighed = connection.execute(f"""
        select count(*), sum(value_usd), sum(net_kg), count(*) - count(net_kg)
        from read_parquet('{part}')
    """).fetchone() or (0, 0, 0, 0)
    return Partition(
        source_id="baci",
        edition_id=EDITION,
        hs_edition=HS,
        version="209901",
        year=year,
        file_name=f"BACI_HS92_Y{year}_V209901.csv",
        file_sha256=digest,
        part=part.name,
        part_sha256=digest,
        part_bytes=part.stat().st_size,
        row_count=count,
        value=int(value),
        weight_kg=int(weight),
        rows_without_weight=unweighed,
        is_open=True,
        licence="generated",
        revision=revision,
        landed_at=datetime(2099, 1, 1, tzinfo=UTC),
    )


def generate(trade_dir: Path, rows: int) -> int:
    """All years below `trade_dir`; how many flows there are."""
    with duckdb.connect() as connection:
        prepare(connection)
        return sum(write_year(connection, trade_dir, rows, year) for year in YEARS)
