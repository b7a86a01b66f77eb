"""From what was read to built and tested tables: raw tables, dbt, and what a build was made of.

Belongs here: writing the raw schema, running dbt in this process, the build key, the record of what
the raw tables hold, and deciding whether an unreleased arrival made a step fail.
Does not belong here: parsing (`publishers`), choosing editions (`landing`), judging (`gates`).
"""
