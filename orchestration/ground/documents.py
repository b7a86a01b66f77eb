"""JSON documents that we write: typed, written whole, and read back with an error that helps.

Belongs here: the base of every document's model, reading and writing one.
Does not belong here: any document; each belongs to one room, which others ask for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from orchestration.ground.errors import WarehouseError
from orchestration.ground.files import write_json

_SHOWN = 5


class Document(BaseModel):
    """A document or a part of one. A field that a newer version added is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


D = TypeVar("D", bound=BaseModel)


def write_document(path: Path, document: BaseModel) -> None:
    """Write a document; the file appears whole or not at all."""
    write_json(path, document.model_dump(mode="json", by_alias=True))


def read_document(
    model: type[D],
    path: Path,
    what: str,
    way_out: str,
    error: type[WarehouseError] = WarehouseError,
) -> D:
    """Read a document.

    Args:
        model: its shape.
        path: its file.
        what: what is broken if it cannot be read, one sentence.
        way_out: what to do then.
        error: the kind of error that is raised then.

    Raises:
        WarehouseError: of that kind, naming the file and every field that is wrong.
    """
    try:
        return model.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as problem:
        raise error(
            what,
            where=str(path),
            expected=f"a {model.__name__} as this version or an earlier one wrote it",
            found=_wrong_fields(problem) if isinstance(problem, ValidationError) else str(problem),
            way_out=way_out,
        ) from None


def _wrong_fields(problem: ValidationError) -> str:
    wrong = [
        f"{'.'.join(map(str, each['loc'])) or 'the file'}: {each['msg']}"
        for each in problem.errors(include_url=False, include_input=False)
    ]
    more = [f"and {len(wrong) - _SHOWN} more"] if len(wrong) > _SHOWN else []
    return "; ".join([*wrong[:_SHOWN], *more])
