"""The text about a dropped file that cannot be used, and what to do about it.

Belongs here: the wording of every refusal of the drop folder.
Does not belong here: deciding what is refused (`folder.py`).
"""

from __future__ import annotations

from pathlib import Path

from orchestration.ground.errors import FetchError, RefusedError
from orchestration.publishers.registry import PUBLISHERS
from orchestration.settings import switch_of


def legible(text: str) -> str:
    """A name as it can be printed: bytes that are no text stand there as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()


def odd_name(path: Path) -> RefusedError:
    """Its name, or that of its folder, is no text: nothing can name it in a ledger."""
    return RefusedError(
        "the name of a dropped file is not UTF-8",
        where=legible(str(path)),
        expected="a name, and names of folders, in UTF-8",
        found=legible(path.name),
        way_out="rename it; old zip programs write names in another encoding",
    )


def unreadable(path: Path, error: FetchError | OSError) -> FetchError:
    """The machine does not give it out; any other reason is shown as it is."""
    if isinstance(error, FetchError):
        return error
    return RefusedError(
        "a dropped file cannot be read",
        where=str(path),
        expected="a file that this account may read, and room to unpack it",
        found=str(error),
        way_out="look at its owner and rights, and at the free space of the disk",
    )


def unknown_name(path: Path) -> RefusedError:
    """No parser knows it."""
    return RefusedError(
        "no parser knows a dropped file by its name",
        where=str(path),
        expected="; ".join(publisher.facts.file_names for publisher in PUBLISHERS),
        found=path.name,
        way_out="give it a name that `minerals drop --explain` lists, or take it out of the folder",
    )


def switched_off(path: Path, source_id: str) -> RefusedError:
    """Its source is not read here."""
    return RefusedError(
        "a dropped file belongs to a source that is switched off",
        where=str(path),
        expected=f"a source that is read here: {switch_of(source_id)}=true reads {source_id}",
        found=path.name,
        way_out="read the publisher's terms; if they let you, switch the source on",
    )


def missing(path: Path, sums: Path) -> RefusedError:
    """A list of checksums names it, and it is not there."""
    return RefusedError(
        "a file that a list of checksums names is not there",
        where=str(sums),
        expected=path.name,
        found="no such file beside the list",
        way_out="drop the file too, or take its line out of the list",
    )


def held_back(edition_id: str, found: str) -> RefusedError:
    """One of its edition's files cannot be used, so none is."""
    return RefusedError(
        "a dropped edition is held back as a whole",
        where=edition_id,
        expected="all its files, each once, and each as its checksum says",
        found=found,
        way_out="put that right, and run `minerals refresh --live` again",
    )
