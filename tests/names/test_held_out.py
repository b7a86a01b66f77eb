"""Names as people, publishers and their tables spell them, over the registers.

Few are the text of a row: most differ from theirs in case, marks or accents.
"""

from __future__ import annotations

import pytest

from orchestration.build.names import Names, Subject

GRAPHITES = "graphite_battery graphite_natural graphite_synthetic"

ORES_AND_METALS = {
    "cobalt ore": "cobalt/mine", "ZINC ORE": "zinc/mine", "Tin ore": "tin/mine",
    "lead ore": "lead/mine", "Titanium ore": "titanium/mine", "gold ore": "gold/mine",
    "vanadium ore": "vanadium/mine", "zirconium ore": "zirconium/mine",
    "aluminum ore": "aluminium/mine/bauxite", "aluminum oxide": "aluminium/refinery/alumina",
    "Al₂O₃": "aluminium/refinery/alumina", "Aluminum metal": "aluminium/smelter/all",
    "refined cobalt": "cobalt/refinery", "Refined Nickel": "nickel/refinery",
    "refined bismuth": "bismuth/refinery", "indium metal": "indium/refinery",
    "refined zinc": "zinc", "refined lead": "lead", "refined tin": "tin", "zinc metal": "zinc",
    "tin metal": "tin", "cobalt metal": "cobalt/refinery", "magnesium metal": "magnesium/smelter",
    "iron and steel": "iron/plant/raw_steel iron/smelter/pig_iron",
    "Iron & Steel": "iron/plant/raw_steel iron/smelter/pig_iron",
    "BAUXITE AND ALUMINA": "aluminium/mine/bauxite aluminium/refinery/alumina",
}  # fmt: skip
MINERALS_AND_PRODUCTS = {
    "pitchblende": "uranium/mine", "uraninite": "uranium/mine", "yellow-cake": "uranium/mine",
    "uranium oxide": "uranium/mine", "natural uranium": "uranium", "LCE": "lithium",
    "lithium carbonate": "lithium", "Lithium Hydroxide": "lithium", "refined lithium":
    "lithium/plant", "ferrochrome": "chromium", "Ferro-Chrome": "chromium", "FeV": "vanadium",
    "ferrovanadium": "vanadium", "ferronickel": "nickel", "NPI": "nickel",
    "nickel pig iron": "nickel", "ferromanganese": "manganese", "ferroniobium": "niobium",
    "ferrotungsten": "tungsten", "FeSi": "silicon/plant/ferrosilicon", "V₂O₅": "vanadium",
    "vanadium pentoxide": "vanadium", "titanium dioxide": "titanium", "TiO2": "titanium",
    "titania": "titanium", "titanium slag": "titanium", "zirconia": "zirconium",
    "magnesia": "magnesite", "apt": "tungsten", "ammonium paratungstate": "tungsten",
    "antimony trioxide": "antimony", "germanium dioxide": "germanium", "polysilicon": "silicon",
    "scandium oxide": "scandium", "silicon carbide": "abrasives_manufactured silicon",
    "KCl": "potash", "MOP": "potash", "sylvite": "potash", "sylvinite": "potash",
    "acidspar": "fluorspar", "metspar": "fluorspar", "Cb": "niobium", "TREO": "rare_earths",
    "NdPr": "neodymium praseodymium", "didymium": "neodymium praseodymium",
    "magnet rare-earths": "rare_earths/mine/magnet rare_earths/refinery/magnet",
    "flake graphite": "graphite_natural", "spherical graphite": "graphite_battery graphite_natural",
    "rock salt": "salt", "halite": "salt", "common salt": "salt",
}  # fmt: skip
COUNTRIES = {
    "S. Korea": "KOR", "n korea": "PRK", "PR China": "CHN", "P.R. China": "CHN",
    "Congo, Dem. Rep.": "COD", "Congo Dem. Rep.": "COD", "Congo, Rep.": "COG",
    "Egypt, Arab Rep.": "EGY", "Iran, Islamic Rep.": "IRN", "Korea, Rep.": "KOR",
    "Korea, Dem. People's Rep.": "PRK", "Venezuela, RB": "VEN", "Yemen, Rep.": "YEM",
    "Micronesia, Fed. Sts.": "FSM", "Kingdom of Saudi Arabia": "SAU",
    "Republic of South Africa": "ZAF", "Republic of Turkey": "TUR", "Republic of Turkiye": "TUR",
    "FYR Macedonia": "MKD", "China, Hong Kong SAR": "HKG", "Chinese Taipei": "TWN", "eu27": "eu",
    "EU-27": "eu", "Brasil": "BRA", "deutschland": "DEU", "Espana": "ESP", "Cote D Ivoire": "CIV",
    "U K": "GBR", "U. K.": "GBR", "U S A": "USA", "U. S. A.": "USA", "Abyssinia": "ETH",
    "Gold Coast": "GHA", "Northern Rhodesia": "ZMB", "Southern Rhodesia": "ZWE",
    "South-West Africa": "NAM", "Ceylon": "LKA", "Formosa": "TWN",
    "USSR": "SUN", "СССР": "SUN", "Yugoslavia": "YUG", "East Germany": "DDR",
}  # fmt: skip
RUSSIAN = {
    "Соединенные Штаты Америки": "USA", "Центральноафриканская республика": "CAF", "ЦАР": "CAF",
    "македония": "MKD", "Чешская республика": "CZE", "КНДР": "PRK", "Республика Корея": "KOR",
    "Корея": "KOR PRK", "Китайская народная республика": "CHN",
    "натрий": "salt soda_ash", "фтор": "fluorspar", "барий": "barite", "углерод": GRAPHITES,
    "феррохром": "chromium", "ферромарганец": "manganese", "ферроникель": "nickel",
    "диоксид титана": "titanium", "губчатый титан": "titanium/plant/sponge",
    "хромиты": "chromium/mine", "хромовая руда": "chromium/mine", "цинковая руда": "zinc/mine",
    "свинцовая руда": "lead/mine", "урановая руда": "uranium/mine", "сода": "soda_ash",
    "алмазы": "diamond_industrial gemstones/mine/gem_diamond",
    "закись-окись урана": "uranium/mine", "поликремний": "silicon", "галит": "salt",
}  # fmt: skip
KAZAKH = {
    "мыс кені": "copper/mine", "темір кені": "iron/mine", "темир кени": "iron/mine",
    "уран кені": "uranium/mine", "уран рудасы": "uranium/mine", "мырыш кені": "zinc/mine",
    "қорғасын кені": "lead/mine", "алтын кени": "gold/mine", "хром кені": "chromium/mine",
    "Қытай Халық Республикасы": "CHN", "Кытай Халык Республикасы": "CHN", "натрий": "salt soda_ash",
}  # fmt: skip
# Parts of a country, and what no table counts: thermal coal is not metallurgical coal.
NOTHING = ["England", "Scotland", "Wales", "Англия", "coal", "уголь", "көмір", "кальций"]


@pytest.mark.parametrize(
    ("typed", "subjects"),
    [
        pair
        for spelt in (ORES_AND_METALS, MINERALS_AND_PRODUCTS, COUNTRIES, RUSSIAN, KAZAKH)
        for pair in spelt.items()
    ],
)
def test_a_spelling_means_its_subject_or_a_choice(
    registered: Names, typed: str, subjects: str
) -> None:
    answer = registered.resolve(typed)
    assert {_written(subject) for subject in answer.found} == set(subjects.split())
    assert not answer.is_by_part


@pytest.mark.parametrize("typed", NOTHING)
def test_what_is_not_held_has_no_answer(registered: Names, typed: str) -> None:
    assert registered.resolve(typed).found == ()


def _written(subject: Subject) -> str:
    return "/".join(
        part for part in (subject.subject_id, subject.stage, subject.form) if part is not None
    )
