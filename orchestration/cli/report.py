"""What `minerals refresh` says at its end.

Belongs here: the short table of what came in, was gated and is released, and a taste of it.
Does not belong here: progress (`refresh.py`), the release itself (`release`).
"""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from orchestration.cli import spoken
from orchestration.cli.output import command, plain, table_of
from orchestration.copies.file.served import Served
from orchestration.ground.counted import counted
from orchestration.release import Manifest, read_manifest
from orchestration.settings import WarehouseSettings

_TASTE = """
with newest as (
    select
        mineral_id, stage, form, year, hhi, hhi_min, hhi_max, firmness,
        top1_country_id, top1_share_pct,
        row_number() over (partition by mineral_id order by year desc, hhi desc) as preference
    from marts.fct_concentration
    where is_latest_vintage and hhi is not null
)

select m.mineral_name, n.stage, n.form, n.year, n.hhi, n.hhi_min, n.hhi_max, n.firmness,
    c.country_name, n.top1_share_pct
from newest as n
inner join marts.dim_mineral as m using (mineral_id)
left join marts.dim_country as c on n.top1_country_id = c.country_id
where n.preference = 1
order by n.hhi desc limit 5
"""


_CAME_IN = """
select
    (select count(*) from marts.fct_cell_account) as cells,
    count(*) as files,
    count(distinct edition_id) as editions
from marts.dim_source_file
"""


def print_unchanged(console: Console, settings: WarehouseSettings, folder: Path) -> None:
    """Nothing had to be done: input and code are those of the released content."""
    console.print(f"Nothing changed: release [bold]{folder.name}[/] stands.")
    console.print(f"{plain(_shown(settings.served_database))}  [dim](build anyway: --force)[/]")


def print_released(
    console: Console, settings: WarehouseSettings, folder: Path, seconds: float
) -> None:
    """The closing table and the five most concentrated minerals."""
    console.print(_summary(settings, read_manifest(folder), seconds))
    console.print(_taste(settings))
    console.print(f"[dim]next: {plain(command('show cobalt'))} (or status, diff, claims)[/]")


def _summary(settings: WarehouseSettings, manifest: Manifest, seconds: float) -> Table:
    gates = manifest.gates
    with Served(settings) as served:
        came = served.rows(_CAME_IN)[0]
    table = Table(box=None, show_header=False, padding=(0, 1))
    table.add_row(
        "in",
        f"{came['cells']:,} printed cells, {came['files']} files, {came['editions']} editions",
    )
    table.add_row(
        "gated",
        f"{gates.suites} suites, {gates.expectations_evaluated} expectations,"
        f" {counted(gates.warnings, 'warning')}",
    )
    size = f"{counted(len(manifest.tables), 'table')}, {counted(manifest.rows, 'row')}"
    table.add_row("released", f"{manifest.release_id}, {size}")
    table.add_row("where", plain(_shown(settings.served_database)))
    table.add_row("took", f"{seconds:.1f} s")
    return table


def _taste(settings: WarehouseSettings) -> Table:
    with Served(settings) as served:
        rows = served.rows(_TASTE)
    table = table_of(
        "mineral",
        "stage",
        "year",
        "HHI",
        "range",
        "leader",
        "share",
        "firmness",
        texts={"mineral", "stage", "leader", "firmness"},
        title="most concentrated",
        title_justify="left",
    )
    for row in rows:
        form = "" if row["form"] == "all" else f" ({row['form']})"
        table.add_row(
            plain(row["mineral_name"]),
            plain(row["stage"] + form),
            str(row["year"]),
            f"{row['hhi']:,.0f}",
            f"{row['hhi_min']:,.0f} to {row['hhi_max']:,.0f}",
            plain(row["country_name"]),
            spoken.percent(row["top1_share_pct"]),
            plain(row["firmness"]),
        )
    return table


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
