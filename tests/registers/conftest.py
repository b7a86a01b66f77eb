"""A copy of the registers that a test may edit as a person does."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from orchestration.build.registers import Fault, check_registers
from orchestration.build.registers.check import SEEDS
from tests.conftest import PROJECT_ROOT

Row = Mapping[str, object]


class Registers:
    """Registers in a folder of their own, or in that of a copied project."""

    def __init__(self, seeds: Path) -> None:
        self.seeds = seeds
        if not seeds.exists():
            shutil.copytree(PROJECT_ROOT / SEEDS, seeds)

    def path(self, register: str) -> Path:
        (path,) = self.seeds.rglob(f"{register}.csv")
        return path

    def file(self, register: str) -> str:
        """How a fault names it."""
        return f"{SEEDS}/{self.path(register).relative_to(self.seeds).as_posix()}"

    def rows(self, register: str) -> list[dict[str, str]]:
        with self.path(register).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def add(self, register: str, row: Row) -> int:
        """Append a row as a spreadsheet would; returns its line."""
        path = self.path(register)
        lines = path.read_text(encoding="utf-8").splitlines()
        columns = next(csv.reader(lines[:1]))
        assert not set(row) - set(columns), f"{register} has no column {set(row) - set(columns)}"
        text = io.StringIO()
        writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
        writer.writerow({key: str(value) for key, value in row.items()})
        path.write_text("\n".join([*lines, text.getvalue()]), encoding="utf-8")
        return len(lines) + 1

    def faults(self) -> tuple[Fault, ...]:
        return check_registers(self.seeds).faults


@pytest.fixture
def registers(tmp_path: Path) -> Registers:
    return Registers(tmp_path / "seeds")
