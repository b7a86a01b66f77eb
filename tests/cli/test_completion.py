"""What a shell is offered at the tab key is what the command takes there."""

from __future__ import annotations

import subprocess

import pytest

from orchestration.settings import Settings
from tests.conftest import MINERALS, environment_of


def offered(settings: Settings, line: str) -> list[str]:
    """The words that bash is given for the last one of a line."""
    asked = {
        "_MINERALS_COMPLETE": "complete_bash",
        "COMP_WORDS": f"minerals {line}",
        "COMP_CWORD": str(len(line.split())),
    }
    finished = subprocess.run(
        [str(MINERALS)],
        env={**environment_of(settings), **asked},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.stderr == ""
    return finished.stdout.splitlines()


@pytest.mark.parametrize(
    ("line", "words", "others"),
    [
        ("show ka", {"kazakhstan", "kaolin"}, set()),
        ("show Ka", {"Kazakhstan", "Kaolin"}, {"kazakhstan"}),
        ("show каз", {"казахстан"}, set()),
        ("show Каз", {"Казахстан"}, {"казахстан"}),
        ("show Қаз", {"Қазақстан"}, set()),
        ("trade ka", {"kazakhstan", "kaolin"}, set()),
        ("trade li", {"list", "lithium"}, set()),
        ("trade каз", {"казахстан"}, set()),
        ("trade of ka", {"kazakhstan"}, set()),
        ("connect p", {"python", "postgres", "powerbi"}, {"mcp"}),
        ("what-if co", {"cobalt", "copper"}, {"congo", "colombia"}),
        ("what-if cobalt --stops co", {"colombia"}, {"cobalt", "copper"}),
        ("what-if cobalt --grows co", {"colombia"}, {"cobalt", "copper"}),
        ("prices ka", {"kaolin"}, {"kazakhstan"}),
        ("outlook ka", {"kaolin"}, {"kazakhstan"}),
        ("account ka", {"kaolin"}, {"kazakhstan"}),
        ("cap ka", {"kaolin"}, {"kazakhstan"}),
        ("reserves ka", {"kaolin", "kazakhstan"}, set()),
        ("revisions usgs_mcs_2025 usgs", {"usgs_mcs_2026"}, {"iea_2025"}),
    ],
)
def test_the_tab_key_offers_what_the_command_takes(
    released: Settings, line: str, words: set[str], others: set[str]
) -> None:
    found = set(offered(released, line))
    assert words <= found
    assert not others & found
