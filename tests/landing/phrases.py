"""Notes in our words, one for each code: what printed editions say beside figures."""

from __future__ import annotations

PHRASES = {
    "basis_calcined": "Calcined equivalent weight",
    "basis_content": "4% beryllium content",
    "basis_crude_ore": "Crude ore",
    "basis_gross_weight": "Gross weight",
    "basis_zro2_content": "ZrO2 content",
    "estimated": "Estimated",
    "excludes_part_of_united_states": "Excludes U.S. production of sponge",
    "excludes_puerto_rico": "Excludes production from Puerto Rico",
    "excludes_scrap": "Excludes traded scrap",
    "excludes_united_states": "Excludes U.S. production",
    "imports_only": "Defined as imports",
    "included_in_world_total": "Included in World total",
    "included_in_world_total_natural": "Production is included in World total, natural",
    "included_in_world_total_synthetic": "Production is included in World total, synthetic",
    "included_with_ilmenite": "Included with ilmenite",
    "included_with_other_countries": "Included with Other countries",
    "includes_crude_ore": "Includes production of crude ore",
    "includes_estimates": "Contains Geological Survey estimates",
    "includes_hong_kong": "Includes Hong Kong",
    "includes_puerto_rico": "Includes Puerto Rico",
    "jorc_differs": "The Joint Ore Reserves Committee counts otherwise",
    "less_than_half_unit": "Less than ½ unit",
    "no_reliable_data": "No reliable data",
    "other": "A remark that no rule knows",
    "other_producers_possible": "Others may have produced it",
    "production_quota": "Production quota",
    "reported": "Reported",
    "rounded_to_protect": "Rounded to one digit to avoid disclosing a company",
    "sold_or_used": "Sold or used",
    "stock_changes": "With adjustments for stocks",
    "thousand_carats_unit": "Data in thousands of carats",
    "yearend_capacity": "Yearend operating capacity",
    "shifted_row": "",
}
RELIANCE_PHRASES = {
    **PHRASES,
    "definition_printed": "Defined as what is bought",
    "government_stocks_end_2022": "Beginning in 2023, Government stock changes no longer included",
    "industry_stock_changes": "With adjustments for industry stock changes",
    "not_calculable": "No meaningful net import reliance",
}
SALIENT_PHRASES = {
    **PHRASES,
    "includes_estimates": "Includes U.S. Geological Survey estimates",
    "less_than_100000_tons": "Less than 100,000 tons",
    "less_than_500_carats": "Less than 500 carats",
    "rounded_to_100000_tons": "Rounded to the nearest 100,000 tons",
    "rounded_to_1_digit": "Rounded to one significant digit",
    "rounded_to_2_digits": "Rounded to two significant digits",
    "rounded_to_5000_tons": "Rounded to the nearest 5,000 tons",
}
WORLD_PHRASES = {**PHRASES, "not_calculable": "Totals cannot be calculated"}
