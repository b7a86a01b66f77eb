"""Keeping a warehouse healthy for years: backup and restore, Dagster's run history.

Belongs here: what an operator needs apart from making and reading releases.
Does not belong here: the steps of a refresh (`steps`) or publication (`release`).
"""
