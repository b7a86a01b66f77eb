"""The registers of agreements and export controls, and of the series of United States trade.

Belongs here: one model for each register in `dbt_project/seeds/policy` and `…/dependence`.
Does not belong here: formats that others share (`kinds.py`), rules between registers (`across.py`).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ValidationInfo, field_validator

from orchestration.build.registers.kinds import (
    Address,
    Dated,
    Mineral,
    Names,
    Party,
    Pattern,
    Register,
    Slug,
    Stage,
    Text,
    Whole,
    Year,
    YesNo,
    refused,
)


class PolicyMeasure(Register):
    """An agreement with one partner, or a control of one country on one commodity."""

    keys = (("policy_measure_id",),)

    policy_measure_id: Slug
    instrument_id: Slug
    kind: Literal["agreement", "export_control"]
    control_type: (
        Literal["export_ban", "temporary_export_ban", "export_quota", "export_licence"] | None
    )
    party_a: Party
    party_b: Party | None
    signed_on: Dated | None
    printed_date: Text | None
    year: Year
    scope: Literal["critical_minerals", "raw_materials", "trade", "general", "export_control"]
    instrument: Text
    minerals_as_printed: Text
    source_name: Text
    source_url: Address
    note: Text | None

    @field_validator("control_type")
    @classmethod
    def a_control_has_a_type(cls, value: str | None, info: ValidationInfo) -> str | None:
        """An export control has a type, an agreement has none."""
        return _only(value, info, "export_control")

    @field_validator("party_b", "signed_on")
    @classmethod
    def an_agreement_is_with_somebody(cls, value: str | None, info: ValidationInfo) -> str | None:
        """An agreement has a partner and a date, an export control has neither."""
        return _only(value, info, "agreement")

    @field_validator("year")
    @classmethod
    def year_of_the_date(cls, value: str, info: ValidationInfo) -> str:
        """The year is that of the signing."""
        if value != (info.data.get("signed_on") or value)[:4]:
            raise refused("is not the year of signed_on", "correct one of the two")
        return value

    @field_validator("scope")
    @classmethod
    def a_control_is_about_exports(cls, value: str, info: ValidationInfo) -> str:
        """`export_control` is the scope of controls, and of nothing else."""
        kind = info.data.get("kind", value)
        if (value == "export_control") != (kind == "export_control") and "kind" in info.data:
            raise refused(f"is no scope of an {kind}", "correct the scope or the kind")
        return value

    @field_validator("note")
    @classmethod
    def another_date_has_a_reason(cls, value: str | None, info: ValidationInfo) -> str | None:
        """Where our date is not the printed one, the note says why."""
        signed, printed = info.data.get("signed_on"), info.data.get("printed_date")
        if value is None and signed and printed and signed != printed:
            raise refused("nothing says why the date is not the printed one", "fill this column")
        return value


def _only(value: str | None, info: ValidationInfo, kind: str) -> str | None:
    """A column that rows of this kind fill, and others leave blank."""
    if "kind" in info.data and (value is not None) != (info.data["kind"] == kind):
        way_out = f"an {kind} fills this column, the other kind leaves it blank"
        raise refused(f"does not fit kind {info.data['kind']}", way_out)
    return value


class PolicyMeasureMineral(Register):
    """A mineral that a measure bears on."""

    keys = (("policy_measure_id", "mineral_id"),)

    policy_measure_id: Annotated[str, Names("agreement or control")]
    mineral_id: Mineral
    covers: Literal[
        "all",
        "raw",
        "ore_and_concentrate",
        "refined",
        "processed",
        "waste_and_scrap",
        "items_and_technology",
    ]
    stage: Stage | None
    is_primary_supply: YesNo


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
