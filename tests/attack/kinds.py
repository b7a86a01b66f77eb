"""The kinds of fault with their weights: what can be broken off in most places is tried most often.

Belongs here: the list.
Does not belong here: the faults (`breaking.py`, `sending.py`, `answers.py`, `server.py`).
"""

from __future__ import annotations

from typing import NamedTuple

from tests.attack import answers, breaking, sending, server
from tests.attack.held import Fault


class Kind(NamedTuple):
    """A kind of fault, and how often it is tried beside the others."""

    fault: Fault
    weight: int


KINDS: dict[str, Kind] = {
    "kill at a file operation": Kind(breaking.kill, 40),
    "kill at any moment": Kind(breaking.kill_at_any_moment, 8),
    "full disk by size": Kind(breaking.full_disk, 8),
    "no room, quota or device": Kind(breaking.no_room, 8),
    "no descriptors": Kind(breaking.no_descriptors, 4),
    "odd place, zone, umask": Kind(breaking.odd_place, 5),
    "odd user": Kind(breaking.odd_user, 3),
    "signal to a command": Kind(breaking.signalled, 2),
    "tampered backup": Kind(sending.tampered_backup, 7),
    "mutated file": Kind(sending.mutated_file, 7),
    "odd drop": Kind(sending.odd_drop, 5),
    "hostile SQL, file": Kind(sending.hostile_sql, 7),
    "hostile answer": Kind(answers.hostile_answer, 7),
    "hostile SQL, PostgreSQL": Kind(server.readers_sql, 5),
    "kill at a statement": Kind(server.kill_at_a_statement, 5),
    "refusal at a statement": Kind(server.refused_at_a_statement, 3),
}
