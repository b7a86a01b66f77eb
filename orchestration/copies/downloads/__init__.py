"""A release as files to take along: CSV and Parquet of every table, one Excel workbook.

Belongs here: writing them, and a folder whose addresses stay: `releases/current`, `releases/<id>`.
Does not belong here: making a release (`release`), the pages that link here (`copies/site`).

Any server of files can serve the folder; `releases/current` always has the newest release, and
what was served under its own id stays until somebody deletes it.
"""
