"""What the publishers' parsers share: text and tables in, rows with their source row out.

Belongs here: decoding, tabular files, a parsed file, collected problems.
Does not belong here: a publisher's own layout (its folder), the registry and what reads it.
"""
