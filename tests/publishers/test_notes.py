"""Notes become codes for the cells that they are about; the notes themselves go no further."""

from __future__ import annotations

import pytest

from orchestration.publishers.usgs_mcs.notes import figure_in, marks_of, note_rules, read_note

YEARS = (2022, 2023)


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("Also estimated in 2022", "estimated"),
        ("Production in 2021 is also estimated.", "estimated"),
        ("Estimated .-- Source: somebody.", "estimated"),
        ("W for 23-24", "withheld"),
        ("NA", "not_available"),
        ("xx", "not_calculable"),
        ("Excludes U.S. Production", "excludes_united_states"),
        ("Included with “Other countries.”", "included_with_other_countries"),
        ("Included in World total", "included_in_world_total"),
        ("U.S. data are included with ilmenite", "included_with_ilmenite"),
        ("Less than ½unit.", "less_than_half_unit"),
        ('Categorized as "Very Small"', "qualitative_very_small"),
        ("Moderate to Large", "qualitative_moderate_to_large"),
        ("Considered to be large", "qualitative_large"),
        ("Small", "qualitative_small"),
        ("Crude Ore, million metric tons", "million_tonnes_unit"),
        ("(Reserve data is thousand metric tons).", "thousand_tonnes_unit"),
        ("Rounded to the nearest 100,000 tons to avoid disclosing.", "rounded_to_100000_tons"),
        ("Data are rounded to the nearest hundred thousand tons.", "rounded_to_100000_tons"),
        ("Rounded to the nearest 5,000 tons", "rounded_to_5000_tons"),
        ("Rounded to two significant digits to avoid disclosing", "rounded_to_2_digits"),
        ("Data are rounded to no more than two significant digits", "rounded_to_at_most_2_digits"),
        ("Rounded to one significant digit", "rounded_to_1_digits"),
        ("Company notes nobody has a rule for", "other"),
    ],
)
def test_codes(note: str, code: str) -> None:
    assert code in marks_of((note,), 2022, YEARS)


@pytest.mark.parametrize(
    "note",
    [
        "Estimated reserves data were included only if new.",
        "Other countries estimated to still have capacity include two.",
        'Estimated to be "Large"',
        "",
    ],
)
def test_not_every_estimated_is_an_estimate(note: str) -> None:
    assert "estimated" not in marks_of((note,), 2022, YEARS)


def test_reported_counts_for_the_named_year_only() -> None:
    assert marks_of(("Reported in 2022",), 2022, YEARS) == {"reported"}
    assert marks_of(("Reported in 2022",), 2023, YEARS) == set()


def test_reported_without_year_leaves_the_newest_year_alone() -> None:
    assert marks_of(("reproted",), 2022, YEARS) == {"reported"}
    assert marks_of(("Reported.",), 2023, YEARS) == set()
    assert marks_of(("Reported.",), 2025, ()) == {"reported"}, "one figure per row: it is meant"


def test_reported_in_a_year_not_printed_means_the_earlier_one() -> None:
    assert "reported" in marks_of(("Production was reported in 2021.",), 2022, YEARS)
    assert "reported" not in marks_of(("Production was reported in 2021.",), 2023, YEARS)


def test_a_code_for_one_year_stays_with_it() -> None:
    assert marks_of(("na for 2023",), 2023, YEARS) == {"not_available"}
    assert marks_of(("na for 2023",), 2022, YEARS) == set()


def test_reported_wins_over_estimated() -> None:
    assert marks_of(("Estimated", "Reported in 2022"), 2022, YEARS) == {"reported"}


def test_a_foreign_gross_weight_is_not_the_basis() -> None:
    note = "For Australia, Joint Ore Reserves Committee reserves were 135 tons, gross weight."
    assert marks_of((note,), None, ()) == {"jorc_differs"}


def test_a_known_note_without_meaning_is_not_other() -> None:
    assert marks_of(("See Appendix C for definitions.",), 2025, ()) == set()


def test_figures_in_notes_are_found() -> None:
    assert figure_in((">1,800,000. In addition, others.",)) == ">1,800,000"
    assert figure_in(("8100",)) == "8100"
    assert figure_in(("About 4% of it", "")) is None
    assert read_note("8100").codes == {"figure_in_note"}


def test_rules_are_well_formed() -> None:
    scopes = {rule.scope for rule in note_rules()}
    assert scopes == {"all", "named_year", "named_or_earlier_year", "ignore"}
    assert all(rule.code.isascii() and rule.code.islower() for rule in note_rules())
    assert all(len(rule.pattern.pattern) <= 120 for rule in note_rules()), "a rule, not a note"
