"""The method of revision intervals is frozen: its files are those of the version in the register.

Belongs here: the digest, and what the register and the lines of firmness promise.
Does not belong here: what the intervals are worth (`test_revisions_as_built.py`).
"""

from __future__ import annotations

import csv
import hashlib
import re

from orchestration.copies.answers.what_if import CAP_PCT
from orchestration.copies.site.figures import CONCENTRATED_HHI
from tests.conftest import PROJECT_ROOT

PROJECT = PROJECT_ROOT / "dbt_project"
METHOD = (
    "macros/figures/revision.sql",
    "models/figures/revision/fct_revision_history.sql",
    "models/figures/revision/int_revision_quantile.sql",
    "models/figures/revision/fct_revision_interval.sql",
)
COMMENTS = re.compile(r"\{#.*?#\}|--[^\n]*", re.DOTALL)


def rows(register: str) -> list[dict[str, str]]:
    with (PROJECT / "seeds" / f"{register}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digest_of_the_method() -> str:
    """SHA-256 of the method's files, without comments and layout."""
    digest = hashlib.sha256()
    for name in METHOD:
        text = (PROJECT / name).read_text(encoding="utf-8")
        digest.update(" ".join(COMMENTS.sub(" ", text).split()).encode())
    return digest.hexdigest()


def test_a_changed_method_is_another_version() -> None:
    """Failed? Raise `version` in macros/figures/revision.sql and add a row with the new digest."""
    newest = rows("figures/revision_methods")[-1]
    macro = (PROJECT / METHOD[0]).read_text(encoding="utf-8")
    assert f"'version': '{newest['method_version']}'" in macro
    assert newest["method_sha256"] == digest_of_the_method()


def test_versions_are_frozen_one_after_the_other() -> None:
    found = rows("figures/revision_methods")
    assert found
    assert [row["frozen_on"] for row in found] == sorted(row["frozen_on"] for row in found)
    for row in found:
        chosen = row["chosen_on"].split("; ")
        assert row["tested_on"] not in [*chosen, row["validated_on"]]


def test_the_line_of_the_leader_is_the_cap_of_record() -> None:
    lines = (PROJECT / "macros/figures/firmness.sql").read_text(encoding="utf-8")
    verdicts = (PROJECT / "macros/claims/verdicts.sql").read_text(encoding="utf-8")
    (record,) = re.findall(r"cap_of_record\(\) %\}(\w+)\{%", verdicts)
    (cap,) = [row for row in rows("claims/stated_targets") if row["target_id"] == record]
    assert f"'top_share_pct': [{cap['target_value']}]" in lines
    assert int(cap["target_value"]) == CAP_PCT, "the line of the pages and of `what_if`"


def test_the_line_of_the_index_is_the_higher_line_of_firmness() -> None:
    lines = (PROJECT / "macros/figures/firmness.sql").read_text(encoding="utf-8")
    assert re.findall(r"'hhi': \[\d+, (\d+)\]", lines) == [str(CONCENTRATED_HHI)]
