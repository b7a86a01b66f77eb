"""Headers are read by pattern: every spelling that was printed, and none that only looks so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.publishers.usgs_mcs.headers import Header, is_type_in_header, parse_header

PRINTED = {
    "Prod_t_2021": ("production", None, "t", 2021, False),
    "Prod_kt_Est_2022": ("production", None, "kt", 2022, True),
    "Prod_t_est_2021": ("production", None, "t", 2021, True),
    "Prod_Sponge_t_Est_2023": ("production", "Sponge", "t", 2023, True),
    "Cap_Pigment_t_2023": ("capacity", "Pigment", "t", 2023, False),
    "Cap_kg_2022": ("capacity", None, "kg", 2022, False),
    "Reserves_Mt": ("reserves", None, "Mt", None, False),
    "Reserves_kt_2023": ("reserves", None, "kt", 2023, False),
    "Reserves_ore_K2O_equiv_kt": ("reserves", "ore_K2O_equiv", "kt", None, False),
    "PROD_2023": ("production", None, None, 2023, False),
    "PROD_EST_ 2024": ("production", None, None, 2024, True),
    "CAP_EST_ 2024": ("capacity", None, None, 2024, True),
    "RESERVES_2024": ("reserves", None, None, 2024, False),
}


@pytest.mark.parametrize("text", PRINTED)
def test_printed_value_headers(text: str) -> None:
    header = parse_header(text)
    assert header.kind == "value"
    assert header[2:] == PRINTED[text]
    assert header.text == text


@pytest.mark.parametrize(
    "text", ["Prod_note", "Prod_notes", "CAP_NOTES", "RESERVE_NOTES", "Reserves_notes"]
)
def test_note_headers(text: str) -> None:
    assert parse_header(text).kind == "note"


@pytest.mark.parametrize(
    "text",
    [
        "Production_kt_2022",
        "Prod kt 2022",
        "Prod_2022_kt_2023",
        "Output_t",
        "Prod_est_kt_2022",
        "Prod__2022_kt",
    ],
)
def test_unknown_headers(text: str) -> None:
    assert parse_header(text).kind == "unknown"


def test_outer_blanks_and_case_do_not_matter() -> None:
    assert parse_header("\u00a0 SOURCE ").kind == "source"
    assert parse_header("unit_meas").kind == "unit"
    assert parse_header("  ").kind == "unnamed"


def test_type_text_may_stand_in_the_header() -> None:
    assert is_type_in_header(parse_header("Mine production, fluorspar"))
    assert not is_type_in_header(parse_header("Kind"))
    assert not is_type_in_header(Header("type", "production"))


@settings(deadline=None)
@given(
    statistic=st.sampled_from(["Prod", "PROD", "Cap", "Reserves"]),
    detail=st.lists(st.from_regex(r"[A-Z][a-z]{4,8}", fullmatch=True), max_size=2),
    unit=st.from_regex(r"[a-zA-Z]{1,4}", fullmatch=True).filter(
        lambda u: u.lower() not in ("est", "note")
    ),
    year=st.integers(2000, 2099),
    est=st.sampled_from(["", "est", "Est", "EST"]),
)
def test_any_unit_detail_and_year_parse(
    statistic: str, detail: list[str], unit: str, year: int, est: str
) -> None:
    tokens = [statistic, *detail, unit, *([est] if est else []), str(year)]
    header = parse_header("_".join(tokens))
    assert header.kind == "value"
    assert (header.unit, header.year, header.is_estimated) == (unit, year, bool(est))
    assert header.detail == ("_".join(detail) or None)
