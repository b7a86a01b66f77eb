"""Gates: would an analyst believe this table? Great Expectations suites in, verdicts out.

Belongs here: reading suites from `expectations/`, judging tables of the build database, verdicts,
accepted deviations, fingerprints of tables, and the text that a failed gate prints.
Does not belong here: thresholds (they stand in the suites), types, keys and arithmetic (dbt tests),
publication (`orchestration.release`).

A gate here cannot pass by accident: see `judge.py` for what is refused.
"""
