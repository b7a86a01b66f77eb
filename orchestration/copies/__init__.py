"""Copies of a release for its readers, each made from the release alone.

Belongs here: connection settings for the file, PostgreSQL, the pages, the documentation.
Does not belong here: making a release (`release`), drawing on a terminal (`cli`).
"""
