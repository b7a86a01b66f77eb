"""Bulk trade: publishers' flows as partitioned Parquet, landed whole or not at all.

Belongs here: finding bulk files, checking them, the partitions and what is known of each.
Does not belong here: a publisher's columns and rules (`publishers/<publisher>/bulk.py`), the
figures that ship, what models make of flows (`dbt_project/models/trade`).

    file → tables, one at a time → staged partitions → rules → promoted whole → ledger
                                                     → refused: what was staged is removed

Below `warehouse/trade`:

    source=baci/edition=baci_2026/hs=HS92/year=2023/part-<digest>.parquet
                                                    _partition.json
    source=hmrc/edition=hmrc_2026/hs=CN8/year=2026/month=5/…

The columns of a partition are the publisher's `Bulk.columns`: whole numbers, null where nothing is
printed. DuckDB and Spark read the same files; names that begin with `_` or `.` are not data.
"""
