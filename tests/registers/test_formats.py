"""What each format of a column takes and refuses."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from orchestration.build.registers import kinds

FORMATS: list[tuple[Any, list[str], list[str]]] = [
    (kinds.Number, ["1", "-2.5", "0"], ["1,5", "1 000", "1e3", "inf", "nan", "٣", "."]),
    (kinds.Positive, ["0.0000002", "10"], ["0", "0.0", "-1", "many"]),
    (kinds.Whole, ["0", "36"], ["-1", "3.0", "٣"]),
    (kinds.Year, ["1975", "2035"], ["75", "1066", "20355"]),
    (kinds.Day, ["2026-02-26"], ["26.02.2026", "2026-02-30", "20260226", "2026-2-6", "2026-02"]),
    (kinds.Period, ["2026", "2026-02", "2026-02-26"], ["2026-13", "26", "2026-02-30", "2026-2"]),
    (
        kinds.Dated,
        ["2025", "2025-12", "2025-12-01", "2025-12-01/2025-12-04"],
        ["2025-12-04/2025-12-01", "2025-12/2026-01", "2025-12-01/", "soon"],
    ),
    (kinds.Pattern, [r"^tin\S*$", "a|b"], ["(", "a(?!b)", "(?<=a)b", r"(a)\1", "Tin"]),
    (
        kinds.Address,
        ["https://www.gov.uk/a", "http://x.org/"],
        ["www.gov.uk", "https://x", "https://x.org", "ftp://x.y"],
    ),
    (kinds.Slug, ["rare_earths", "cr2o3_content"], ["Rare earths", "_x", "x__y", "x-y", "2x"]),
    (kinds.CountryCode, ["KAZ", "OTHER", "USA_CAN"], ["KZ", "kaz", "KAZ_", "Kazakhstan"]),
    (kinds.HsCode, ["740311", "010121"], ["7403.11", "7403", "74031100", "74O311", "٧٤٠٣١١"]),
    (kinds.LowerCase, ["metr. t"], ["Mt"]),
]


@pytest.mark.parametrize(("kind", "text"), [(k, text) for k, good, _ in FORMATS for text in good])
def test_what_fits_is_taken(kind: Any, text: str) -> None:
    assert TypeAdapter(kind).validate_python(text) == text


@pytest.mark.parametrize(("kind", "text"), [(k, text) for k, _, bad in FORMATS for text in bad])
def test_what_does_not_fit_is_refused_with_a_way_out(kind: Any, text: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        TypeAdapter(kind).validate_python(text)
    (found,) = refusal.value.errors()
    assert set(found["ctx"]) == {"problem", "way_out"}
