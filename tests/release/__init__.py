"""Tests of publication: all or nothing, deterministic, readable, reversible."""
