"""What HMRC says the United Kingdom buys, against what BACI says: two witnesses of one trade.

HMRC's figures are of customs and by where goods were consigned from, here as another project has
flattened them: imports by month from June 2024, in USD. BACI's are reconciled from both sides'
reports, by where goods come from. They meet in the codes that both hold and in seven months of
2024, stretched to twelve.

Belongs here: what must hold between the two.
Does not belong here: either by itself.
"""

from __future__ import annotations

from pathlib import Path
from statistics import median
from typing import NamedTuple

import duckdb
import pytest

from orchestration.settings import Settings

pytestmark = pytest.mark.slow

EXTRACT = "hmrc_ots_consignment_2024_2026.csv"
COAL = "270112"
"""The extract holds coking coal alone (27011210); the code of six digits holds all of it."""
FARTHEST = 2.0
SQL = """
    with months as (
        select hs6 as hs_code, partner as partner_id, value_usd::double as usd, qty_kg::double as kg
        from read_csv('{extract}', all_varchar = true)
        where flow = 'import' and period between '202406' and '202412'
    ),
    partners as (
        select hs_code, partner_id, sum(usd) as usd, sum(kg) as kg from months group by all
    ),
    consigned as (
        select
            hs_code, 12 * sum(usd) / 7 as usd, 12 * sum(kg) / 7 as kg,
            arg_max(partner_id, usd) as leader_id
        from partners group by hs_code
    ),
    reconciled as (
        select
            hs_code, sum(value_usd) as usd, sum(net_kg) as kg,
            arg_max(partner_id, value_usd) as leader_id
        from marts.fct_import_origin
        where importer_id = 'GBR' and subject_kind = 'code' and hs_edition = 'HS92' and year = 2024
        group by hs_code
    )
    select
        hs_code, consigned.usd / reconciled.usd, consigned.kg / reconciled.kg,
        consigned.leader_id, reconciled.leader_id,
        consigned.leader_id in (select partner_id from marts.fct_import_origin where is_hub)
    from consigned inner join reconciled using (hs_code)
"""


class Pair(NamedTuple):
    """A code in both: HMRC's total by BACI's, in USD and kilograms, and whom each names first."""

    hs_code: str
    usd: float
    kg: float
    consigned_by: str
    reconciled_to: str
    is_by_a_hub: bool


@pytest.fixture(scope="module")
def pairs(released: Settings, publisher_files: Path) -> list[Pair]:
    (extract,) = publisher_files.rglob(EXTRACT)
    with duckdb.connect(str(released.build_database), read_only=True) as connection:
        rows = connection.execute(SQL.format(extract=extract)).fetchall()
    return [Pair(*row) for row in rows]


def test_the_same_trade_is_seen_by_both(pairs: list[Pair]) -> None:
    """A unit that is wrong anywhere, or months that are missing, would show as a factor."""
    whole = [pair for pair in pairs if pair.hs_code != COAL]
    assert len(whole) == len(pairs) - 1 >= 12
    for pair in whole:
        assert 1 / FARTHEST < pair.usd < FARTHEST, pair
        assert 1 / FARTHEST < pair.kg < FARTHEST, pair
    # customs count what is paid at the border, freight and insurance included; BACI does not
    assert 0.8 < median(pair.usd for pair in whole) < 1.25
    assert [pair.usd < 1 / FARTHEST for pair in pairs if pair.hs_code == COAL] == [True]


def test_where_they_name_another_country_first_it_is_mostly_a_hub(pairs: list[Pair]) -> None:
    """By consignment the Netherlands and Belgium lead; by origin they hardly ever do."""
    others = [pair for pair in pairs if pair.consigned_by != pair.reconciled_to]
    assert len(others) > len(pairs) / 2
    hubs = [pair for pair in others if pair.is_by_a_hub]
    assert len(hubs) / len(others) > 0.7
    same = [pair for pair in pairs if pair not in others]
    assert not [pair for pair in same if pair.is_by_a_hub]
