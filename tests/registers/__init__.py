"""Tests of the judgement of registers: no build, no database, files only."""
