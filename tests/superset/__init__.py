"""The Superset dashboard: as files against a release, and in a running Superset."""
