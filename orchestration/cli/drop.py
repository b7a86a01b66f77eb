"""`minerals drop`: what lies in the drop folder, and what a file must look like to be taken.

Belongs here: printing the layouts that the publishers' folders declare.
Does not belong here: any layout (`publishers/<publisher>/layouts.py`), taking files (`landing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.console import Console

from orchestration.cli.output import command, plain, print_json, table_of, terminal
from orchestration.ground.errors import AskedError
from orchestration.landing.drop.folder import files_in
from orchestration.publishers.layout import FileLayout
from orchestration.publishers.publisher import Publisher
from orchestration.publishers.registry import PUBLISHERS, edition_named_by
from orchestration.settings import WarehouseSettings, get_settings, switch_of

DIFFERS = (
    "A file under another name, a web page, or one that its checksum (<name>.sha256, <name>.md5 or "
    "SHA256SUMS beside it) does not fit stays in the folder, and the refresh says why.",
    "A file that differs from its layout waits in quarantine whole, and nothing of it is built: "
    "the reasons name record and column, what was expected and what was found. Write it again, "
    "and drop it again.",
    "A file that can be read is compared with the edition before it: rows, countries or tables "
    "gone, unknown names, and figures moved by an order of magnitude wait for a person too.",
    "The last good release stays served all the while.",
)


def print_drop(source_id: str | None, *, is_explained: bool, as_json: bool) -> None:
    """What lies in the folder; with `is_explained` the layouts of all publishers, or of one."""
    settings = get_settings()
    if source_id and is_explained:
        _explain(_publisher(source_id), settings, as_json=as_json)
    elif source_id:
        raise _explain_it(source_id)
    elif is_explained:
        _list_publishers(settings, as_json=as_json)
    else:
        _list_folder(settings, as_json=as_json)


def _list_folder(settings: WarehouseSettings, *, as_json: bool) -> None:
    folder = settings.drop_dir
    lying = {
        str(path.relative_to(folder)): edition_named_by(path.name) for path in files_in(folder)
    }
    if as_json:
        print_json({"folder": str(folder), "files": lying})
        return
    console = terminal()
    console.print(f"drop folder: {plain(folder)}", soft_wrap=True)
    for name, edition_id in lying.items():
        console.print(plain(f"  {name}: {edition_id or 'no publisher names a file so'}"))
    if not lying:
        console.print("Nothing lies in it.")
    console.print(
        f"[dim]next: {plain(command('drop --explain'))}, {plain(command('refresh --live'))}[/]"
    )


def _list_publishers(settings: WarehouseSettings, *, as_json: bool) -> None:
    if as_json:
        print_json([_as_json(publisher, settings) for publisher in PUBLISHERS])
        return
    console = terminal()
    table = table_of("publisher", "files", texts={"publisher", "files"})
    for publisher in PUBLISHERS:
        table.add_row(publisher.source_id, plain(publisher.facts.file_names))
    console.print(table)
    console.print(f"[dim]next: {plain(command('drop --explain iea'))}[/]")


def _explain(publisher: Publisher, settings: WarehouseSettings, *, as_json: bool) -> None:
    if as_json:
        print_json(_as_json(publisher, settings))
        return
    console = terminal()
    terms = publisher.facts.terms
    console.print(f"[bold]{plain(terms.source_name)}[/]  {plain(terms.licence)}")
    console.print(plain(terms.address), soft_wrap=True)
    if not publisher.is_on(settings):
        switch = switch_of(publisher.source_id)
        console.print(f"[yellow]Not read here[/]: {switch}=true switches it on.")
    if publisher.facts.unproven:
        console.print(f"[yellow]![/] {plain(publisher.facts.unproven)}")
    console.print(f"\nfolder  {plain(settings.drop_dir)}", soft_wrap=True)
    console.print(f"files   {plain(publisher.facts.file_names)}")
    for layout in publisher.layouts:
        _print_layout(console, layout)
    console.print()
    for sentence in DIFFERS:
        console.print(plain(sentence))
    console.print(
        f"[dim]next: put the file into the folder, then {plain(command('refresh --live'))}[/]"
    )


def _print_layout(console: Console, layout: FileLayout) -> None:
    console.print(f"\n[bold]{plain(layout.file_name)}[/]  CSV, UTF-8, one header line")
    table = table_of("column", "type", "unit", "what it holds", texts=_TEXTS)
    for column in layout.columns:
        text = ". ".join([column.meaning, *_limits(column.words, is_blank=column.is_optional)])
        table.add_row(column.name, column.kind, column.unit, plain(text))
    console.print(table)
    others = "refuses the file" if layout.refuses_others else "is ignored"
    console.print(f"Any other column {others}.")
    for remark in layout.remarks:
        console.print(plain(remark))
    console.print()
    for line in layout.lines():
        console.print(plain(line), soft_wrap=True)


_TEXTS = {"column", "type", "unit", "what it holds"}


def _limits(words: tuple[str, ...], *, is_blank: bool) -> Iterator[str]:
    if words:
        yield "One of: " + ", ".join(words)
    if is_blank:
        yield "May be blank"


def _as_json(publisher: Publisher, settings: WarehouseSettings) -> dict[str, Any]:
    return {
        "source_id": publisher.source_id,
        "source_name": publisher.facts.terms.source_name,
        "address": publisher.facts.terms.address,
        "licence": publisher.facts.terms.licence,
        "is_read_here": publisher.is_on(settings),
        "folder": str(settings.drop_dir),
        "files": publisher.facts.file_names,
        "layouts": [{**asdict(layout), "example": layout.lines()} for layout in publisher.layouts],
        "a_file_that_differs": list(DIFFERS),
    }


def _publisher(source_id: str) -> Publisher:
    for publisher in PUBLISHERS:
        if publisher.source_id == source_id:
            return publisher
    raise AskedError(
        "There is no such publisher",
        expected="one of " + ", ".join(publisher.source_id for publisher in PUBLISHERS),
        found=source_id,
        way_out="minerals drop --explain lists their files",
    )


def _explain_it(source_id: str) -> AskedError:
    return AskedError(
        "A publisher's layout is printed with --explain",
        expected=f"minerals drop --explain {source_id}",
        found=f"minerals drop {source_id}",
        way_out="minerals drop alone shows what lies in the folder",
    )
