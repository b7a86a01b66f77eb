"""The arrival rules: reasons why a revision must wait for a person.

Belongs here: which rules are asked, in which order.
Does not belong here: thresholds (`thresholds.csv`, each with its reason) and single rules (the
modules beside this one).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.landing.rules.comparison import Comparison, compare_with, parse

if TYPE_CHECKING:
    from orchestration.landing.editions import Landed
    from orchestration.landing.types import Revision
    from orchestration.settings import Settings

__all__ = ["judge"]


def judge(settings: Settings, landed: Landed, revision: Revision) -> tuple[list[str], str]:
    """Why a revision must wait, every reason at once; and what it was compared with.

    Args:
        settings: where the embedded figures, the mappings and the landing are.
        landed: what has landed before.
        revision: what has arrived, its bytes in the store.
    """
    from orchestration.landing.rules import continuity, files, names, revised

    known = compare_with(settings, landed, revision)
    reasons = files.judge(known)
    tables, refused = parse(settings, revision)
    if refused:
        return [*reasons, refused], known.told
    full: Comparison = known.with_tables(tables)
    reasons += names.judge(settings, full)
    reasons += revised.judge(full) if known.is_same_edition else continuity.judge(full)
    return reasons, known.told
