"""The parts of the settings: one owner per field, every name in the environment as it was."""

from __future__ import annotations

import pytest

from orchestration.ground.errors import AskedError
from orchestration.settings import (
    FetchingSettings,
    NotificationSettings,
    ServerSettings,
    Settings,
    WarehouseSettings,
    get_settings,
)

PARTS = (WarehouseSettings, FetchingSettings, NotificationSettings, ServerSettings)


def test_every_field_belongs_to_one_part() -> None:
    owned = [name for part in PARTS for name in part.model_fields]
    assert len(owned) == len(set(owned)) > 30
    assert set(owned) == set(Settings.model_fields)


@pytest.mark.parametrize("part", PARTS)
def test_all_settings_are_any_of_their_parts(part: type) -> None:
    assert isinstance(Settings(), part)


def test_a_part_reads_the_same_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINERALS_HTTP_CONTACT", "someone@example.org")
    monkeypatch.setenv("MINERALS_NOTIFY_SMTP_PORT", "2525")
    monkeypatch.setenv("MINERALS_KEEP_RELEASES", "7")
    settings = Settings()
    assert FetchingSettings().http_contact == settings.http_contact == "someone@example.org"
    assert NotificationSettings().notify_smtp_port == settings.notify_smtp_port == 2525
    assert WarehouseSettings().keep_releases == settings.keep_releases == 7


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINERALS_KEEP_RELEASES", "none")
    get_settings.cache_clear()
    with pytest.raises(AskedError, match="MINERALS_KEEP_RELEASES: Input should be a valid integer"):
        get_settings()
    get_settings.cache_clear()
