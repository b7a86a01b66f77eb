"""The registers of United States trade, of whom printed totals leave out, and of methods.

Belongs here: one model for each register in `dbt_project/seeds/figures`.
Does not belong here: formats that others share (`kinds.py`), rules between registers (`across.py`).
"""

from __future__ import annotations

from typing import Annotated, Literal

from orchestration.build.registers.kinds import (
    Country,
    Day,
    EditionId,
    Mineral,
    Pattern,
    Positive,
    Register,
    Slug,
    SourceId,
    Stage,
    Text,
    Whole,
    YesNo,
    shaped,
)


class TradeSeries(Register):
    """What a printed series of United States trade stands for."""

    keys = (("rule_no",),)

    rule_no: Whole
    statistic: Literal["net_import_reliance", "import_sources"]
    series_pattern: Pattern
    series_no: Whole | None
    mineral_id: Mineral
    form: Slug
    is_headline: YesNo
    producer_stage: Stage | None
    producer_form: Slug | None
    note: Text | None


class LeftOutCountry(Register):
    """A country that stands behind the words for whom a world total leaves out."""

    keys = (("excludes", "country_id"),)

    excludes: Text
    country_id: Country
    is_whole: YesNo


class LostNote(Register):
    """A world total whose file lost the note on whom it leaves out."""

    keys = (("edition_id", "mineral_id", "stage", "form"),)

    edition_id: EditionId
    mineral_id: Mineral
    stage: Stage
    form: Slug
    excludes: Text
    evidence_edition_id: EditionId
    evidence: Text


class RelianceIdentity(Register):
    """A production table that imports, exports and net import reliance say something about."""

    keys = (("mineral_id", "stage", "form"),)

    mineral_id: Mineral
    stage: Stage
    form: Slug
    trade_form: Slug
    why: Text


class PriceTable(Register):
    """A price that is of what a production table counts."""

    keys = (("mineral_id", "stage", "form", "price_form"),)

    mineral_id: Mineral
    stage: Stage
    form: Slug
    price_form: Slug
    units_per_tonne: Positive
    price_market: Literal["united_states", "world_exchange"]
    why: Text


class SourceDifference(Register):
    """Why two sources differ about the same output; a blank fits all."""

    keys = (("rule_no",),)

    rule_no: Whole
    left_source_id: SourceId | None
    right_source_id: SourceId | None
    mineral_id: Mineral | None
    stage: Stage | None
    form: Slug | None
    country_id: Country | None
    is_for_estimates: YesNo
    difference_class: Literal["definition", "stage", "coverage", "estimate"]
    reason: Text
    evidence: Text
    expires_on: Day


class RevisionMethod(Register):
    """A version of the method of revision intervals, frozen on its day."""

    keys = (("method_version",),)

    method_version: Annotated[
        str, shaped(r"20[0-9]{2}\.[0-9]+", "is no version", "write 2026.1: year, point, count")
    ]
    frozen_on: Day
    chosen_on: Text
    validated_on: Text
    tested_on: Text
    looks_at_test: Whole
    method_sha256: Annotated[
        str, shaped(r"[0-9a-f]{64}", "is no digest", "write the digest that the failing test shows")
    ]
    note: Text
