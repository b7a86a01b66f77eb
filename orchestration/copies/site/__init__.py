"""A static site over the current release: pages for people who read, not query.

Belongs here: reading the released file in bulk, words and pages made from it, charts, the swap.
Does not belong here: measures (every number printed stands in a released table), copies for
servers (`copies`).
"""
