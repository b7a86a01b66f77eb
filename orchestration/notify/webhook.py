"""Webhook: one JSON POST to an address that is itself a secret.

Belongs here: the request, and keeping its address out of every log and error.
Does not belong here: what the event says (`event.py`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from orchestration.ground.errors import NotifyError
from orchestration.ground.secrets import read_secret
from orchestration.notify.event import Event
from orchestration.settings import NotificationSettings

SETTING = "MINERALS_NOTIFY_WEBHOOK_URL"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def is_set(settings: NotificationSettings) -> bool:
    """Whether an address is given."""
    return bool(settings.notify_webhook_url or settings.notify_webhook_url_file)


def send(settings: NotificationSettings, event: Event) -> None:
    """POST `{"text": …, "event": {…}}`; chat systems show `text`, programs read `event`."""
    import httpx

    url = _address(settings)
    body = {"text": event.as_text(), "event": event.as_json()}
    with _unlogged():
        try:
            answer = httpx.post(
                url, json=body, timeout=settings.notify_timeout_seconds, follow_redirects=False
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _not_taken(type(error).__name__) from None
    if not answer.is_success:
        raise _not_taken(f"HTTP status {answer.status_code}")


def _address(settings: NotificationSettings) -> str:
    url = read_secret(settings.notify_webhook_url, settings.notify_webhook_url_file, SETTING) or ""
    try:
        parts = urlsplit(url)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    except ValueError:
        is_safe = False
    if not is_safe:
        raise NotifyError(
            "The webhook's address is not usable",
            where=SETTING,
            expected="an https address (http only on this machine)",
            way_out="correct the address in the environment or in the secret's file",
        )
    return url


def _not_taken(found: str) -> NotifyError:
    return NotifyError(
        "The webhook did not take the message",
        where=SETTING,
        expected="an answer with a 2xx status within MINERALS_NOTIFY_TIMEOUT_SECONDS",
        found=found,
        way_out="check that the address is current and that this machine may reach it",
    )


@contextmanager
def _unlogged() -> Iterator[None]:
    # httpx logs every address that it asks, at level INFO.
    def refuse(record: logging.LogRecord) -> bool:
        return False

    loggers = [logging.getLogger(name) for name in ("httpx", "httpcore.connection")]
    for logger in loggers:
        logger.addFilter(refuse)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(refuse)
