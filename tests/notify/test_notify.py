"""Notifications: the log file always, hooks when set, no secret anywhere, no failure of the caller.

Real HTTP and SMTP against servers on this machine; the sentinel is looked for in everything that a
person or a program could read afterwards.
"""

from __future__ import annotations

import base64
import json
import logging
import ssl
import subprocess
import traceback
from pathlib import Path
from typing import Any

import pytest

from orchestration.ground.errors import AskedError
from orchestration.ground.secrets import blotted, known_secrets, read_secret
from orchestration.notify import Event, notify
from orchestration.settings import Settings
from tests.notify.servers import MailServer, Webhook, serving

SENTINEL = "s3cret-Zwyx9Qq"
QUARANTINED = Event(
    "quarantined",
    "usgs_mcs_2027@1 waits for a decision",
    text="30% of the rows are gone",
    details={"edition": "usgs_mcs_2027"},
)


def log_of(settings: Settings) -> list[dict[str, Any]]:
    return [json.loads(line) for line in settings.notifications_file.read_text().splitlines()]


def settings_in(folder: Path, **fields: Any) -> Settings:
    return Settings(warehouse_dir=folder, notify_timeout_seconds=5, **fields)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and its key for this machine, made for this test."""
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    how = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
    name = ("-addext", "subjectAltName=IP:127.0.0.1")
    files = ("-keyout", f"{path}.key", "-out", str(path))
    subprocess.run(["openssl", *how.split(), *name, *files], check=True, capture_output=True)  # noqa: S607
    return path


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, f"{certificate}.key")
    return context


def test_without_any_setting_the_log_file_gets_every_event(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "not" / "there" / "yet")
    notify(settings, QUARANTINED)
    notify(settings, Event("released", "new release", severity="info"))
    first, second = log_of(settings)
    assert first["kind"] == "quarantined"
    assert first["details"] == {"edition": "usgs_mcs_2027"}
    assert first["text"] == "30% of the rows are gone"
    assert second["severity"] == "info"


def test_the_webhook_gets_text_for_people_and_the_event_for_programs(tmp_path: Path) -> None:
    with serving(Webhook(204)) as server:
        settings = settings_in(tmp_path, notify_webhook_url=server.url(f"/{SENTINEL}"))
        notify(settings, QUARANTINED)
    (body,) = server.taken
    assert "usgs_mcs_2027@1 waits" in body["text"]
    assert body["event"]["details"]["edition"] == "usgs_mcs_2027"
    assert len(log_of(settings)) == 1


def test_mail_is_encrypted_before_the_password_is_said(
    tmp_path: Path, tls: ssl.SSLContext, certificate: Path
) -> None:
    password = tmp_path / "password"
    password.write_text(f"{SENTINEL}\n")
    with serving(MailServer(tls, accepts_login=True)) as server:
        settings = settings_in(
            tmp_path,
            notify_smtp_host="127.0.0.1",
            notify_smtp_port=server.port,
            notify_smtp_user="minerals",
            notify_smtp_password_file=password,
            notify_smtp_ca_file=certificate,
            notify_mail_to="a@example.org, b@example.org",
        )
        notify(settings, QUARANTINED)
    (message,) = server.messages
    assert "Subject: [minerals] warning: usgs_mcs_2027@1 waits for a decision" in message
    assert "30% of the rows are gone" in message
    said = base64.b64decode(server.said[1].removeprefix("AUTH PLAIN ")).decode()
    assert SENTINEL in said
    assert server.said_in_clear == [server.said_in_clear[0], "STARTTLS"]
    assert [line["kind"] for line in log_of(settings)] == ["quarantined"]


def test_a_subject_stays_one_line(tmp_path: Path) -> None:
    with serving(MailServer(None, accepts_login=True)) as server:
        settings = settings_in(
            tmp_path,
            notify_smtp_host="127.0.0.1",
            notify_smtp_port=server.port,
            notify_smtp_starttls=False,
            notify_mail_to="a@example.org",
        )
        notify(settings, Event("x", "first line\nBcc: everybody@example.org"))
    (message,) = server.messages
    head = message.partition("\r\n\r\n")[0].replace("\r\n ", " ")
    assert "first line Bcc: everybody@example.org" in head
    assert not [line for line in head.splitlines() if line.startswith("Bcc")]


def broken_settings(folder: Path, port: int, certificate: Path) -> dict[str, dict[str, Any]]:
    mail = {
        "notify_smtp_host": "127.0.0.1",
        "notify_smtp_port": port,
        "notify_smtp_user": "minerals",
        "notify_smtp_password": SENTINEL,
        "notify_mail_to": "a@example.org",
    }
    return {
        "nobody listens": {"notify_webhook_url": f"http://127.0.0.1:9/{SENTINEL}"},
        "no address at all": {"notify_webhook_url": f"{SENTINEL} is no address"},
        "an address with an odd port": {"notify_webhook_url": f"https://a:{SENTINEL}/"},
        "in clear to another machine": {"notify_webhook_url": f"http://example.org/{SENTINEL}"},
        "the secret's file is missing": {"notify_webhook_url_file": folder / "missing"},
        "login refused": {**mail, "notify_smtp_ca_file": certificate},
        "a certificate that nobody trusts": mail,
        "the password would go in clear": {
            **mail,
            "notify_smtp_host": "mail.example.org",
            "notify_smtp_starttls": False,
        },
    }


@pytest.mark.parametrize("case", list(broken_settings(Path(), 0, Path())))
def test_a_hook_that_fails_is_named_in_the_log_and_keeps_its_secret(
    case: str,
    tmp_path: Path,
    tls: ssl.SSLContext,
    certificate: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # no name is resolved and no other machine is asked, whatever a hook tries
    monkeypatch.setattr("socket.getaddrinfo", _this_machine_only)
    with (
        serving(MailServer(tls, accepts_login=False)) as server,
        caplog.at_level(logging.DEBUG),
    ):
        fields = broken_settings(tmp_path, server.port, certificate)[case]
        settings = settings_in(tmp_path, **fields)
        notify(settings, QUARANTINED)
    first, failed = log_of(settings)
    assert first["kind"] == "quarantined"
    assert failed["kind"] == "hook_failed"
    assert "usgs_mcs_2027@1" in failed["title"]
    assert failed["text"], "it says why"
    output = capfd.readouterr()
    for text in (
        settings.notifications_file.read_text(),
        caplog.text,
        output.out,
        output.err,
        repr(settings),
        str(settings.model_dump()),
        settings.model_dump_json(),
    ):
        assert SENTINEL not in text


def _this_machine_only(host: str, port: Any, *_: Any, **__: Any) -> list[Any]:
    import socket

    assert host in {"127.0.0.1", "localhost"}, f"asked for {host}"
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", int(port)))]


def test_an_error_status_of_the_webhook_is_logged(tmp_path: Path) -> None:
    with serving(Webhook(500)) as server:
        settings = settings_in(tmp_path, notify_webhook_url=server.url(f"/{SENTINEL}"))
        notify(settings, QUARANTINED)
    assert "HTTP status 500" in log_of(settings)[1]["text"]


def test_one_hook_that_fails_does_not_keep_the_other_quiet(tmp_path: Path) -> None:
    with serving(MailServer(None, accepts_login=True)) as server:
        settings = settings_in(
            tmp_path,
            notify_webhook_url="http://127.0.0.1:9/",
            notify_smtp_host="127.0.0.1",
            notify_smtp_port=server.port,
            notify_smtp_starttls=False,
            notify_mail_to="a@example.org",
        )
        notify(settings, QUARANTINED)
    assert len(server.messages) == 1


def test_a_log_that_cannot_be_written_breaks_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "notifications.jsonl").mkdir()
    notify(settings_in(tmp_path), QUARANTINED)
    assert "notifications cannot be written" in caplog.text


def test_secrets_in_a_notification_are_blotted_out(tmp_path: Path) -> None:
    file = tmp_path / "dsn"
    file.write_text(f"postgresql://u:{SENTINEL}@h/d\n")
    settings = settings_in(tmp_path, notify_smtp_password=SENTINEL, postgres_dsn_file=file)
    assert set(known_secrets(settings)) == {SENTINEL, f"postgresql://u:{SENTINEL}@h/d"}
    error = f"could not connect to postgresql://u:{SENTINEL}@h/d"
    notify(settings, Event("run_failed", error, text=error, details={"why": error}))
    assert SENTINEL not in settings.notifications_file.read_text()
    assert log_of(settings)[0]["title"] == "could not connect to ***"
    assert blotted(settings, "nothing to hide") == "nothing to hide"


def test_a_secrets_file_that_cannot_be_read_is_named_and_nothing_else(tmp_path: Path) -> None:
    with pytest.raises(AskedError) as caught:
        read_secret(None, tmp_path / "missing", "MINERALS_POSTGRES_DSN")
    assert "MINERALS_POSTGRES_DSN_FILE" in str(caught.value)


def test_a_setting_that_is_refused_does_not_quote_what_was_given() -> None:
    with pytest.raises(ValueError, match="notify_smtp_port") as caught:
        Settings(notify_smtp_port=SENTINEL)  # type: ignore[arg-type]
    assert SENTINEL not in str(caught.value)
    assert SENTINEL not in "".join(traceback.format_exception(caught.value))
