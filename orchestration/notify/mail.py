"""Mail by SMTP: STARTTLS before any credential, and no credential in clear.

Belongs here: building and handing over one message.
Does not belong here: what the event says (`event.py`).
"""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage

from orchestration.ground.errors import AskedError, NotifyError
from orchestration.ground.secrets import read_secret
from orchestration.notify.event import Event
from orchestration.notify.webhook import LOOPBACK
from orchestration.settings import NotificationSettings

SETTING = "MINERALS_NOTIFY_SMTP_PASSWORD"


def is_set(settings: NotificationSettings) -> bool:
    """Whether a mail server and somebody to write to are given."""
    return bool(settings.notify_smtp_host and settings.notify_mail_to)


def send(settings: NotificationSettings, event: Event) -> None:
    """Hand one message to the mail server."""
    message = _message(settings, event)
    password = read_secret(
        settings.notify_smtp_password, settings.notify_smtp_password_file, SETTING
    )
    try:
        with smtplib.SMTP(
            settings.notify_smtp_host or "",
            settings.notify_smtp_port,
            timeout=settings.notify_timeout_seconds,
        ) as server:
            _secure(settings, server)
            if settings.notify_smtp_user and password:
                server.login(settings.notify_smtp_user, password)
            server.send_message(message)
    except (smtplib.SMTPException, OSError) as error:
        raise _not_taken(settings, error) from None


def _message(settings: NotificationSettings, event: Event) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = " ".join(f"[minerals] {event.severity}: {event.title}".split())
    message["From"] = settings.notify_mail_from
    message["To"] = ", ".join(name.strip() for name in settings.notify_mail_to.split(","))
    message.set_content(event.as_text())
    return message


def _secure(settings: NotificationSettings, server: smtplib.SMTP) -> None:
    if settings.notify_smtp_starttls:
        authority = settings.notify_smtp_ca_file
        server.starttls(context=ssl.create_default_context(cafile=authority))
    elif settings.notify_smtp_user and settings.notify_smtp_host not in LOOPBACK:
        raise AskedError(
            "A mail server would get the password in clear",
            where="MINERALS_NOTIFY_SMTP_STARTTLS=false",
            expected="STARTTLS, or a mail server on this machine, or no user",
            way_out="unset MINERALS_NOTIFY_SMTP_STARTTLS",
        )


def _not_taken(settings: NotificationSettings, error: Exception) -> NotifyError:
    code = getattr(error, "smtp_code", None)
    return NotifyError(
        "The mail server did not take the message",
        where=f"{settings.notify_smtp_host}:{settings.notify_smtp_port}",
        expected="a server that takes mail for MINERALS_NOTIFY_MAIL_TO",
        found=type(error).__name__ + (f" {code}" if code else ""),
        way_out="check host, port, user, password and the server's certificate",
    )
