"""The registers of lists, groups of countries, agreements and export controls.

Belongs here: one model for each register in `dbt_project/seeds/evidence`.
Does not belong here: formats that others share (`kinds.py`), rules between registers (`across.py`).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ValidationInfo, field_validator

from orchestration.build.registers.kinds import (
    Address,
    Country,
    Dated,
    Day,
    Mineral,
    Party,
    RefersTo,
    Register,
    Slug,
    Stage,
    Text,
    Whole,
    Year,
    YesNo,
    refused,
)

# Limits of reason_no, as in the macro three_states.
_UNKNOWN_FROM, _NO_FROM = 20, 40


class CriticalListRow(Register):
    """A version of a government's list."""

    keys = (("list_id",),)

    list_id: Slug
    jurisdiction: Literal["US", "UK", "EU"]
    list_name: Text
    published_on: Day
    citation: Text
    counting_rule: Text
    member_count: Whole
    watch_count: Whole


class EvidenceReason(Register):
    """A reason why a country is said to make a mineral or not; the least of several decides."""

    keys = (("reason_no",), ("reason",))

    reason_no: Whole
    reason: Slug
    is_produced: YesNo | None
    meaning: Text

    @field_validator("is_produced")
    @classmethod
    def numbers_say_the_answer(cls, value: str | None, info: ValidationInfo) -> str | None:
        """Yes comes before what nobody knows, which comes before no."""
        number = int(info.data.get("reason_no", 0))
        if value != ("true" if number < _UNKNOWN_FROM else None if number < _NO_FROM else "false"):
            way_out = f"yes below {_UNKNOWN_FROM}, nobody knows below {_NO_FROM}, no from there on"
            raise refused("is not the answer of its number", way_out)
        return value


class ListMemberMineral(Register):
    """A printed line of a list and a mineral that it stands for."""

    keys = (("list_id", "member_as_printed", "mineral_id"),)
    ignores_case = True

    list_id: Annotated[str, RefersTo("list, or * for all")]
    member_as_printed: Text
    mineral_id: Mineral
    member_kind: Literal["element", "group", "form"]
    note: Text | None


class CountryGroupMember(Register):
    """A country's membership of a group."""

    keys = (("group_id", "country_id", "member_from"),)

    group_id: Slug
    group_name: Text
    country_id: Country
    member_from: Day
    member_to: Day | None
    source_url: Address

    @field_validator("member_to")
    @classmethod
    def ends_after_it_began(cls, value: str | None, info: ValidationInfo) -> str | None:
        """A membership does not end before it begins."""
        if value is not None and value < info.data.get("member_from", ""):
            raise refused("is before member_from", "correct one of the two days")
        return value


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

    @field_validator("party_b")
    @classmethod
    def an_agreement_has_two_parties(cls, value: str | None, info: ValidationInfo) -> str | None:
        """Nobody agrees with themselves."""
        if value is not None and value == info.data.get("party_a"):
            raise refused("is party_a too", "write the other party")
        return value

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

    policy_measure_id: Annotated[str, RefersTo("agreement or control")]
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
