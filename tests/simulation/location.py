"""The project's code location, loaded once per daemon, as a code server does it."""

from __future__ import annotations

from functools import lru_cache

import dagster as dg

from orchestration.definitions import build_definitions
from orchestration.settings import get_settings


@lru_cache(maxsize=1)
def loaded() -> dg.Definitions:
    return build_definitions(get_settings())


@dg.definitions
def defs() -> dg.Definitions:
    return loaded()
