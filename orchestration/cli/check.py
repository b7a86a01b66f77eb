"""`minerals check`: what is wrong in the registers that people edit.

Belongs here: what the command prints.
Does not belong here: the rules (`build.registers`).
"""

from __future__ import annotations

from dataclasses import asdict

from orchestration.build.registers import check_registers, folded
from orchestration.cli.output import for_programs, terminal
from orchestration.ground.counted import counted
from orchestration.ground.errors import RegisterError
from orchestration.settings import get_settings


def print_check(*, as_json: bool) -> None:
    """Print every fault, one a line, as editors read them, those of one unknown word together.

    Raises:
        RegisterError: when there is one.
    """
    console = terminal()
    judged = check_registers(get_settings().dbt_project_dir / "seeds")
    is_printed = for_programs([asdict(f) for f in judged.faults], as_json=as_json, as_csv=False)
    for fault in () if is_printed else folded(judged.faults):
        console.print(fault, markup=False, soft_wrap=True)
    if judged.faults:
        raise RegisterError(
            f"{counted(len(judged.faults), 'fault')} in the registers",
            way_out="mend each line that is named, then ask again: minerals check",
        )
    if not is_printed:
        rows = f"{judged.rows:,}"
        console.print(f"{judged.registers} registers with {rows} rows: nothing is wrong")
