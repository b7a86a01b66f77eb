"""The errors that people meet: what broke, where, what was expected and found, the way out.

Belongs here: the exception types of the whole package and how they print.
Does not belong here: error codes of the command line (`cli`) or decisions about what is an error.
"""

from __future__ import annotations

from pathlib import Path


class WarehouseError(Exception):
    """Something that a person has to know about, in five parts.

    Args:
        what: the rule that was broken, one sentence.
        where: file, row, column, table or setting it was found in.
        expected: what the rule asks for.
        found: what stands there instead.
        way_out: what to do next.
    """

    def __init__(
        self, what: str, *, where: str = "", expected: str = "", found: str = "", way_out: str = ""
    ) -> None:
        self.what = what
        self.where = where
        self.expected = expected
        self.found = found
        self.way_out = way_out
        super().__init__(str(self))

    def __str__(self) -> str:
        parts = [
            self.what,
            *(
                f"  {label}: {text}"
                for label, text in (
                    ("where", self.where),
                    ("expected", self.expected),
                    ("found", self.found),
                    ("way out", self.way_out),
                )
                if text
            ),
        ]
        return "\n".join(parts)


class SourceError(WarehouseError):
    """A publisher's file cannot be read or is not what it says it is."""


class LayoutError(SourceError):
    """A publisher's file has a header or shape that no parser knows."""


class FetchError(WarehouseError):
    """A publisher could not be reached, or answered something else than was asked for."""


class RefusedError(FetchError):
    """A publisher's answer came and is not accepted: a web page, too large, from another host."""


class RegisterError(WarehouseError):
    """A register that people edit is wrong: each fault with its file, line and column."""


class BuildError(WarehouseError):
    """The dbt build failed: a model, a contract or a test."""


class GateError(WarehouseError):
    """A gate could not be evaluated, or did not pass."""


class ReleaseError(WarehouseError):
    """A release could not be published, verified or found; the released file stays as it was."""


class HeldError(ReleaseError):
    """A person holds the release that is served; nothing is published until the hold is lifted."""


class CopyError(ReleaseError):
    """A release could not be copied into another server, which still has what it had."""


class BusyError(WarehouseError):
    """Another refresh holds the warehouse."""


class AskedError(WarehouseError):
    """Somebody asked for a thing that is not there: a mineral, a year, an edition."""


class ChoiceError(AskedError):
    """What was typed may mean several things.

    Args:
        what: as of every error, with its other parts.
        typed: what was typed.
        choice: one thing that it may mean, as it is typed without doubt.
    """

    def __init__(self, what: str, *, typed: str, choice: str, **parts: str) -> None:
        super().__init__(what, **parts)
        self.typed, self.choice = typed, choice


class NotifyError(WarehouseError):
    """A hook could not notify people; its text holds no secret."""


class SiteError(WarehouseError):
    """The pages could not be made; those that stood there before still do."""


def file_in_the_way(path: Path) -> AskedError:
    """The error for a file that stands where a folder belongs."""
    return AskedError(
        "A file is where a folder belongs",
        where=str(path),
        expected="a folder, or nothing",
        found="a file",
        way_out="move the file away, or name another folder (MINERALS_WAREHOUSE_DIR)",
    )
