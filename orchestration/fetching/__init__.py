"""The engine of every fetch: one careful way out to a publisher's server.

Belongs here: HTTP with limits and patience, checksums, archives, refusals, what a connector is.
Does not belong here: any publisher's address or layout (`publishers`), what happens to the bytes
afterwards (`landing`).
"""
