"""The registers of what printed tables, units and signs mean, and corrections.

Belongs here: one model for each register in `dbt_project/seeds/cells`.
Does not belong here: formats that others share (`kinds.py`), rules between registers (`across.py`).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ValidationInfo, field_validator

from orchestration.build.registers.kinds import (
    EditionId,
    LowerCase,
    Mineral,
    Pattern,
    Positive,
    RefersTo,
    Register,
    Slug,
    SourceId,
    Stage,
    Statistic,
    Text,
    Whole,
    Year,
    YesNo,
    refused,
    shaped,
)

_NAME_PATTERN = shaped(
    r"\^[a-z0-9]{3}.*",
    "does not begin with ^ and three plain letters",
    "begin it so: only names with these letters are compared",
)


Anything = Literal["*"]


class CommodityName(Register):
    """A pattern of a commodity's name."""

    keys = (("source_id", "name_pattern"),)

    source_id: SourceId
    name_pattern: Annotated[Pattern, _NAME_PATTERN]
    commodity: Slug


class TableRule(Register):
    """A rule that says what a printed table counts."""

    keys = (("rule_no",),)

    rule_no: Whole
    source_id: SourceId
    commodity: Slug
    table_pattern: Pattern | None
    country_pattern: Pattern | None
    statistic: Statistic | Literal["any"]
    counts_as: Statistic | None
    mineral_id: Mineral
    stage: Stage
    form: Slug
    basis: Literal["gross", "content", "oxide", "u3o8", "carats", "gas_volume"]
    is_comparable: YesNo
    set_aside_reason: Slug | None
    note: Text | None


class RowMerge(Register):
    """Two printed rows that are parts of one figure."""

    keys = (("merge_id",),)

    merge_id: Slug
    source_id: SourceId
    mineral_id: Mineral
    stage: Stage
    form: Slug
    base_country_pattern: Pattern
    added_country_pattern: Pattern
    why: Text


class Unit(Register):
    """A unit as printed."""

    keys = (("unit_as_printed",),)

    unit_as_printed: LowerCase
    dimension: Literal["mass", "carats", "gas_volume"]
    to_tonnes: Positive | None
    to_cubic_metres: Positive | None
    note: Text | None

    @field_validator("to_tonnes")
    @classmethod
    def weight_has_a_factor(cls, value: str | None, info: ValidationInfo) -> str | None:
        """Mass and carats have a factor to tonnes, gases have none."""
        return _factor(value, info, wanted=info.data.get("dimension") in ("mass", "carats"))

    @field_validator("to_cubic_metres")
    @classmethod
    def gas_has_a_factor(cls, value: str | None, info: ValidationInfo) -> str | None:
        """Gases have a factor to cubic metres, the others have none."""
        return _factor(value, info, wanted=info.data.get("dimension") == "gas_volume")


def _factor(value: str | None, info: ValidationInfo, *, wanted: bool) -> str | None:
    if "dimension" in info.data and (value is not None) != wanted:
        problem = "the factor is missing" if wanted else "is a factor that the dimension has not"
        raise refused(problem, "gas_volume has to_cubic_metres, mass and carats have to_tonnes")
    return value


class GasDensity(Register):
    """The density of a gas that is counted by volume."""

    keys = (("mineral_id",),)

    mineral_id: Mineral
    kg_per_cubic_metre: Positive
    note: Text


class ValueToken(Register):
    """A sign or words in place of a figure."""

    keys = (("token_pattern",),)

    token_pattern: Pattern
    value_status: Literal[
        "by_note", "withheld", "not_available", "zero", "below_unit", "included_elsewhere", "word"
    ]
    meaning: Text


class Correction(Register):
    """An error of a publisher that is put right."""

    keys = (("correction_id",),)

    correction_id: Slug
    edition_id: EditionId
    file_name: Text
    commodity_as_printed: Text
    table_pattern: Pattern | None
    country_as_printed: Text
    statistic: Statistic | Anything
    year: Year | Anything
    field: Literal["unit_as_printed", "value_as_printed", "statistic"]
    expect: Text | None
    correct_to: Text
    why: Text
    evidence: Text

    @field_validator("correct_to")
    @classmethod
    def something_changes(cls, value: str, info: ValidationInfo) -> str:
        """A correction that puts the same text back corrects nothing."""
        if value == info.data.get("expect"):
            raise refused("is what the cells print already", "write what is meant")
        return value


class SalientSeries(Register):
    """What a printed series of the salient statistics counts."""

    keys = (
        (
            "edition_id",
            "commodity_as_printed",
            "series_as_printed",
            "unit_as_printed",
            "series_no",
        ),
    )

    edition_id: EditionId | None
    commodity_as_printed: LowerCase
    series_as_printed: Text
    unit_as_printed: Text | None
    series_no: Whole
    mineral_id: Mineral | None
    statistic: (
        Literal[
            "production",
            "imports",
            "exports",
            "consumption_apparent",
            "consumption_reported",
            "consumption_estimated",
            "consumption",
            "supply_apparent",
            "recycled",
            "sales",
            "shipments",
            "government_shipments",
            "stocks",
            "price",
            "employment",
            "share_of_output",
            "net_import_reliance",
        ]
        | None
    )
    step: Literal["mine", "smelter", "refinery", "primary", "secondary"] | None
    form: Slug | None
    unit_meant: Annotated[str, RefersTo("unit as printed")] | None
    set_aside_reason: Slug | None
    why: Text | None

    @field_validator("set_aside_reason")
    @classmethod
    def counted_or_set_aside(cls, value: str | None, info: ValidationInfo) -> str | None:
        """A series has a mineral, a statistic and a form, or a reason to be set aside."""
        said = [info.data.get(name) is not None for name in ("mineral_id", "statistic", "form")]
        if any(said) == (value is not None) or any(said) != all(said):
            raise refused(
                "is not plain: counted, or set aside",
                "write mineral_id, statistic and form, or set_aside_reason alone",
            )
        return value

    @field_validator("why")
    @classmethod
    def what_is_not_as_printed_has_a_reason(
        cls, value: str | None, info: ValidationInfo
    ) -> str | None:
        """A header that is not taken at its word has a reason."""
        if value is None and (info.data.get("unit_meant") or info.data.get("edition_id")):
            raise refused("is blank, though the header is not taken at its word", "say why")
        return value


class SalientUnit(Register):
    """A unit of the salient statistics that is none of mass or volume."""

    keys = (("unit_as_printed",),)

    unit_as_printed: LowerCase
    unit: Literal[
        "usd",
        "usd_per_tonne",
        "usd_per_carat",
        "usd_per_litre",
        "usd_per_metric_ton_unit",
        "square_metres",
        "people",
        "percent",
        "index",
        "none",
    ]
    factor: Positive
    note: Text | None
