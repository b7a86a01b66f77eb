"""Lineage ends where people look: each exposure names exactly the tables that its consumer asks."""

from __future__ import annotations

import re

import pytest
import yaml

from tests.docs.consumers import CONSUMERS, exposures_file, released_models

DECLARED = {
    exposure["name"]: exposure
    for exposure in yaml.safe_load(exposures_file().read_text())["exposures"]
}


def test_every_consumer_is_declared_and_the_other_way_round() -> None:
    assert set(DECLARED) == set(CONSUMERS)


LEAST = 5
FEWER = {"notebook_download_to_chart": 2}


@pytest.mark.parametrize("name", CONSUMERS)
def test_an_exposure_names_what_its_consumer_asks(name: str) -> None:
    declared = {
        match.group(1)
        for entry in DECLARED[name]["depends_on"]
        if (match := re.fullmatch(r"ref\('(\w+)'\)", entry))
    }
    asked = CONSUMERS[name]()
    assert len(declared) == len(DECLARED[name]["depends_on"])
    assert len(asked) >= FEWER.get(name, LEAST)
    assert asked <= released_models()
    assert declared == asked
