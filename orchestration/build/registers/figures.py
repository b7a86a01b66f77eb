"""The registers of the series of United States trade.

Belongs here: one model for each register in `dbt_project/seeds/figures`.
Does not belong here: formats that others share (`kinds.py`), rules between registers (`across.py`).
"""

from __future__ import annotations

from typing import Literal

from orchestration.build.registers.kinds import (
    Mineral,
    Pattern,
    Register,
    Slug,
    Stage,
    Text,
    Whole,
    YesNo,
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
