"""Tests of the gates: the adapter's guards, and each suite on clean and on mutated tables."""
