"""How quantities are written."""

from __future__ import annotations

import pytest

from orchestration.cli import spoken
from orchestration.cli.output import tonnes


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("quantity", [1_000_000.0, 45_000.0, 99.6, 12.34, 0.05])
def test_a_quantity_below_zero_is_written_like_one_above(
    quantity: float, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Idle capacity may be: what was made is rounded otherwise than what could be."""
    monkeypatch.setenv(spoken.VARIABLE, language)
    assert tonnes(-quantity) == f"-{tonnes(quantity)}"
