"""The drop folder: files that a person downloaded where a publisher turns scripts away.

Belongs here: recognising, verifying and refusing dropped files, and the edition that they make.
Does not belong here: the decision about an arrival (`landing.arrival`).
"""
