"""Documentation that is made, not written: the dbt project's, and the verdicts of the gates.

Belongs here: pages of one file each that work from disk without a request to anywhere.
Does not belong here: pages about minerals and countries (`site`), judging (`gates`).
"""

from orchestration.copies.docs.build import build_docs

__all__ = ["build_docs"]
