"""The registers of the evidence ladder: grades, findings, the test of exports, what was said.

Belongs here: one model for each of these registers in `dbt_project/seeds/evidence`.
Does not belong here: lists, groups and agreements (`evidence.py`), rules between registers
(`across.py`).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ValidationInfo, field_validator

from orchestration.build.registers.kinds import (
    Country,
    Day,
    EditionId,
    Mineral,
    Period,
    Positive,
    RefersTo,
    Register,
    Slug,
    Stage,
    Text,
    TradeLevel,
    Whole,
    Year,
    YesNo,
    refused,
)

Grade = Annotated[str, RefersTo("grade of evidence")]


class EvidenceGrade(Register):
    """What a kind of evidence proves; the least number is the best."""

    keys = (("grade_no",), ("grade",))

    grade_no: Whole
    grade: Slug
    grade_name: Text
    can_supply: YesNo | None
    proves: Text
    does_not_prove: Text


class EvidenceFinding(Register):
    """What was found about a country and a mineral; the least number decides."""

    keys = (("finding_no",), ("finding",))

    finding_no: Whole
    finding: Slug
    grade: Grade
    meaning: Text


class TradeProof(Register):
    """The test that exports of a mineral at one level have to pass."""

    keys = (("mineral_id", "trade_level", "step"),)

    mineral_id: Mineral
    trade_level: TradeLevel
    stage: Stage
    step: Slug
    can_prove: YesNo
    holds_scrap: YesNo
    least_ratio: Positive
    least_share_pct: Positive
    why: Text

    @field_validator("least_ratio")
    @classmethod
    def exports_outweigh_imports(cls, value: str, info: ValidationInfo) -> str:
        """Exports that are less than the imports beside them prove nothing."""
        if float(value) <= 1:
            raise refused("lets imports outweigh exports", "write a number above 1")
        return value


class TradeException(Register):
    """A country whose exports of a mineral are known to be the goods of others."""

    keys = (("country_id", "mineral_id", "trade_level"),)

    country_id: Country
    mineral_id: Mineral
    trade_level: TradeLevel
    reason: Text
    rests_on: Literal["judgement"]
    settled_by: Text


class NamedWithoutFigure(Register):
    """A country that a publisher's note names as a producer, without a figure."""

    keys = (("edition_id", "mineral_id", "step", "country_id"),)

    edition_id: EditionId
    mineral_id: Mineral
    stage: Stage
    step: Slug
    country_id: Country
    says: Literal["produces", "has_capacity", "may_produce"]
    file_name: Text
    source_row: Whole


class StateStatement(Register):
    """What a government says of a mineral of its country."""

    keys = (("statement_id",),)

    statement_id: Slug
    country_id: Country
    mineral_id: Mineral
    says: Literal["produces", "by_product", "technology", "plans"]
    speaker: Text
    said_on: Period
    reported_by: Text


class WithheldByLaw(Register):
    """A mineral of which a law forbade to publish figures."""

    keys = (("country_id", "mineral_id", "withheld"),)

    country_id: Country
    mineral_id: Mineral
    withheld: Literal["reserves"]
    withheld_until: Year
    reported_by: Text
    reported_on: Day
