"""What the publishers' parsers share: text and tables in, rows with their source row out.

Belongs here: decoding, tabular files, shared row types, collected problems.
Does not belong here: a publisher's own layout (its folder) or its registry.
"""
