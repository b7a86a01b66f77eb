"""The released DuckDB file as BI tools open it: hardened settings and connection texts.

Belongs here: the settings that lock a reader down, the texts that say how to connect.
Does not belong here: writing the file (`release`).
"""
