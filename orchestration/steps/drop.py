"""The drop folder: a file that a person puts there is taken within the hour.

Belongs here: noticing files that wait, and asking for them to be taken.
Does not belong here: verifying and deciding about them (`landing`).
"""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime

import dagster as dg

from orchestration.ground.counted import counted
from orchestration.settings import WarehouseSettings
from orchestration.steps import attempts
from orchestration.steps.assets.landing import DROP_FOLDER
from orchestration.steps.cadence import CADENCES
from orchestration.steps.jobs import fetch_job_name

TAKEN = "taken"  # where handled files go, inside the drop folder


def build_drop_sensor(
    settings: WarehouseSettings, status: dg.DefaultSensorStatus
) -> dg.SensorDefinition:
    """The sensor of the drop folder; it needs no network."""
    job_name = fetch_job_name(DROP_FOLDER)

    @dg.sensor(
        name=DROP_FOLDER,
        job_name=job_name,
        minimum_interval_seconds=int(CADENCES[DROP_FOLDER].look_every.total_seconds()),
        default_status=status,
        description=f"Asks for files in warehouse/drop to be taken. {CADENCES[DROP_FOLDER].why}",
    )
    def drop_folder(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        waiting = files_waiting(settings)
        if not waiting:
            return dg.SkipReason("nothing was dropped")
        # as the bytes on the disk: a file's name need not be text
        digest = hashlib.sha256(os.fsencode("\n".join(waiting))).hexdigest()
        aim = f"{DROP_FOLDER}:{digest[:16]}"
        runs = attempts.runs_with(context.instance, job_name, aim)
        outlook = attempts.outlook(runs, datetime.now(UTC))
        if outlook.state == "due":
            return attempts.request(job_name, aim, outlook.attempt)
        return dg.SkipReason(f"{counted(len(waiting), 'file')}: {outlook.summary}")

    return drop_folder


def files_waiting(settings: WarehouseSettings) -> list[str]:
    """Files in the drop folder that were not handled yet: name, size and time of change."""
    folder = settings.drop_dir
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [
        f"{path.relative_to(folder)} {path.stat().st_size} {path.stat().st_mtime_ns}"
        for path in found
        if path.relative_to(folder).parts[0] != TAKEN and not path.name.startswith(".")
    ]
