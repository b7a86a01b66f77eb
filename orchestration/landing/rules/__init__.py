"""The arrival rules: reasons why a revision must wait for a person.

Belongs here: which rules are asked, in which order.
Does not belong here: thresholds (`thresholds.csv`, each with its reason) and single rules (the
modules beside this one).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orchestration.landing.pins import landed_frame, pin
from orchestration.landing.rules.comparison import Comparison, compare_with, parse

if TYPE_CHECKING:
    from orchestration.landing.editions import Landed
    from orchestration.landing.types import Revision
    from orchestration.settings import WarehouseSettings

__all__ = ["Judgement", "judge"]


class Judgement(NamedTuple):
    """Why a revision must wait, every reason at once; what it was compared with.

    Args:
        reasons: none means that it may be built.
        summary: what it was compared with, in words.
        adds_nothing: a known edition in other files, with exactly the figures that it had.
    """

    reasons: list[str]
    summary: str
    adds_nothing: bool = False


def judge(settings: WarehouseSettings, landed: Landed, revision: Revision) -> Judgement:
    """Judge a revision by the rules.

    Args:
        settings: where the embedded figures, the mappings and the landing are.
        landed: what has landed before.
        revision: what has arrived, its bytes in the store.
    """
    from orchestration.landing.rules import (
        amounts,
        continuity,
        files,
        names,
        printed,
        revised,
        scale,
        scores,
    )
    from orchestration.landing.rules.models import Models
    from orchestration.landing.rules.understood import understood_by

    known = compare_with(settings, landed, revision)
    reasons = files.judge(known)
    if not revision.files:
        return Judgement(reasons, known.summary)
    tables, refused = parse(settings, revision)
    if refused:
        return Judgement([*reasons, refused], known.summary)
    announced = landed_frame([pin(settings, revision)])
    # Both ask the same models: what the mappings do not know, then what they make of it.
    with Models(settings, {**tables, "landed_editions": announced}) as models:
        unmapped, broken = names.judge(models)
        reasons += unmapped
        if broken:
            return Judgement([*reasons, broken], known.summary)
        full: Comparison = known.with_arrival(understood_by(models, tables))
    reasons += revised.judge(full) if known.is_same_edition else continuity.judge(full)
    if known.against:
        reasons += printed.judge(full)
        reasons += [*scale.judge(full), *scores.judge(full), *amounts.judge(full)]
    if reasons and known.is_same_edition:
        reasons += revised.changes(full)
    return Judgement(reasons, known.summary, not reasons and revised.adds_nothing(full))
