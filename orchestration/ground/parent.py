"""A helper process ends with the process that started it, however that one ended.

Belongs here: watching the parent.
Does not belong here: what a helper does.
"""

from __future__ import annotations

import os
import threading
import time

LOOK_EVERY_SECONDS = 1.0


def end_with_parent(parent: int) -> None:
    """From now on this process ends at most a second after its parent.

    A pipe would not do: whatever the parent started holds the other end too.

    Args:
        parent: the parent's process number, as the parent itself knows it.
    """
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_SECONDS)
    os._exit(1)
