"""The registers of claims, their readings, the measures they name, and targets.

Belongs here: one model for each register in `dbt_project/seeds/claims`.
Does not belong here: formats that others share (`kinds.py`), rules between registers (`across.py`).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ValidationInfo, field_validator

from orchestration.build.registers.kinds import (
    Address,
    Comparison,
    Country,
    CountryGroup,
    CriticalList,
    Day,
    Mineral,
    Number,
    Party,
    Period,
    RefersTo,
    Register,
    Slug,
    Text,
    Whole,
    Year,
    YesNo,
    is_number,
    is_period,
    refused,
    shaped,
)

WHOLE_PCT = 100
NotNegative = Annotated[
    str, shaped(r"[0-9]+(\.[0-9]+)?", "is no number from zero up", "write digits and a point")
]
CountingRule = Literal["lines", "minerals"]
CLAIM_ID = "[A-Z][0-9]{2,}"
ClaimId = Annotated[str, shaped(CLAIM_ID, "is no key of a claim", "write C and a number")]


class Claim(Register):
    """A sentence that was said."""

    keys = (("claim_id",),)

    claim_id: ClaimId
    claim: Text
    speaker: Text
    reported_by: Text
    reported_on: Day | None
    subject_country_id: Country | None
    list_id: CriticalList | None
    mineral_id: Mineral | None
    claimed_value: Number | None
    claimed_period: Period | None
    unit: (
        Literal[
            "minerals",
            "materials",
            "elements",
            "percent",
            "rank",
            "date",
            "documents",
            "countries",
            "tonnes",
        ]
        | None
    )
    comparison: Comparison | None
    is_in_scope: YesNo
    scope_note: Text | None

    @field_validator("comparison")
    @classmethod
    def a_value_is_compared(cls, value: str | None, info: ValidationInfo) -> str | None:
        """A claimed value is equalled, exceeded or not reached."""
        if value is None and info.data.get("claimed_value") is not None:
            raise refused("is blank, and there is a claimed_value", "fill this column")
        return value

    @field_validator("scope_note")
    @classmethod
    def out_of_scope_says_why(cls, value: str | None, info: ValidationInfo) -> str | None:
        """A claim that nobody checks says why."""
        if value is None and info.data.get("is_in_scope") == "false":
            raise refused("nothing says why the claim is out of scope", "fill this column")
        return value


class ClaimReading(Register):
    """A way of reading a claim."""

    keys = (("claim_id", "reading_id"),)

    claim_id: Annotated[str, RefersTo("claim")]
    reading_id: Slug
    reading: Text
    reads_as: Literal["as_said", "stricter", "wider", "proxy"]
    verb: Text
    measure: Annotated[str, RefersTo("measure")]
    country_id: Country | None
    partner_id: Party | None
    group_id: CountryGroup | None
    list_id: CriticalList | None
    counting_rule: CountingRule | None
    mineral_id: Mineral | None
    stage: Slug | None
    form: Slug | None
    level: Number | None
    scope: Annotated[str, RefersTo("scope of documents", several=True)] | None
    period: Period | None
    subject_id: Annotated[str, RefersTo("agreement, target or code of goods")] | None
    comparison: Comparison | None
    threshold: Text | None
    would_measure: Text | None

    @field_validator("stage")
    @classmethod
    def stage_of_a_count(cls, value: str | None, info: ValidationInfo) -> str | None:
        """A count on a list is of what is mined, what is processed, or of both."""
        counts = info.data.get("measure") == "list_coverage_count"
        if counts and value not in (None, "mine", "processed"):
            raise refused("is no stage of a count on a list", "write mine, processed or nothing")
        return value

    @field_validator("comparison")
    @classmethod
    def something_is_compared(cls, value: str | None, info: ValidationInfo) -> str | None:
        """A measure that gives a value says how to compare it."""
        if value is None and info.data.get("measure", "not_measurable") != "not_measurable":
            raise refused("the measure gives a value and nothing compares it", "fill this column")
        return value

    @field_validator("threshold")
    @classmethod
    def compared_with_something(cls, value: str | None, info: ValidationInfo) -> str | None:
        """A comparison has a number to compare with, `on` a date."""
        comparison = info.data.get("comparison")
        if comparison is None:
            return value
        fits = is_period if comparison == "on" else is_number
        if value is None or not fits(value):
            wanted = "a year, a month or a day" if comparison == "on" else "a number"
            raise refused(f"{comparison} needs {wanted} to compare with", f"write {wanted}")
        return value


class ClaimMeasure(Register):
    """A measure that a reading may name."""

    keys = (("measure",),)

    measure: Slug
    unit: Text | None
    needs: Annotated[str, RefersTo("column of claim_readings", several=True)]
    counts_by: Literal["edition", "window", "document", "trade", "none"]
    meaning: Text


class ClaimLineage(Register):
    """A time that a number of minerals was said."""

    keys = (("lineage_id",),)

    lineage_id: ClaimId
    said_on: Period
    list_as_said: Text
    list_id: CriticalList | None
    said_count: Whole
    said_total: Whole
    speaker: Text
    subject_country_id: Country
    verb: Text
    reported_by: Text
    note: Text | None

    @field_validator("said_total")
    @classmethod
    def count_is_within_its_total(cls, value: str, info: ValidationInfo) -> str:
        """A part is not more than the whole."""
        if int(value) < int(info.data.get("said_count", 0)):
            raise refused("is less than said_count", "correct one of the two")
        return value


class StatedTarget(Register):
    """A target that a government set."""

    keys = (("target_id",),)

    target_id: Slug
    jurisdiction_id: Country
    stated_on: Day
    document: Text
    subject: Literal["single_country_supply", "domestic_production", "recycling"]
    scope: Annotated[str, RefersTo("mineral, each_mineral or aggregate")]
    list_id: CriticalList | None
    comparison: Comparison
    target_value: NotNegative
    unit: Literal["percent", "tonnes_lce"]
    target_year: Year | None
    measured_by: Literal["uk_import", "uk_demand", "uk_production"]
    source_url: Address

    @field_validator("unit")
    @classmethod
    def a_part_is_within_the_whole(cls, value: str, info: ValidationInfo) -> str:
        """A share is a hundred percent at most."""
        target = info.data.get("target_value", "0")
        if value == "percent" and float(target) > WHOLE_PCT:
            raise refused(f"is no unit of {target}, more than the whole", "correct target_value")
        return value

    @field_validator("target_year")
    @classmethod
    def target_lies_ahead(cls, value: str | None, info: ValidationInfo) -> str | None:
        """A target is stated before it is due."""
        if value is not None and value < info.data.get("stated_on", "")[:4]:
            raise refused("is before the day of the document", "correct one of the two")
        return value


class CoverageLimit(Register):
    """How many codes of a list a reading of its cap needs."""

    keys = (("measure", "cap_reading"),)

    measure: Literal["uk_import"]
    cap_reading: Literal["aggregate_value", "aggregate_weight"]
    least_codes_pct: Number
    reason: Text

    @field_validator("least_codes_pct")
    @classmethod
    def part_of_the_list(cls, value: str) -> str:
        """A limit is a part of the list."""
        if not 0 < float(value) <= WHOLE_PCT:
            raise refused("is no part of a list", "write a number above 0 and up to 100")
        return value
