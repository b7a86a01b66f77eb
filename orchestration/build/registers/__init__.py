"""Registers: the seeds that people edit, judged as files, before anything is built.

Belongs here: how a register is written (`reading.py`), one typed model of its rows per register
(in a module for each domain, of the words in `kinds.py`), the rules between registers
(`across.py`, of trade in `codes.py`), what to do about unknown words (`advice.py`), and judging
all of them at once (`check.py`).
Does not belong here: rules that need figures or built tables (dbt's tests), and what a register
means (the models that read it).

A new register needs a model in one of these files and a line in `check.SCHEMAS`.
"""

from orchestration.build.registers.check import (
    Judgement,
    check_registers,
    folded,
    refuse_faulty,
)
from orchestration.build.registers.reading import Fault

__all__ = ["Fault", "Judgement", "check_registers", "folded", "refuse_faulty"]
