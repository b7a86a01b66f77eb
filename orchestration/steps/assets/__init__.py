"""Thin Dagster assets, one module per layer: raw tables, dbt models, gates, the release.

Belongs here: keys, groups, descriptions, metadata, and a call into the room that does the work.
Does not belong here: parsing, SQL, judging or publishing.
"""

OWNERS = ["team:critical-minerals"]
BI = "bi"  # group of what is made from a release: pages, documentation, copies on servers
