"""Names as people type them, numbers as people read them, settings that cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from orchestration.cli.output import tonnes
from orchestration.cli.show import _find
from orchestration.ground.errors import AskedError
from orchestration.settings import Settings
from tests.conftest import new_warehouse, run_minerals

KNOWN: list[dict[str, Any]] = [
    {"kind": "country", "id": "CIV", "name": "Côte d’Ivoire", "short": None},
    {"kind": "country", "id": "COD", "name": "Congo (Kinshasa)", "short": None},
    {"kind": "country", "id": "TGO", "name": "Togo", "short": None},
    {"kind": "mineral", "id": "cobalt", "name": "Cobalt", "short": "Co"},
    {"kind": "mineral", "id": "coal_metallurgical", "name": "Metallurgical coal", "short": None},
]


@pytest.mark.parametrize("typed", ["Côte d'Ivoire", "cote d’ivoire", "CIV", "côte-d'ivoire"])
def test_accents_and_apostrophes_do_not_matter(typed: str) -> None:
    assert _find(KNOWN, typed)["id"] == "CIV"


@pytest.mark.parametrize(
    ("typed", "hint"),
    [("congo", "Congo (Kinshasa)"), ("coal", "Metallurgical coal"), ("cobolt", "cobalt")],
)
def test_a_part_of_a_name_is_meant_before_a_name_that_looks_alike(typed: str, hint: str) -> None:
    with pytest.raises(AskedError) as caught:
        _find(KNOWN, typed)
    assert str(caught.value.way_out).startswith(f"did you mean {hint}")


@pytest.mark.parametrize(
    ("quantity", "told"),
    [(0.4, "0.4"), (3.2, "3.2"), (99.4, "99.4"), (230000.4, "230,000"), (1.7e9, "1,700,000,000")],
)
def test_small_quantities_keep_their_digits(quantity: float, told: str) -> None:
    assert tonnes(quantity) == told


def test_no_figure_of_a_large_producer_is_cut(released: Settings) -> None:
    shown = run_minerals(released, "show", "china").stdout
    assert "1,700,000,000 e" in shown
    assert max(len(line) for line in shown.splitlines()) <= 100


def test_a_setting_that_cannot_be_is_named(tmp_path: Path) -> None:
    finished = run_minerals(new_warehouse(tmp_path / "w"), "status", MINERALS_LIVE="perhaps")
    assert finished.returncode == 2
    assert "MINERALS_LIVE" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    settings = new_warehouse(tmp_path / "w")
    finished = run_minerals(settings, "refresh", MINERALS_WAREHOUSE_DIR=str(tmp_path / "file"))
    assert finished.returncode == 2
    assert str(tmp_path / "file") in finished.stderr
    assert "Traceback" not in finished.stderr


def test_a_source_that_nobody_knows_is_no_failure_of_the_network(tmp_path: Path) -> None:
    finished = run_minerals(new_warehouse(tmp_path / "w"), "refresh", "--live", "--source", "nope")
    assert finished.returncode == 2
    assert "usgs_mcs" in finished.stderr
