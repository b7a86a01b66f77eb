"""Who runs this process, for what a person decides.

Belongs here: the name of an account.
Does not belong here: permissions; the operating system gives those.
"""

from __future__ import annotations

import getpass
import os


def user_name() -> str:
    """The account's name; its number where the machine has no name for it, as in a container."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
