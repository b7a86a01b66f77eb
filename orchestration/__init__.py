"""The code location: everything that turns publishers' files into a gated release.

Data flows one way through its rooms: `sources` (bytes in, as-reported rows out), `assets` (thin
Dagster steps), `gates` (Great Expectations verdicts), `release` (publication), with `cli` as the
door for people. Meaning (units, countries, minerals, measures) lives in the dbt project, not here.
"""
