"""From a name that a person types to one subject of the release, or a refusal with the choices.

Belongs here: reading the names of the release, and how an unknown or ambiguous name is refused.
Does not belong here: what a name means (`build/names.py`), what is printed for a subject.
"""

from __future__ import annotations

from collections.abc import Collection

from orchestration.build.names import COUNTRY, GROUP, MINERAL, NAMES, PRODUCT, Names, Subject
from orchestration.copies.file.served import Served
from orchestration.ground.counted import counted
from orchestration.ground.errors import AskedError, ChoiceError

_MOST_CHOICES, _MOST_HINTS = 8, 3
_WHAT = {MINERAL: "a mineral", PRODUCT: "a product of a mineral", COUNTRY: "a country",
         GROUP: "a group of countries"}  # fmt: skip


def read_names(served: Served) -> Names:
    """The names of the release that is served."""
    return Names(served.rows(NAMES))


def one_subject(names: Names, text: str, command: str, kinds: Collection[str] = ()) -> Subject:
    """The one subject that a text means.

    Args:
        names: the names of the release.
        text: what was typed.
        command: the command to repeat with another name, for the refusal.
        kinds: what may be meant; default: anything.

    Raises:
        AskedError: when nothing is called so, or several things are.
    """
    answer = names.resolve(text, kinds)
    if answer.subject:
        return answer.subject
    if answer.found:
        raise ChoiceError(
            f"{text!r} may mean {counted(len(answer.found), 'thing')}",
            where="marts.dim_name",
            expected="one of " + _listed(names, answer.found),
            way_out=f"choose one: {command} {_typed(names.key_of(answer.found[0]))}",
            typed=text,
            choice=names.key_of(answer.found[0]),
        )
    hints = ", ".join(described(names, subject) for subject in answer.alike[:_MOST_HINTS])
    if answer.other:
        raise _of_another_kind(names, text, kinds, answer.other, hints)
    raise AskedError(
        f"No {_kinds(kinds, ' and no ')} is called {text!r}",
        where="marts.dim_name",
        way_out=f"did you mean {hints}?" if hints else f"list them: {_list_them(command)}",
    )


def _of_another_kind(
    names: Names, text: str, kinds: Collection[str], other: tuple[Subject, ...], hints: str
) -> AskedError:
    """The refusal of a text that means something else than what is asked for."""
    wanted = "a " + _kinds(kinds, " or a ")
    is_group = all(subject.kind == GROUP for subject in other)
    asked = "a member of the group" if is_group and COUNTRY in kinds else wanted
    called = (f"{names.name_of(subject)}, {_WHAT[subject.kind]}" for subject in other)
    return AskedError(
        f"{text!r} is {' or '.join(called)}",
        where="marts.dim_country_group has its members" if is_group else "marts.dim_name",
        expected=wanted,
        way_out=f"name {asked}" + (f"; did you mean {hints}?" if hints else ""),
    )


def one_mineral(served: Served, text: str, command: str) -> str:
    """The mineral that a text means, itself or by one of its products."""
    return one_subject(read_names(served), text, command, (MINERAL, PRODUCT)).subject_id


def country_or_mineral(
    served: Served, text: str, command: str, kinds: Collection[str] = (MINERAL, PRODUCT, COUNTRY)
) -> tuple[str | None, str | None]:
    """Country and mineral that a text means; one of them, or none without a text."""
    if not text:
        return None, None
    subject = one_subject(read_names(served), text, command, kinds)
    is_country = subject.kind in (COUNTRY, GROUP)
    return (subject.subject_id, None) if is_country else (None, subject.subject_id)


def described(names: Names, subject: Subject) -> str:
    """A subject as a choice: a name that means it alone, and what it is."""
    key, name = names.key_of(subject), names.name_of(subject)
    if subject.kind == PRODUCT:
        mineral = names.name_of(Subject(MINERAL, subject.subject_id))
        return f"{key} ({mineral.lower()}, {subject.stage})"
    return key if key.casefold() == name.casefold() else f"{key} ({name})"


def _listed(names: Names, subjects: tuple[Subject, ...]) -> str:
    listed = ", ".join(described(names, subject) for subject in subjects[:_MOST_CHOICES])
    more = len(subjects) - _MOST_CHOICES
    return f"{listed} and {more} more" if more > 0 else listed


def _typed(name: str) -> str:
    return f"'{name}'" if set(name) & set("'’()&") else name


def _list_them(command: str) -> str:
    """The query of all names; for whoever types commands, as one."""
    query = "select name from marts.dim_name"
    return f'minerals sql "{query}"' if command.startswith("minerals") else query


def _kinds(kinds: Collection[str], between: str) -> str:
    return between.join(kind for kind in (MINERAL, COUNTRY) if not kinds or kind in kinds)
