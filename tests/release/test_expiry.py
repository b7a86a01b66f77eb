"""An accepted deviation that expires makes a refresh due, though no file has changed."""

from __future__ import annotations

from datetime import date

from orchestration.release import unchanged_release
from tests.release.conftest import World

ENTRY = """
deviations:
  - suite: marts/fct_production
    expectation: key_is_unique
    rows: {country_id: SUN}
    reason: looked at
    expires_on: 2099-12-31
"""


def test_a_release_is_unchanged_until_its_last_accepted_deviation_expires(world: World) -> None:
    (world.settings.suites_dir.parent / "accepted_deviations.yml").write_text(ENTRY)
    outcome = world.publish()
    assert unchanged_release(world.settings, date(2099, 12, 31)) == outcome.folder
    assert unchanged_release(world.settings, date(2100, 1, 1)) is None
