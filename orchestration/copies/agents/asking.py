"""One question: the release opened, names understood, and an error turned into a refusal.

Belongs here: what every tool begins and ends with.
Does not belong here: any single tool (`tools_*.py`).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from orchestration.build.names import COUNTRY, GROUP, MINERAL, PRODUCT, Names, Subject
from orchestration.copies.agents.shape import Answer, answered, refusal_of, refused
from orchestration.copies.answers.groups import counted_within
from orchestration.copies.answers.named import one_subject, read_names
from orchestration.copies.file.served import Row, Served
from orchestration.ground.errors import AskedError
from orchestration.release.pointer import released_database
from orchestration.settings import WarehouseSettings


@dataclass(frozen=True)
class Reply:
    """What a tool found.

    Args:
        rows: with their sources.
        summary: the answer in a sentence.
        notes: what a reader has to know beside it.
    """

    rows: Sequence[Row]
    summary: str
    notes: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class Asked:
    """The release that is asked, its names, and how names were read that are not whole."""

    settings: WarehouseSettings
    served: Served
    names: Names
    readings: list[str] = field(default_factory=list)

    def subject(self, name: str, kinds: Collection[str] = ()) -> Subject:
        """The one subject of a name; refused where there is none or several."""
        subject = one_subject(self.names, name, "ask again with", kinds)
        if self.names.resolve(name, kinds).is_by_part:
            # an agent passes on what somebody else meant: Mars is not the Marshall Islands
            self.readings.append(f"{name!r} is no whole name; it was read as {self.title(subject)}")
        return subject

    def mineral(self, name: str) -> Subject:
        """A mineral or a product of one."""
        return self.subject(name, (MINERAL, PRODUCT))

    def country(self, name: str) -> Subject:
        """A country, or a group of countries."""
        return self.subject(name, (COUNTRY, GROUP))

    def title(self, subject: Subject) -> str:
        """The name of a subject; of a product, its mineral's."""
        is_product = subject.kind == PRODUCT
        return self.names.name_of(Subject(MINERAL, subject.subject_id) if is_product else subject)

    def not_counted(self, subject: Subject, what: str, where: str) -> AskedError:
        """The refusal for a mineral without figures, with the group that it is counted in."""
        title = self.title(subject)
        groups = ", ".join(counted_within(self.served, subject.subject_id))
        return AskedError(
            f"No edition held here prints {what} of {title}",
            where=where,
            expected=f"it is counted within {groups}" if groups else "",
            way_out=f"a publisher's table that counts {title} by itself"
            + (f"; for the group ask {groups}" if groups else ""),
        )


class Asker:
    """Answers questions, each from the release that is served at that moment."""

    def __init__(self, settings: WarehouseSettings) -> None:
        self._settings = settings
        self._known: tuple[str, Names] | None = None

    def __call__(self, question: Callable[[Asked], Reply]) -> Answer:
        """The answer to a question, or the refusal that it raised."""
        release_id = released_database(self._settings).parent.name
        with Served(self._settings) as served:
            asked = Asked(self._settings, served, self._names_of(release_id, served))
            try:
                reply = question(asked)
            except AskedError as error:
                return refused(release_id, refusal_of(error), asked.readings)
            notes = (*asked.readings, *reply.notes)
            return answered(served, release_id, reply.rows, reply.summary, notes)

    def tool(self, question: Callable[..., Reply]) -> Callable[..., Answer]:
        """A question as a client asks it: without the release, which no client chooses."""

        @wraps(question)
        def answer(*args: Any, **kwargs: Any) -> Answer:
            return self(lambda asked: question(asked, *args, **kwargs))

        _, *parameters = inspect.signature(question, eval_str=True).parameters.values()
        signature = inspect.Signature(parameters, return_annotation=Answer)
        answer.__signature__ = signature  # type: ignore[attr-defined]
        return answer

    def _names_of(self, release_id: str, served: Served) -> Names:
        """The names of a release, read once for as long as it is served."""
        if self._known is None or self._known[0] != release_id:
            self._known = (release_id, read_names(served))
        return self._known[1]
