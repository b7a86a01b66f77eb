"""No part of a secret that opens anything is shown, whatever form the secret has."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from orchestration.copies.postgres.address import connect
from orchestration.ground.errors import AskedError
from orchestration.ground.secrets import blotted
from orchestration.settings import Settings

CASES = {
    "password of an address": (
        {"postgres_dsn": "postgresql://publisher:s3cr%2Ft99@db.example:5432/minerals"},
        ("s3cr%2Ft99", "s3cr/t99"),
        ("db.example", "publisher", "minerals"),
    ),
    "password with a slash": (
        {"postgres_dsn": "postgresql://publisher:p/SECRET99@db.example/minerals"},
        ("SECRET99", "p/SECRET99"),
        ("db.example",),
    ),
    "password of a list of settings": (
        {"postgres_dsn": r"host=db.example password='se\'cret 7' user=publisher"},
        ("se'cret 7",),
        ("db.example", "publisher"),
    ),
    "token of a webhook": (
        {
            "notify_webhook_url": "https://hooks.example.com/services/T012AB34/xYz987654321?key=q1w2e3r4"
        },
        ("T012AB34", "xYz987654321", "q1w2e3r4"),
        ("services", "hooks.example.com"),
    ),
    "token of small letters in a query": (
        {"notify_webhook_url": "https://hooks.example.com/x?token=abcdefgh&thread=release"},
        ("abcdefgh",),
        ("hooks.example.com", "token"),
    ),
    "token in a fragment": (
        {"notify_webhook_url": "https://hooks.example.com/x#wordlike"},
        ("wordlike",),
        ("hooks.example.com",),
    ),
    "token as a name": (
        {"notify_webhook_url": "https://wordlike@hooks.example.com/x"},
        ("wordlike",),
        ("hooks.example.com",),
    ),
    "token that is a JSON web token": (
        {"notify_webhook_url": "https://hooks.example.com/eyJhbGci.eyJzdWIi.c2ln/go"},
        ("eyJhbGci.eyJzdWIi.c2ln",),
        ("hooks.example.com",),
    ),
    "token that is percent-encoded": (
        {"notify_webhook_url": "https://hooks.example.com/hooks/%41%42cdEFgh12"},
        ("%41%42cdEFgh12", "ABcdEFgh12"),
        ("hooks.example.com",),
    ),
    "password among the options": (
        {
            "postgres_dsn": "postgresql://db.example/minerals?user=publisher&password=wordlike"
            "&sslmode=require&sslpassword=other%20word"
        },
        ("wordlike", "other%20word", "other word"),
        ("db.example", "require", "minerals"),
    ),
    "no password": (
        {"postgres_dsn": "postgresql://minerals@db.example/figures?application_name=refresh"},
        (),
        ("minerals", "db.example", "refresh"),
    ),
    "password with an escaped blank": (
        {"postgres_dsn": r"host=db.example password=two\ words sslpassword='and a third'"},
        (r"two\ words", "two words", "and a third"),
        ("db.example",),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_part_of_a_secret_is_blotted_out(case: str) -> None:
    fields, secret, harmless = CASES[case]
    given: dict[str, Any] = {name: SecretStr(value) for name, value in fields.items()}
    settings = Settings(**given)
    for part in secret:
        assert part not in blotted(settings, f"before {part} after")
    for word in harmless:
        assert word in blotted(settings, f"before {word} after")


def test_an_address_that_would_be_read_in_wrong_parts_is_refused_unseen() -> None:
    dsn = SecretStr("postgresql://publisher:p/SECRET99@db.example/minerals")
    with pytest.raises(AskedError) as raised:
        connect(Settings(postgres_dsn=dsn))
    assert "SECRET99" not in str(raised.value)
