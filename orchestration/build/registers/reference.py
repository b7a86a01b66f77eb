"""The registers of minerals, countries, their names, and editions.

Belongs here: one model for each register in `dbt_project/seeds/reference`.
Does not belong here: formats that others share (`kinds.py`), rules between registers (`across.py`).
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import ValidationInfo, field_validator

from orchestration.build.registers.kinds import (
    CountryCode,
    CountryOrResidual,
    Day,
    LowerCase,
    Mineral,
    MineralGroup,
    Register,
    Slug,
    Stage,
    Text,
    Whole,
    Year,
    YesNo,
    refused,
    shaped,
)

Symbol = Annotated[str, shaped("[A-Z][a-z]?", "is no symbol of an element", "write one such as Al")]
Region = Literal["Africa", "Americas", "Antarctica", "Asia", "Europe", "Oceania"]


class Edition(Register):
    """An edition of a source whose figures ship."""

    keys = (("edition_id",),)

    edition_id: Slug
    source_id: Slug
    source_name: Text
    edition: Text
    published_on: Day | None
    doi_or_url: Text
    licence: Text
    attribution: Text
    retrieved_at: Day
    reserve_year: Year | None
    is_optional: YesNo | None

    @field_validator("edition")
    @classmethod
    def edition_and_its_key_agree(cls, value: str, info: ValidationInfo) -> str:
        """The year that ends the key is in the name of the edition."""
        year = re.search("[0-9]{4}$", info.data.get("edition_id", ""))
        if year and year[0] not in value:
            raise refused(f"does not name {year[0]}, as edition_id does", "correct one of the two")
        return value

    @field_validator("retrieved_at")
    @classmethod
    def retrieved_after_it_was_published(cls, value: str, info: ValidationInfo) -> str:
        """Nobody holds what is not published yet."""
        if value < (info.data.get("published_on") or ""):
            raise refused("is before the day of publication", "correct one of the two days")
        return value


class MineralRow(Register):
    """A mineral, metal or group of them."""

    keys = (("mineral_id",), ("mineral_name",))

    mineral_id: Slug
    mineral_name: Text
    symbol: Symbol | None
    mineral_group: Text
    is_group: YesNo


class BaciCountryCode(Register):
    """A country code of CEPII's BACI."""

    keys = (("country_code",),)

    country_code: Whole
    country_id: CountryOrResidual
    importer_id: Literal["GBR", "USA", "eu"] | None
    why: Text | None


class StageChainRow(Register):
    """A step of a mineral's chain, or a stage that it does not have."""

    keys = (("mineral_id", "stage", "step"),)

    mineral_id: Mineral
    stage: Stage
    step: Slug
    has_step: YesNo
    forms: Text | None
    why_not: Text | None

    @field_validator("why_not")
    @classmethod
    def what_is_no_step_says_why(cls, value: str | None, info: ValidationInfo) -> str | None:
        """A step that exists needs no reason, one that does not has one and is counted nowhere."""
        if (value is None) != (info.data.get("has_step") == "true"):
            raise refused("is filled where has_step is false, and only there", "correct one")
        if value is not None and info.data.get("forms"):
            raise refused("says that there is no step, and tables count it", "correct one")
        return value


class MineralGroupMember(Register):
    """A member of a group of minerals."""

    keys = (("group_id", "mineral_id"),)

    group_id: MineralGroup
    mineral_id: Mineral


class CountryRow(Register):
    """A country, a state that is no more, or a residual."""

    keys = (("country_id",), ("country_name",))

    country_id: CountryCode
    country_name: Text
    region: Region | None
    subregion: Text | None
    is_residual: YesNo
    former_until: Year | None

    @field_validator("is_residual")
    @classmethod
    def a_country_is_somewhere(cls, value: str, info: ValidationInfo) -> str:
        """Only a residual may be in no region."""
        located = info.data.get("region", "") is not None and info.data.get("subregion") is not None
        if value == "false" and not located:
            raise refused("but has no region or subregion", "fill in both, of UN M49")
        return value

    @field_validator("is_residual")
    @classmethod
    def a_country_is_no_residual(cls, value: str, info: ValidationInfo) -> str:
        """A residual in a region is one of several countries, whose codes its own code joins."""
        is_one = "_" not in info.data.get("country_id", "_")
        if value == "true" and is_one and info.data.get("region") is not None:
            raise refused("but is one country of a region", "write false, or blank the region")
        return value


class CountryCodeOfPublisher(Register):
    """A publisher's own code of a country, and whose it is."""

    keys = (("code",),)

    code: Annotated[str, shaped("[A-Z]{3}", "is no code of three letters", "as it is printed")]
    country_id: CountryCode | None
    why: Text


class CountryQualifier(Register):
    """An addition to a country's name that leaves the country what it is."""

    keys = (("qualifier",),)
    ignores_case = True

    qualifier: LowerCase
    why_harmless: Text


class CountryName(Register):
    """A spelling of a country."""

    keys = (("name_as_printed",),)
    ignores_case = True

    name_as_printed: Text
    country_id: CountryOrResidual
    is_whole_only: YesNo | None


Language = Literal["mul", "en", "ru", "kk"]


class NameRow(Register):
    """A name that people use and no other register holds."""

    keys = (("name", "language", "kind", "subject_id", "stage", "form"),)

    name: Text
    language: Language
    kind: Literal["mineral", "country", "group", "product"]
    subject_id: Text
    stage: Stage | None
    form: Slug | None
    name_kind: Literal[
        "name", "id", "abbreviation", "spelling", "official", "everyday", "former", "product_form"
    ]
    is_preferred: YesNo
    is_reviewed: YesNo
    source: Text

    @field_validator("name_kind")
    @classmethod
    def a_product_alone_leads_to_a_stage(cls, value: str, info: ValidationInfo) -> str:
        """A product form is a product's, which has a stage; nothing else has one."""
        signs = {
            value == "product_form",
            info.data.get("kind") == "product",
            info.data.get("stage") is not None,
        }
        if len(signs) > 1:
            way_out = "a product has kind product, a stage and name_kind product_form"
            raise refused("does not fit kind and stage", way_out)
        return value


class CldrName(Register):
    """A name that CLDR gives a country or a group of countries."""

    keys = (("kind", "subject_id", "language"),)

    name: Text
    language: Language
    kind: Literal["country", "group"]
    subject_id: Text
    name_kind: Literal["name", "spelling", "alpha_2"]
    is_preferred: YesNo
    source: Text
