"""`minerals trade add`, `minerals trade list`: landing bulk trade, and what is landed.

Belongs here: the lines that people see.
Does not belong here: landing itself (`landing/flows`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.cli.output import command, for_programs, plain, table_of, terminal
from orchestration.ground.counted import counted
from orchestration.ground.progress import listening
from orchestration.landing.flows.arrival import BulkArrival, add
from orchestration.landing.flows.partitions import INCOMING, Partition, landed_partitions
from orchestration.publishers import publisher_of
from orchestration.settings import get_settings

if TYPE_CHECKING:
    from rich.console import Console

MEGABYTE = 1e6


def land_bulk(paths: Sequence[Path], *, revised_because: str, wait: float) -> None:
    """Land every bulk file among paths and folders; one line for each partition as it is staged."""
    console, settings = terminal(), get_settings()

    def print_step(_step: str, text: str) -> None:
        console.print(f"[dim]{plain(text)}[/]")

    with listening(print_step):
        for landed in add(settings, paths, revised_because=revised_because, wait=wait):
            console.print(f"[green]✓[/] {plain(_summary(landed))}")
    warn_of_unproven(console, landed_partitions(settings))
    console.print(f"[dim]the next {plain(command('refresh'))} reads them[/]")


def warn_of_unproven(console: Console, partitions: Sequence[Partition]) -> None:
    """One line for each source of which something is landed and nothing was ever proven."""
    for source_id in sorted({partition.source_id for partition in partitions}):
        unproven = publisher_of(f"{source_id}_").facts.unproven
        if unproven:
            console.print(f"[yellow]![/] {plain(source_id)} is {plain(unproven)}")


def _summary(landed: BulkArrival) -> str:
    records = sum(partition.row_count for partition in landed.partitions)
    size = sum(partition.part_bytes for partition in landed.partitions) / MEGABYTE
    count = len(landed.partitions)
    size_words = f"{counted(count, 'partition')}, {counted(records, 'record')}, {size:,.1f} MB"
    if landed.verdict == "unchanged":
        return f"{landed.file_name}: landed before, nothing to do ({size_words})"
    return f"{landed.file_name}: {size_words}"


def print_bulk(*, as_json: bool, as_csv: bool) -> None:
    """Print what is landed, an edition and classification a line."""
    settings = get_settings()
    partitions = landed_partitions(settings)
    rows = [partition.model_dump(mode="json") for partition in partitions]
    if for_programs(rows, as_json=as_json, as_csv=as_csv):
        return
    console = terminal()
    unfinished = [path for path in (settings.trade_dir / INCOMING).glob("*") if path.is_dir()]
    if not partitions:
        add_command = command("trade add FOLDER")
        console.print(f"Nothing is landed in bulk; trade is read as it ships. {plain(add_command)}")
    else:
        table = table_of(
            *("edition", "codes", "years", "parts", "records", "MB", "no weight", "revised"),
            *("may be passed on",),
            texts={"edition", "codes", "years", "may be passed on"},
            pad_edge=False,
        )
        for (edition_id, codes), found in groupby(
            partitions, lambda p: (p.edition_id, p.hs_edition)
        ):
            table.add_row(edition_id, codes, *_cells(list(found)))
        console.print(table)
    warn_of_unproven(console, partitions)
    if unfinished:
        console.print(
            f"{counted(len(unfinished), 'file is', 'files are')} staged in part: run the same "
            f"{plain(command('trade add'))} again, and it goes on"
        )


def _cells(found: list[Partition]) -> list[str]:
    records = sum(partition.row_count for partition in found)
    unweighed = sum(partition.rows_without_weight for partition in found)
    years = [partition.year for partition in found]
    return [
        f"{min(years)} to {max(years)}",
        str(len(found)),
        f"{records:,}",
        f"{sum(partition.part_bytes for partition in found) / MEGABYTE:,.1f}",
        f"{100 * unweighed / records:.1f}%",
        str(sum(partition.revision > 1 for partition in found)),
        "yes" if found[0].is_open else "no",
    ]
