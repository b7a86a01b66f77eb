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
from orchestration.settings import NotificationSettings, Settings, WarehouseSettings

_log = logging.getLogger("minerals.notify")


class Hook(NamedTuple):
    """One way to notify people: whether the settings ask for it, and how it is done."""

    name: str
    is_set: Callable[[NotificationSettings], bool]
    send: Callable[[NotificationSettings, Event], None]


HOOKS: tuple[Hook, ...] = (
    Hook("webhook", webhook.is_set, webhook.send),
    Hook("mail", mail.is_set, mail.send),
)


def notify(settings: Settings, event: Event) -> None:
    """Notify people of an event. Never raises: what fails here is noted in the log file.

    Args:
        settings: all of them: where the log file is, which hooks are set, and every secret, which
            is blotted out of the event first.
        event: what happened.
    """
    clean = event.mapped(lambda text: blotted(settings, text))
    _write(settings, clean)
    for hook in HOOKS:
        try:
            if hook.is_set(settings):
                hook.send(settings, clean)
        except Exception as error:  # noqa: BLE001 - a notification must never break what it reports
            _write(settings, _hook_failed(hook, error, clean))


def _hook_failed(hook: Hook, error: Exception, event: Event) -> Event:
    # Other people's exceptions may quote addresses and answers: only our own are quoted.
    reason = str(error) if isinstance(error, WarehouseError) else type(error).__name__
    return Event(
        "hook_failed",
        f"{hook.name} could not carry: {event.title}",
        text=reason,
        details={"hook": hook.name, "kind_of_event": event.kind},
    )


def _write(settings: WarehouseSettings, event: Event) -> None:
    line = json.dumps(event.as_json(), ensure_ascii=False)
    try:
        settings.warehouse_dir.mkdir(parents=True, exist_ok=True)
        with settings.notifications_file.open("a", encoding="utf-8") as log:
            log.write(line + "\n")
    except OSError as error:
        _log.warning("notifications cannot be written (%s): %s", type(error).__name__, event.title)
