"""One text, one subject or a choice: every name of the release, and whatever else is typed."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.build.names import COUNTRY, GROUP, MINERAL, PRODUCT, Names, Subject, plain
from tests.names.conftest import subject_of


def meant(names: Names, text: str) -> list[str]:
    return [names.key_of(subject) for subject in names.resolve(text).found]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("aluminum", "aluminium"), ("Aluminium", "aluminium"), ("cesium", "caesium"),
        ("sulphur", "sulfur"), ("wolfram", "tungsten"), ("columbium", "niobium"),
        ("REE", "rare_earths"), ("ree", "rare_earths"), ("rare earths", "rare_earths"),
        ("rare-earths", "rare_earths"), ("  Rare   EARTHS ", "rare_earths"),
        ("PGM", "platinum_group_metals"), ("coking coal", "metallurgical_coal"),
        ("Turkey", "TUR"), ("turkiye", "TUR"), ("Türkiye", "TUR"), ("TÜRKİYE", "TUR"),
        ("UK", "GBR"), ("U.K.", "GBR"), ("GB", "GBR"), ("US", "USA"), ("u.s.a.", "USA"),
        ("the United States", "USA"), ("DRC", "COD"), ("Zaire", "COD"), ("D.R. Congo", "COD"),
        ("UAE", "ARE"), ("Burma", "MMR"), ("Swaziland", "SWZ"), ("KZ", "KAZ"), ("kaz", "KAZ"),
        ("kaza", "KAZ"), ("galliu", "gallium"), ("cobal", "cobalt"),
        ("Guinea", "GIN"), ("Niger", "NER"), ("Ireland", "IRL"), ("China", "CHN"),
        ("Côte d'Ivoire", "CIV"), ("cote d’ivoire", "CIV"), ("côte-d'ivoire", "CIV"),
        ("Казахстан", "KAZ"), ("Қазақстан", "KAZ"), ("КАЗАХСТАН", "KAZ"), ("Ұлыбритания", "GBR"),
        ("США", "USA"), ("АҚШ", "USA"), ("уран", "uranium"), ("мыс", "copper"), ("темір", "iron"),
        ("редкоземельные металлы", "rare_earths"), ("сирек жер металдары", "rare_earths"),
        ("сурьма", "antimony"), ("плавиковый шпат", "fluorspar"), ("цезий", "caesium"),
        ("тяжелые редкоземельные металлы", "rare_earths_heavy"), ("глинозем", "Alumina"),
        ("bauxite", "Bauxite"), ("Bastnäsite", "Rare-earth ore"), ("U₃O₈", "Yellowcake"),
        ("european union", "eu"), ("Средняя Азия", "central_asia"),
        ("Казакстан", "KAZ"), ("кытай", "CHN"), ("кумис", "silver"), ("коргасын", "lead"),
        ("potassium", "potash"), ("K", "potash"), ("F", "fluorspar"), ("Ba", "barite"),
        ("BA", "BIH"), ("felspar", "feldspar"), ("haematite", "Iron ore"),
        ("lepidolite", "Spodumene"), ("ferro-silicon", "Ferrosilicon"), ("saudi", "SAU"),
        ("kazakhst", "KAZ"), ("казахст", "KAZ"), ("european unio", "eu"),
    ],
)  # fmt: skip
def test_what_people_type_means_one_thing(names: Names, typed: str, key: str) -> None:
    assert meant(names, typed) == [key]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("Congo", {"COD", "COG"}),
        ("Конго", {"COD", "COG"}),
        ("Korea", {"KOR", "PRK"}),
        ("graphite", {"graphite_battery", "graphite_natural", "graphite_synthetic"}),
        ("C", {"graphite_battery", "graphite_natural", "graphite_synthetic"}),
        ("diamond", {"diamond_industrial", "Gem diamond"}),
        ("coltan", {"Tantalite", "Pyrochlore"}),
        ("co", {"cobalt", "COL"}),
        ("virgin islands", {"VGB", "VIR"}),
        ("sodium", {"salt", "soda_ash"}),
        ("Na", {"salt", "soda_ash"}),
        ("carbon", {"graphite_battery", "graphite_natural", "graphite_synthetic"}),
        ("africa", {"CAF", "NAM", "ZAF"}),
        ("carbonate", {"lithium", "soda_ash"}),
        ("rock", {"phosphate_rock", "salt"}),
        ("iron and steel", {"Pig iron", "Raw steel"}),
        ("magnet", {"Iron ore", "Mined magnet rare earths", "Refined magnet rare earths"}),
    ],
)
def test_what_may_mean_several_things_is_a_choice(names: Names, typed: str, keys: set[str]) -> None:
    answer = names.resolve(typed)
    assert answer.subject is None
    assert {names.key_of(subject) for subject in answer.found} == keys


def test_a_name_as_it_is_written_comes_first(names: Names) -> None:
    assert meant(names, "Co") == ["cobalt"]
    assert meant(names, "CO") == ["COL"]
    assert meant(names, "Ni") == ["nickel"]
    assert meant(names, "NI") == ["NIC"]


def test_a_part_counts_only_where_nothing_is_called_so(names: Names) -> None:
    assert meant(names, "iron") == ["iron"]
    assert {"rare_earths", "rare_earths_heavy", "rare_earths_light"} < set(meant(names, "rare"))
    assert meant(names, "GR") == ["GRC"], "two letters are a code, never a part"
    assert meant(names, "reece") == [], "a part begins a word"


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("Asia", ["central_asia"]), ("coal", ["metallurgical_coal"]),
        ("уголь", ["metallurgical_coal"]), ("cathode", ["Refined copper"]),
        ("arab emirates", ["ARE"]), ("new guinea", ["GIN", "PNG"]), ("marshall", ["MHL"]),
        ("battery", ["graphite_battery"]),
    ],
)  # fmt: skip
def test_words_from_within_one_name_are_a_hint_and_no_answer(
    names: Names, typed: str, keys: list[str]
) -> None:
    """Thermal coal is not metallurgical coal, though no other coal is held."""
    answer = names.resolve(typed)
    assert answer.found == ()
    assert [names.key_of(subject) for subject in answer.alike] == keys


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("sponge titanium", "Titanium sponge"), ("copper, refined", "Refined copper"),
        ("Congo, Democratic Republic of the", "COD"), ("Republic of Moldova", "MDA"),
        ("Democratic People's Republic of Korea", "PRK"), ("China (mainland)", "CHN"),
        ("China, People's Republic of", "CHN"), ("Islamic Republic of Iran", "IRN"),
        ("Plurinational State of Bolivia", "BOL"), ("Bolivarian Republic of Venezuela", "VEN"),
        ("Kazakhstan, Republic of", "KAZ"), ("Kazakhstan (Republic of)", "KAZ"),
        ("Gambia, The", "GMB"), ("Bahamas, The", "BHS"), ("Guinea, Equatorial", "GNQ"),
    ],
)  # fmt: skip
def test_the_words_of_a_name_mean_it_in_any_order(names: Names, typed: str, key: str) -> None:
    assert meant(names, typed) == [key]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Cobalt (Co)", "cobalt"), ("Lithium (Li)", "lithium"), ("Tin (Sn)", "tin"),
        ("Rare Earth Elements (REE)", "rare_earths"), ("Congo (DRC)", "COD"),
    ],
)  # fmt: skip
def test_a_name_with_another_one_in_brackets_means_what_both_mean(
    names: Names, typed: str, key: str
) -> None:
    assert meant(names, typed) == [key]
    assert meant(names, "Cobalt (Li)") == []


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("P.R. China of today", "CHN"), ("Boliva", "BOL"), ("Republic of Boliva", "BOL"),
        ("Realm of South Africa", "ZAF"), ("Kingdom of Georgia", "GEO"),
        ("Kingdom of Turkey", "TUR"), ("Arab Kingdom of Egypt", "EGY"),
        ("brine of lithium", "lithium"), ("scrap nickel", "nickel"), ("scrap tin", "tin"),
        ("cobalt hydroxide", "cobalt"), ("lead dross", "lead"), ("хромовая порода", "chromium"),
        ("heavy metals", "rare_earths_heavy"), ("grahpite", "graphite_natural"),
        ("рубли Казахстана", "KAZ"),
    ],
)  # fmt: skip
def test_a_name_within_a_text_or_spelt_like_it_is_a_hint(
    names: Names, typed: str, key: str
) -> None:
    answer = names.resolve(typed)
    hints = [names.key_of(subject) for subject in answer.alike]
    assert answer.found == ()
    assert key in hints
    if key not in {"rare_earths_heavy", "graphite_natural"}:
        assert hints[0] == key


def test_a_short_code_is_no_hint(names: Names) -> None:
    """`and` is no Andorra, `coke` no Cook Islands."""
    for typed, code in (("slag and dross", "AND"), ("coke", "COK")):
        assert code not in [names.key_of(subject) for subject in names.resolve(typed).alike]


def test_only_kinds_that_are_asked_for_are_found(names: Names) -> None:
    assert names.resolve("co", {COUNTRY}).subject == Subject(COUNTRY, "COL")
    assert names.resolve("co", {MINERAL}).subject == Subject(MINERAL, "cobalt")
    for symbol, mineral in (("CO", "cobalt"), ("CU", "copper"), ("LI", "lithium")):
        assert names.resolve(symbol, {MINERAL, PRODUCT}).subject == Subject(MINERAL, mineral)
    assert names.resolve("Kazakhstan", {MINERAL, PRODUCT}).found == ()


@pytest.mark.parametrize(
    ("typed", "other", "alike"),
    [
        ("EU", "eu", ["europium"]), ("eu", "eu", ["europium"]), ("G7", "g7", []),
        ("Kazakhstan", "KAZ", []), ("kazakhst", "KAZ", []),
    ],
)  # fmt: skip
def test_a_name_of_another_kind_is_no_answer(
    names: Names, typed: str, other: str, alike: list[str]
) -> None:
    answer = names.resolve(typed, {MINERAL, PRODUCT})
    assert answer.found == ()
    assert [names.key_of(subject) for subject in answer.other] == [other]
    assert [names.key_of(subject) for subject in answer.alike] == alike


@pytest.mark.parametrize(("typed", "key"), [("cobolt", "cobalt"), ("kazhakstan", "KAZ")])
def test_a_misspelt_name_is_a_hint_and_no_answer(names: Names, typed: str, key: str) -> None:
    answer = names.resolve(typed)
    assert answer.found == ()
    assert names.key_of(answer.alike[0]) == key


def test_every_name_means_its_subject_or_a_choice_with_it(
    names: Names, name_rows: list[dict[str, Any]]
) -> None:
    written = {row["name"] for row in name_rows}
    for row in name_rows:
        others = {row["name"].upper(), row["name"].lower(), plain(row["name"])} - written
        for text in (row["name"], *others):
            assert subject_of(row) in names.resolve(text).found, text


def test_every_subject_has_a_key_of_its_own_and_names_in_three_languages(
    names: Names, name_rows: list[dict[str, Any]]
) -> None:
    subjects = {subject_of(row) for row in name_rows}
    languages: dict[Subject, set[str]] = {}
    for row in name_rows:
        languages.setdefault(subject_of(row), set()).add(row["language"])
    assert len(subjects) > 400
    for subject in subjects:
        assert names.resolve(names.key_of(subject)).subject == subject
        if subject.kind in {MINERAL, COUNTRY, GROUP}:
            assert languages[subject] == {"mul", "en", "ru", "kk"}, subject
        assert names.name_of(subject) != ""


@given(text=st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_anything_typed_is_answered(names: Names, text: str) -> None:
    _is_an_answer(names, text)


@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_names_cut_and_mixed_are_answered(names: Names, data: st.DataObject) -> None:
    known = sorted(name for of_one in names.plain_names().values() for name in of_one)
    one, other = (data.draw(st.sampled_from(known)) for _ in range(2))
    cut = data.draw(st.integers(0, len(one)))
    for text in (one[:cut], one[cut:], f"{one[:cut]}{other}", f"{other}\u0301 {one}"):
        _is_an_answer(names, text)


@given(text=st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_the_plain_form_is_final_and_blind_to_how_accents_are_stored(text: str) -> None:
    assert plain(plain(text)) == plain(text).removeprefix("the ")
    assert plain(unicodedata.normalize("NFD", text)) == plain(unicodedata.normalize("NFC", text))


def _is_an_answer(names: Names, text: str) -> None:
    answer = names.resolve(text)
    known = set(names.plain_names())
    assert set(answer.found) <= known
    assert set(answer.alike) <= known
    assert len(set(answer.found)) == len(answer.found)
    assert not (answer.found and answer.alike)
    assert (answer.subject is not None) == (len(answer.found) == 1)
