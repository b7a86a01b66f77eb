"""A hundred questions: what is asked, by which tool, and SQL that answers it by another way.

The SQL asks the release itself, from the tables nearest to print, not the server's own queries. A
question that may not be answered has SQL that shows why: it finds nothing, or it finds too much.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

NEWEST = "usgs_mcs_2026"


@dataclass(frozen=True)
class Question:
    """A question with an answer.

    Args:
        text: as a person asks it.
        tool: which is called.
        args: with these.
        sql: one row for each expected row; its columns are compared by name.
        of: rows of the answer that the question is about, by value.
    """

    text: str
    tool: str
    args: dict[str, Any]
    sql: str
    of: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Refused:
    """A question that has to be refused.

    Args:
        text: as a person asks it.
        tool: which is called.
        args: with these.
        sql: counts what an answer would need.
        says: words that the refusal has to have.
        found: the count that makes it a refusal: none, or how many things a name may mean.
    """

    text: str
    tool: str
    args: dict[str, Any]
    sql: str
    says: str
    found: int = 0


def _share(
    text: str, mineral: str, country: str, key: str, stage: str = "mine", form: str = "all"
) -> Question:
    mineral_id, country_id = key.split(" ")
    table = {"edition_id": NEWEST, "stage": stage, "form": form}
    return Question(
        text,
        "production_shares",
        {"mineral": mineral, "country": country},
        f"""
        select quantity_tonnes, share_pct, share_min_pct, share_max_pct, share_all_min_pct,
            share_all_max_pct, excludes, value_as_printed, source_file_id, source_row
        from marts.fct_production
        where edition_id = '{NEWEST}' and mineral_id = '{mineral_id}' and stage = '{stage}'
            and form = '{form}' and country_id = '{country_id}' and year = 2025
        """,  # noqa: S608
        table,
    )


def _largest(text: str, mineral: str, mineral_id: str, stage: str = "mine") -> Question:
    return Question(
        text,
        "production_shares",
        {"mineral": mineral},
        f"""
        select country_id, quantity_tonnes from marts.fct_production
        where edition_id = '{NEWEST}' and mineral_id = '{mineral_id}' and stage = '{stage}'
            and form = 'all' and year = 2025 and country_id not in
            (select country_id from marts.dim_country where is_residual)
        order by quantity_tonnes desc nulls last limit 1
        """,  # noqa: S608
        {"edition_id": NEWEST, "stage": stage, "form": "all", "share_rank": 1},
    )


def _index(text: str, mineral: str, mineral_id: str, stage: str = "mine") -> Question:
    return Question(
        text,
        "concentration",
        {"mineral": mineral},
        f"""
        select sum(share_pct * share_pct) as hhi, max(share_pct) as top1_share_pct,
            any_value(excludes) as excludes
        from marts.fct_production as p
        inner join marts.dim_country as c using (country_id)
        where edition_id = '{NEWEST}' and mineral_id = '{mineral_id}' and stage = '{stage}'
            and form = 'all' and year = 2025 and not c.is_residual
        """,  # noqa: S608
        {"edition_id": NEWEST, "stage": stage, "form": "all"},
    )


def _limit(text: str, mineral: str, mineral_id: str, stage: str = "mine") -> Question:
    return Question(
        text,
        "single_country_cap",
        {"mineral": mineral},
        f"""
        select case when max(share_all_min_pct) > 60 then true
            when max(share_all_max_pct) <= 60 then false end as is_above_cap,
            max(share_pct) as top_share_pct
        from marts.fct_production as p
        inner join marts.dim_country as c using (country_id)
        where edition_id = '{NEWEST}' and mineral_id = '{mineral_id}' and stage = '{stage}'
            and form = 'all' and year = 2025 and not c.is_residual
        """,  # noqa: S608
        {"edition_id": NEWEST, "stage": stage, "form": "all"},
    )


def _reserves(text: str, mineral: str, country: str, key: str) -> Question:
    mineral_id, country_id = key.split(" ")
    return Question(
        text,
        "reserves",
        {"mineral": mineral, "country": country},
        f"""
        select quantity_tonnes, quantity_min_tonnes, quantity_max_tonnes, value_as_printed,
            source_file_id, source_row
        from marts.fct_reserves where edition_id = '{NEWEST}' and mineral_id = '{mineral_id}'
            and country_id = '{country_id}' and form = 'all'
        """,  # noqa: S608
        {"edition_id": NEWEST, "form": "all"},
    )


def _name(text: str, name: str, kind: str, subject_id: str) -> Question:
    return Question(
        text,
        "find_name",
        {"name": name},
        f"""
        select name, language, '{kind}' as kind, '{subject_id}' as subject_id
        from marts.dim_name where kind = '{kind}' and subject_id = '{subject_id}'
        """,  # noqa: S608
    )


ANSWERED: list[Question] = [
    # facts about production, in three languages
    _share("What share of cobalt does the DRC mine?", "cobalt", "DRC", "cobalt COD"),
    _share("Какую долю кобальта добывает Индонезия?", "кобальт", "Индонезия", "cobalt IDN"),
    _share("Қытай вольфрамның қанша бөлігін өндіреді?", "вольфрам", "Қытай", "tungsten CHN"),
    _share("How much copper does Kazakhstan mine?", "copper", "Kazakhstan", "copper KAZ"),
    _share("Сколько меди добывает Казахстан?", "медь", "Казахстан", "copper KAZ"),
    _share("Қазақстан қанша мыс өндіреді?", "мыс", "Қазақстан", "copper KAZ"),
    _share("What is Chile's share of mined copper?", "copper", "CHL", "copper CHL"),
    _share("Australia's share of lithium?", "lithium", "Australia", "lithium AUS"),
    _share("Доля Австралии в литии?", "литий", "Австралия", "lithium AUS"),
    _share("How much nickel comes from Indonesia?", "nickel", "Indonesia", "nickel IDN"),
    _share("China's share of rare earths mined?", "REE", "China", "rare_earths CHN"),
    _share("Доля Китая в редких землях?", "редкие земли", "КНР", "rare_earths CHN"),
    _share("Brazil and niobium?", "niobium", "Brazil", "niobium BRA"),
    _share("South Africa's platinum?", "platinum", "ZA", "platinum ZAF"),
    _share("Platinum of the ОАР?", "платина", "ОАР", "platinum ZAF"),
    _share("Russia's palladium?", "palladium", "Russia", "palladium RUS"),
    _share("Zaire's cobalt, by its old name?", "Co", "Zaire", "cobalt COD"),
    _share("Who refines gallium, China?", "gallium", "China", "gallium CHN", "refinery"),
    _share("Magnesium metal from China?", "magnesium", "China", "magnesium CHN", "smelter"),
    _share("Bismuth refined in China?", "висмут", "Китай", "bismuth CHN", "refinery"),
    _share("Guinea's bauxite?", "bauxite", "Guinea", "aluminium GIN", "mine", "bauxite"),
    # traps: what is withheld has bounds and no share
    _share("How much lithium does the United States mine?", "lithium", "USA", "lithium USA"),
    _share("АҚШ қанша литий өндіреді?", "литий", "АҚШ", "lithium USA"),
    Question(
        "What did edition 2023 print for cobalt of the DRC in 2022?",
        "production_shares",
        {"mineral": "cobalt", "country": "COD", "edition": "usgs_mcs_2023", "year": 2022},
        """
        select quantity_tonnes, share_pct, source_row from marts.fct_production
        where edition_id = 'usgs_mcs_2023' and mineral_id = 'cobalt' and country_id = 'COD'
            and year = 2022
        """,
    ),
    Question(
        "What does the IEA count as refined cobalt of China?",
        "production_shares",
        {"mineral": "cobalt", "country": "China", "stage": "refinery"},
        """
        select share_pct, share_all_min_pct, share_all_max_pct, source_row
        from marts.fct_production where edition_id = 'iea_2025' and mineral_id = 'cobalt'
            and stage = 'refinery' and country_id = 'CHN'
        """,
    ),
    Question(
        "Kazakhstan's share of uranium in 2022?",
        "production_shares",
        {"mineral": "уран", "country": "KZ", "year": 2022},
        """
        select quantity_tonnes, share_pct, source_row from marts.fct_production
        where edition_id = 'wmd_2026' and mineral_id = 'uranium' and country_id = 'KAZ'
            and year = 2022
        """,
        {"edition_id": "wmd_2026"},
    ),
    Question(
        "The European Union's share of mined copper?",
        "production_shares",
        {"mineral": "copper", "country": "EU", "stage": "mine"},
        f"""
        select sum(p.quantity_tonnes) as quantity_tonnes, sum(p.share_pct) as share_pct
        from marts.fct_production as p
        where p.edition_id = '{NEWEST}' and p.mineral_id = 'copper' and p.stage = 'mine'
            and p.year = 2025 and p.country_id in (
                select country_id from marts.dim_country_group
                where group_id = 'eu' and member_to is null
            )
        """,  # noqa: S608
        {"edition_id": NEWEST},
    ),
    _largest("Who mines most cobalt?", "cobalt", "cobalt"),
    _largest("Кто добывает больше всего вольфрама?", "вольфрам", "tungsten"),
    _largest("Who mines most iodine?", "iodine", "iodine"),
    _largest("Indium: who is first?", "indium", "indium", "refinery"),
    _largest("Who smelts most magnesium?", "magnesium", "magnesium", "smelter"),
    # concentration and the limit of 60%
    _index("How concentrated is cobalt?", "cobalt", "cobalt"),
    _index("Насколько сосредоточена добыча ниобия?", "ниобий", "niobium"),
    _index("HHI of mined nickel?", "nickel", "nickel"),
    _index("HHI of refined gallium?", "gallium", "gallium", "refinery"),
    _limit("Is gallium above 60% from one country?", "gallium", "gallium", "refinery"),
    _limit("Is fluorspar above the limit?", "fluorspar", "fluorspar"),
    _limit("Is gold above the limit?", "gold", "gold"),
    _limit("Is mercury above the limit for certain?", "mercury", "mercury"),
    # reserves
    _reserves("Lithium reserves of Chile?", "lithium", "Chile", "lithium CHL"),
    _reserves("Запасы кобальта в ДРК?", "кобальт", "ДРК", "cobalt COD"),
    _reserves("Австралияның никель қоры?", "никель", "Аустралия", "nickel AUS"),
    _reserves("Tungsten reserves of China?", "W", "China", "tungsten CHN"),
    # lists, evidence, claims, policy
    Question(
        "Which lines does the UK strategy print?",
        "critical_list",
        {"list_name": "uk strategy"},
        """
        select member_no, mineral_id, source_row from marts.fct_list_member
        where list_id = 'uk_strategy_2025'
        """,
    ),
    Question(
        "And the US list of 2018?",
        "critical_list",
        {"list_name": "us_2018"},
        "select member_no, mineral_id from marts.fct_list_member where list_id = 'us_2018'",
    ),
    Question(
        "What does Kazakhstan produce of the UK strategy?",
        "country_evidence",
        {"country": "Kazakhstan", "list_name": "uk_strategy_2025"},
        """
        select member_no, is_produced, reason, edition_id, source_row
        from marts.fct_country_list_evidence
        where country_id = 'KAZ' and list_id = 'uk_strategy_2025'
        """,
    ),
    Question(
        "Does Kazakhstan produce hafnium? (nobody knows)",
        "country_evidence",
        {"country": "Қазақстан", "list_name": "us 2025", "mineral": "hafnium"},
        """
        select null as is_produced, reason from marts.fct_country_list_evidence
        where country_id = 'KAZ' and list_id = 'us_2025' and member_as_printed ilike 'hafnium'
        """,
    ),
    Question(
        "Does Australia produce lithium?",
        "country_evidence",
        {"country": "Australia", "list_name": "eu_2023", "mineral": "Li"},
        f"""
        select true as is_produced, source_file_id, source_row from marts.fct_production
        where edition_id = '{NEWEST}' and mineral_id = 'lithium' and country_id = 'AUS'
            and year = 2025
        """,  # noqa: S608
    ),
    Question(
        "Does Kazakhstan supply more than 40% of uranium? (2024)",
        "claim",
        {"claim": "C03"},
        """
        select 'refuted' as verdict, share_pct as measured_value, source_row
        from marts.fct_production where mineral_id = 'uranium' and country_id = 'KAZ'
            and edition_id = 'wmd_2026' and year = 2024 and share_pct < 40
        """,
        {"edition_id": "wmd_2026", "year": 2024},
    ),
    Question(
        "Was the US list's number of minerals said rightly?",
        "claim",
        {"claim": "US list names 60"},
        """
        select count(distinct member_no) as measured_value, 'supported' as verdict
        from marts.fct_list_member where list_id = 'us_2025'
        """,
        {"reads_as": "as_said"},
    ),
    Question(
        "Which export controls concern gallium?",
        "policy_measures",
        {"name": "gallium"},
        """
        select policy_measure_id, source_url from marts.fct_policy_measure
        inner join marts.fct_policy_measure_mineral using (policy_measure_id)
        where mineral_id = 'gallium' and fct_policy_measure.kind = 'export_control'
        """,
    ),
    Question(
        "С кем у Казахстана соглашения?",
        "policy_measures",
        {"name": "Казахстан", "kind": "agreement"},
        """
        select policy_measure_id, source_url from marts.fct_policy_measure
        where kind = 'agreement' and 'KAZ' in (party_a, party_b)
        """,
    ),
    Question(
        "With whom does the European Union have agreements?",
        "policy_measures",
        {"name": "European Union", "kind": "agreement"},
        """
        select policy_measure_id, source_url from marts.fct_policy_measure
        where kind = 'agreement' and 'eu' in (party_a, party_b)
        """,
    ),
    # trade and prices, then projections
    Question(
        "Who sells most copper ore by value?",
        "exporters",
        {"mineral": "copper", "year": 2022},
        """
        select country_id, value_usd, net_kg from marts.fct_trade_exporter
        where hs_code = '260300' and year = 2022 and is_latest_vintage
        order by value_usd desc limit 5
        """,
        {"hs_code": "260300"},
    ),
    Question(
        "Kazakhstan's rank in copper ore, 2022?",
        "country_exports",
        {"country": "Kazakhstan", "year": 2022},
        """
        with ranked as (
            select country_id, rank() over (order by value_usd desc) as rank_value, value_usd
            from marts.fct_trade_exporter
            where hs_code = '260300' and year = 2022 and is_latest_vintage
        )
        select rank_value, value_usd from ranked where country_id = 'KAZ'
        """,
        {"hs_code": "260300"},
    ),
    Question(
        "Where does the UK buy copper ore?",
        "import_origins",
        {"mineral": "медь"},
        """
        select share_pct, share_min_pct, share_max_pct from marts.fct_import_origin
        where importer_id = 'GBR' and mineral_id = 'copper' and trade_level = 'ore'
            and is_latest_vintage
        qualify year = max(year) over () order by value_usd desc limit 1
        """,
        {"importer_id": "GBR", "trade_level": "ore"},
    ),
    Question(
        "What did cobalt cost in 2024?",
        "prices",
        {"mineral": "cobalt", "year": 2024},
        """
        select form, value, value_min, value_max, unit, source_row from marts.fct_price
        where mineral_id = 'cobalt' and year = 2024 and is_latest_vintage
        """,
    ),
    Question(
        "How far does the US depend on imports of gallium?",
        "us_import_reliance",
        {"mineral": "галлий"},
        """
        select nir_pct, nir_min_pct, nir_max_pct, value_as_printed, source_row
        from marts.fct_net_import_reliance
        where mineral_id = 'gallium' and is_latest_vintage qualify year = max(year) over ()
        """,
    ),
    Question(
        "Whom does the US import cobalt from?",
        "us_import_sources",
        {"mineral": "cobalt"},
        """
        select country_id, share_pct, share_min_pct, share_max_pct, source_row
        from marts.fct_import_source where mineral_id = 'cobalt' and is_latest_vintage
        """,
    ),
    Question(
        "What does the IEA project for lithium in 2030?",
        "outlook",
        {"mineral": "lithium", "year": 2030},
        """
        select country_as_printed, quantity_tonnes, source_row from marts.fct_outlook
        where mineral_id = 'lithium' and year = 2030
        """,
    ),
    # comparisons, agreement, revisions
    Question(
        "Chile or Peru: who mines more copper?",
        "compare",
        {"left": "Chile", "right": "Peru"},
        f"""
        select country_id as subject_id, share_pct as value, share_all_min_pct as value_min,
            share_all_max_pct as value_max, source_row
        from marts.fct_production where edition_id = '{NEWEST}' and mineral_id = 'copper'
            and stage = 'mine' and year = 2025 and country_id in ('CHL', 'PER')
        """,  # noqa: S608
        {"edition_id": NEWEST, "mineral_id": "copper", "stage": "mine"},
    ),
    Question(
        "Is cobalt or nickel more concentrated?",
        "compare",
        {"left": "cobalt", "right": "nickel"},
        f"""
        select mineral_id as subject_id, sum(share_pct * share_pct) as value
        from marts.fct_production inner join marts.dim_country using (country_id)
        where edition_id = '{NEWEST}' and mineral_id in ('cobalt', 'nickel') and stage = 'mine'
            and form = 'all' and year = 2025 and not is_residual group by all
        """,  # noqa: S608
        {"measure": "concentration (HHI)"},
    ),
    Question(
        "Do USGS and the IEA agree on Chile's copper mines in 2024?",
        "source_agreement",
        {"mineral": "copper", "country": "Chile", "year": 2024},
        """
        select l.quantity_tonnes as left_tonnes, r.quantity_tonnes as right_tonnes,
            l.source_row as left_source_row, r.source_row as right_source_row
        from marts.fct_production as l inner join marts.fct_production as r
            using (mineral_id, stage, form, country_id, year)
        where mineral_id = 'copper' and country_id = 'CHL' and year = 2024 and stage = 'mine'
            and least(l.edition_id, r.edition_id) = 'iea_2025' and l.source_id < r.source_id
            and l.is_latest_vintage and r.is_latest_vintage
        """,
        {"stage": "mine"},
    ),
    Question(
        "What did edition 2026 revise about the DRC's cobalt of 2024?",
        "revisions",
        {"from_edition": "usgs_mcs_2025", "to_edition": "usgs_mcs_2026", "mineral": "cobalt"},
        """
        select o.quantity_tonnes as from_tonnes, n.quantity_tonnes as to_tonnes,
            o.source_row as from_source_row, n.source_row as to_source_row
        from marts.fct_production as o inner join marts.fct_production as n
            using (mineral_id, stage, form, country_id, year)
        where o.edition_id = 'usgs_mcs_2025' and n.edition_id = 'usgs_mcs_2026'
            and mineral_id = 'cobalt' and country_id = 'COD' and year = 2024
        """,
        {"country_id": "COD", "year": 2024},
    ),
    # names and SQL
    _name("What is мыс?", "мыс", "mineral", "copper"),
    _name("Who is ҚХР?", "ҚХР", "country", "CHN"),
    _name("Что такое РЗЭ?", "РЗЭ", "mineral", "rare_earths"),
    Question(
        "SQL: the source rows of the DRC's cobalt",
        "query",
        {
            "sql": "select edition_id, source_file_id, source_row, quantity_tonnes,"
            " quantity_min_tonnes, quantity_max_tonnes from marts.fct_production"
            " where mineral_id = 'cobalt' and country_id = 'COD' order by 1, 3"
        },
        """
        select edition_id, source_row, quantity_tonnes from marts.fct_production
        where mineral_id = 'cobalt' and country_id = 'COD'
        """,
    ),
]

_PRODUCED = "select count(*) from marts.fct_production where mineral_id = '{}'"
_ROWS = "select count(*) from marts.fct_production where mineral_id = '{}' and {}"


def _no_production(text: str, name: str, mineral_id: str, says: str = "counts") -> Refused:
    return Refused(text, "production_shares", {"mineral": name}, _PRODUCED.format(mineral_id), says)


REFUSED: list[Refused] = [
    _no_production("Who produces hafnium?", "hafnium", "hafnium"),
    _no_production("Кто производит рутений?", "рутений", "ruthenium"),
    _no_production("Who produces scandium?", "scandium", "scandium"),
    _no_production("Цезийді кім өндіреді?", "Цезий", "caesium"),
    _no_production("Who mines neodymium?", "neodymium", "neodymium", "Rare earths"),
    _no_production("Кто добывает диспрозий?", "диспрозий", "dysprosium", "Rare earths"),
    _no_production("Тербий?", "Tb", "terbium", "Rare earths"),
    Refused(
        "How concentrated is iridium?",
        "concentration",
        {"mineral": "iridium"},
        "select count(*) from marts.fct_concentration where mineral_id = 'iridium'",
        "counts Iridium by itself",
    ),
    Refused(
        "HHI of boron? (its rows do not compare)",
        "concentration",
        {"mineral": "бор"},
        "select count(hhi) from marts.fct_concentration where mineral_id = 'boron'",
        "no comparable world",
    ),
    Refused(
        "Is rubidium above 60%?",
        "single_country_cap",
        {"mineral": "rubidium"},
        "select count(*) from marts.fct_single_country_cap where mineral_id = 'rubidium'",
        "counts Rubidium by itself",
    ),
    Refused(
        "How much cobalt does Kazakhstan mine? (not named, not zero)",
        "production_shares",
        {"mineral": "cobalt", "country": "Kazakhstan"},
        _ROWS.format("cobalt", "country_id = 'KAZ'"),
        "unknown, not zero",
    ),
    Refused(
        "Қазақстан қанша литий өндіреді?",
        "production_shares",
        {"mineral": "литий", "country": "Қазақстан"},
        _ROWS.format("lithium", "country_id = 'KAZ'"),
        "unknown, not zero",
    ),
    Refused(
        "Germany's tungsten?",
        "production_shares",
        {"mineral": "tungsten", "country": "Germany"},
        _ROWS.format("tungsten", "country_id = 'DEU' and is_latest_vintage and year = 2025"),
        "unknown, not zero",
    ),
    Refused(
        "Cobalt mined in 1990?",
        "production_shares",
        {"mineral": "cobalt", "year": 1990},
        _ROWS.format("cobalt", "year = 1990"),
        "leave an option out",
    ),
    Refused(
        "Cobalt mined in 2030? (a projection is no production)",
        "production_shares",
        {"mineral": "cobalt", "year": 2030},
        _ROWS.format("cobalt", "year = 2030"),
        "leave an option out",
    ),
    Refused(
        "Smelted cobalt?",
        "production_shares",
        {"mineral": "cobalt", "stage": "smelter"},
        _ROWS.format("cobalt", "stage = 'smelter'"),
        "mine 2025",
    ),
    Refused(
        "Cobalt in edition 2019?",
        "production_shares",
        {"mineral": "cobalt", "edition": "usgs_mcs_2019"},
        _ROWS.format("cobalt", "edition_id = 'usgs_mcs_2019'"),
        "usgs_mcs_2026",
    ),
    Refused(
        "How much does Congo mine? (which?)",
        "production_shares",
        {"mineral": "cobalt", "country": "congo"},
        "select count(distinct subject_id) from marts.dim_name where kind = 'country'"
        " and language = 'en' and name ilike 'congo (%'",
        "COG (Congo (Brazzaville))",
        found=2,
    ),
    Refused(
        "Who mines diamond? (gem or industrial)",
        "production_shares",
        {"mineral": "diamond"},
        "select count(distinct subject_id) from marts.dim_name"
        " where kind in ('mineral', 'product') and name ilike '%diamond%'",
        "Gem diamond",
        found=2,
    ),
    Refused(
        "Who produces unobtainium?",
        "production_shares",
        {"mineral": "unobtainium"},
        "select count(*) from marts.dim_name where name ilike 'unobtainium'",
        "is called 'unobtainium'",
    ),
    Refused(
        "What is Wakanda's share of vanadium?",
        "production_shares",
        {"mineral": "vanadium", "country": "Wakanda"},
        "select count(*) from marts.dim_name where name ilike 'wakanda'",
        "is called 'Wakanda'",
    ),
    Refused(
        "Lithium reserves of France?",
        "reserves",
        {"mineral": "lithium", "country": "France"},
        "select count(*) from marts.fct_reserves where mineral_id = 'lithium'"
        " and country_id = 'FRA'",
        "not the same as none",
    ),
    Refused(
        "Reserves of hafnium?",
        "reserves",
        {"mineral": "гафний"},
        "select count(*) from marts.fct_reserves where mineral_id = 'hafnium'",
        "counts Hafnium by itself",
    ),
    Refused(
        "Compare cobalt with Chile",
        "compare",
        {"left": "cobalt", "right": "Chile"},
        "select count(*) from marts.dim_mineral where mineral_name = 'Chile'",
        "two names of one kind",
    ),
    Refused(
        "Compare cobalt with iridium",
        "compare",
        {"left": "cobalt", "right": "iridium"},
        _PRODUCED.format("iridium"),
        "counts Iridium by itself",
    ),
    Refused(
        "Do two sources agree on gallium?",
        "source_agreement",
        {"mineral": "gallium"},
        "select count(*) from marts.fct_source_agreement where mineral_id = 'gallium'",
        "a second source",
    ),
    Refused(
        "What changed from edition 2022 to 2026?",
        "revisions",
        {"from_edition": "usgs_mcs_2022", "to_edition": "usgs_mcs_2026", "mineral": "cobalt"},
        "select count(*) from marts.fct_revision where from_edition_id = 'usgs_mcs_2022'"
        " and to_edition_id = 'usgs_mcs_2026'",
        "that follow each other",
    ),
    Refused(
        "Canada's list of critical minerals?",
        "critical_list",
        {"list_name": "canada"},
        "select count(*) from marts.dim_critical_list where list_id ilike '%can%'",
        "us_2025",
    ),
    Refused(
        "The US list? (which of three)",
        "watchlist",
        {"list_name": "us"},
        "select count(*) from marts.dim_critical_list where jurisdiction = 'US'",
        "us_2018",
        found=3,
    ),
    Refused(
        "Does Kazakhstan produce gypsum for the UK list?",
        "country_evidence",
        {"country": "KAZ", "list_name": "uk_strategy_2025", "mineral": "gypsum"},
        "select count(*) from marts.fct_list_member where list_id = 'uk_strategy_2025'"
        " and mineral_id = 'gypsum'",
        "a mineral of that list",
    ),
    Refused(
        "Were fifty countries in Washington?",
        "claim",
        {"claim": "C11"},
        "select count(*) from marts.fct_claim_check where claim_id = 'C11'"
        " and verdict <> 'not_measurable'",
        "Nothing held here measures",
    ),
    Refused(
        "Is the moon made of titanium?",
        "claim",
        {"claim": "moon made of titanium"},
        "select count(*) from marts.dim_claim where claim ilike '%moon%'",
        "the key of one claim",
    ),
    Refused(
        "Export controls of France?",
        "policy_measures",
        {"name": "Франция"},
        "select count(*) from marts.fct_policy_measure where kind = 'export_control'"
        " and party_a = 'FRA'",
        "not the same as no measure",
    ),
    Refused(
        "Tariffs of the United States?",
        "policy_measures",
        {"name": "USA", "kind": "tariff"},
        "select count(*) from marts.fct_policy_measure where kind = 'tariff'",
        "a register of their own",
    ),
    Refused(
        "Who sells bromine?",
        "exporters",
        {"mineral": "bromine"},
        "select count(*) from marts.fct_trade_exporter where hs_code in"
        " (select hs_code from marts.dim_trade_code where mineral_id = 'bromine')",
        "in no file here",
    ),
    Refused(
        "Kazakhstan's exports in 1980?",
        "country_exports",
        {"country": "Kazakhstan", "year": 1980},
        "select count(*) from marts.fct_trade_exporter where year = 1980",
        "exporters are kept from 2015 on",
    ),
    Refused(
        "What does uranium cost today?",
        "prices",
        {"mineral": "uranium"},
        "select count(*) from marts.fct_price where mineral_id = 'uranium'",
        "daily prices",
    ),
    Refused(
        "Cobalt's price in 2030?",
        "prices",
        {"mineral": "cobalt", "year": 2030},
        "select count(*) from marts.fct_price where year = 2030",
        "an edition that prints one",
    ),
    Refused(
        "US reliance on imports of uranium?",
        "us_import_reliance",
        {"mineral": "уран"},
        "select count(*) from marts.fct_net_import_reliance where mineral_id = 'uranium'",
        "an edition that prints it",
    ),
    Refused(
        "What will tin production be in 2040?",
        "outlook",
        {"mineral": "tin", "year": 2040},
        "select count(*) from marts.fct_outlook where mineral_id = 'tin'",
        "nothing is extrapolated",
    ),
    Refused(
        "Lithium in 2050?",
        "outlook",
        {"mineral": "lithium", "year": 2050},
        "select count(*) from marts.fct_outlook where year = 2050",
        "nothing is extrapolated",
    ),
]
