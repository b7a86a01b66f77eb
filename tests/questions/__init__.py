"""Tests of the question marts: registers that people edit, and answers as built."""
