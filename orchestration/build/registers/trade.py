"""The registers of trade: its levels, and which codes of goods hold which mineral.

Belongs here: one model for each register in `dbt_project/seeds/trade`.
Does not belong here: formats that others share (`kinds.py`), rules between registers (`codes.py`
for these).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ValidationInfo, field_validator

from orchestration.build.registers.kinds import (
    Country,
    HsCode,
    HsEdition,
    LaterHsEdition,
    Mineral,
    Register,
    Slug,
    Stage,
    Text,
    TradeLevel,
    Whole,
    Year,
    YesNo,
    refused,
    shaped,
)

Cn8 = Annotated[
    str, shaped(r"[0-9]{8}", "is no code of the Combined Nomenclature", "write its eight digits")
]
Fraction = Annotated[
    str,
    shaped(
        r"0\.[0-9]*[1-9]|1", "is no part of a whole", "write 0.1879, or 1 for the element alone"
    ),
]

Percent = Annotated[
    str, shaped(r"(100|[0-9]{1,2})(\.[0-9]+)?", "is no percentage", "write a number from 0 to 100")
]

MOST_PCT = 50


class TradeLevelRow(Register):
    """How far goods are processed."""

    keys = (("trade_level",), ("level_no",))

    trade_level: Slug
    level_no: Whole
    processing_step: Whole | None
    meaning: Text


class HsBridge(Register):
    """A mineral that a code of the Harmonised System holds."""

    keys = (("hs_edition", "hs_code", "mineral_id"),)

    hs_edition: HsEdition
    hs_code: HsCode
    mineral_id: Mineral
    trade_level: TradeLevel
    stage: Stage | None
    form: Slug | None
    goods: Text
    code_kind: Literal["single", "group", "bundle"]
    content_factor: Fraction | None
    factor_kind: Literal["stoichiometric", "stated"] | None
    factor_source: Text | None
    note: Text | None

    @field_validator("form")
    @classmethod
    def a_table_has_stage_and_form(cls, value: str | None, info: ValidationInfo) -> str | None:
        """A production table is named by its stage and form, or not at all."""
        if (value is None) != (info.data.get("stage") is None) and "stage" in info.data:
            raise refused("does not fit stage", "fill in stage and form, or neither")
        return value

    @field_validator("content_factor")
    @classmethod
    def a_bundle_has_no_content(cls, value: str | None, info: ValidationInfo) -> str | None:
        """What a bundle holds of one mineral lies between nothing and all."""
        if value is not None and info.data.get("code_kind") == "bundle":
            raise refused("is the content of a bundle, which nobody knows", "leave it blank")
        return value

    @field_validator("factor_kind", "factor_source")
    @classmethod
    def a_content_has_a_source(cls, value: str | None, info: ValidationInfo) -> str | None:
        """A content has a kind and a source; no content has neither."""
        content = info.data.get("content_factor")
        if "content_factor" in info.data and (value is None) != (content is None):
            raise refused("does not fit content_factor", "fill in all three of them, or none")
        return value

    @field_validator("note")
    @classmethod
    def a_bundle_says_what_else(cls, value: str | None, info: ValidationInfo) -> str | None:
        """A bundle says what it holds besides."""
        if value is None and info.data.get("code_kind") == "bundle":
            raise refused("nothing says what else the bundle holds", "fill this column")
        return value


class HsCodeSpan(Register):
    """A code that not every edition of the Harmonised System has."""

    keys = (("hs_code",),)

    hs_code: HsCode
    first_edition: HsEdition
    last_edition: HsEdition
    note: Text


class HsCodeLeftOut(Register):
    """A code that leads to no mineral."""

    keys = (("hs_edition", "hs_code"),)

    hs_edition: HsEdition
    hs_code: HsCode
    reason: Text


class HsConcordance(Register):
    """A code of a later edition and a code of HS92 that hold the same goods, or some of them."""

    keys = (("hs_edition", "hs_code", "hs92_code"),)

    hs_edition: LaterHsEdition
    hs_code: HsCode
    hs92_code: HsCode
    correspondence: Literal["same", "split", "merged", "overlapping"]
    basis: Literal["un_conversion", "texts"]
    note: Text | None


class Cn8Bridge(Register):
    """A line of the United Kingdom's list of codes: a code and the mineral it is listed for."""

    keys = (("cn8", "mineral_as_printed"),)

    cn8: Cn8
    hs_code: HsCode
    mineral_as_printed: Text
    mineral_id: Mineral | None
    trade_level: TradeLevel
    is_shared_cn8: YesNo
    is_bundle_at_hs6: YesNo
    note: Text | None

    @field_validator("hs_code")
    @classmethod
    def eight_digits_begin_with_six(cls, value: str, info: ValidationInfo) -> str:
        """The Combined Nomenclature adds two digits to the Harmonised System's six."""
        if value != info.data.get("cn8", value)[:6]:
            raise refused("is not how cn8 begins", "correct one of the two")
        return value

    @field_validator("note")
    @classmethod
    def without_a_mineral_says_why(cls, value: str | None, info: ValidationInfo) -> str | None:
        """A line that stands for no mineral of ours says why."""
        if value is None and info.data.get("mineral_id", "") is None:
            raise refused("nothing says why the line has no mineral", "fill this column")
        return value


class TradeHub(Register):
    """A country that mostly ships on what others made."""

    keys = (("country_id",),)

    country_id: Country
    first_year: Year
    last_year: Year
    ore_codes: Whole
    ores_imported_pct: Percent
    metals_imported_pct: Percent
    reason: Text

    @field_validator("last_year")
    @classmethod
    def evidence_has_an_end_after_its_start(cls, value: str, info: ValidationInfo) -> str:
        """The years of the evidence run forwards."""
        if value < info.data.get("first_year", ""):
            raise refused("is before first_year", "correct one of the two")
        return value

    @field_validator("metals_imported_pct")
    @classmethod
    def a_hub_ships_on_most(cls, value: str, info: ValidationInfo) -> str:
        """Imports reach at least half of what a hub exports, of ores or of metals."""
        if "ores_imported_pct" in info.data and not _most(value, info.data["ores_imported_pct"]):
            raise refused("is below half, as ores_imported_pct is: no hub", "delete the row")
        return value


def _most(*shares: str) -> bool:
    return max(map(float, shares)) >= MOST_PCT
