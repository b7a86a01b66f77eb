"""`notify`: the log file first, then every hook that is set; no hook can break the caller.

Belongs here: the order, and what happens when a hook fails.
Does not belong here: the hooks themselves.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import NamedTuple

from orchestration.ground.errors import WarehouseError
from orchestration.ground.secrets import blotted
from orchestration.notify import mail, webhook
from orchestration.notify.event import Event
from orchestration.settings import Settings

_log = logging.getLogger("minerals.notify")


class Hook(NamedTuple):
    """One way to tell people: whether the settings ask for it, and how it is done."""

    name: str
    is_set: Callable[[Settings], bool]
    send: Callable[[Settings, Event], None]


HOOKS: tuple[Hook, ...] = (
    Hook("webhook", webhook.is_set, webhook.send),
    Hook("mail", mail.is_set, mail.send),
)


def notify(settings: Settings, event: Event) -> None:
    """Tell people about an event. Never raises: what fails here is told in the log file.

    Args:
        settings: where the log file is and which hooks are set.
        event: what happened; secrets of the settings are blotted out of it first.
    """
    clean = event.mapped(lambda text: blotted(settings, text))
    _write(settings, clean)
    for hook in HOOKS:
        try:
            if hook.is_set(settings):
                hook.send(settings, clean)
        except Exception as error:  # noqa: BLE001 - telling must never break what it tells about
            _write(settings, _hook_failed(hook, error, clean))


def _hook_failed(hook: Hook, error: Exception, event: Event) -> Event:
    # Other people's exceptions may quote addresses and answers: only our own are told in full.
    reason = str(error) if isinstance(error, WarehouseError) else type(error).__name__
    return Event(
        "hook_failed",
        f"{hook.name} could not carry: {event.title}",
        text=reason,
        details={"hook": hook.name, "kind_of_event": event.kind},
    )


def _write(settings: Settings, event: Event) -> None:
    line = json.dumps(event.as_json(), ensure_ascii=False)
    try:
        settings.warehouse_dir.mkdir(parents=True, exist_ok=True)
        with settings.notifications_file.open("a", encoding="utf-8") as log:
            log.write(line + "\n")
    except OSError as error:
        _log.warning("notifications cannot be written (%s): %s", type(error).__name__, event.title)
