"""A register is plain UTF-8 with its own header, one row a line, and nothing that nobody sees."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.build.registers.check import SCHEMAS, SEEDS, check_registers
from orchestration.build.registers.reading import read_register
from orchestration.ground.errors import AskedError
from tests.conftest import PROJECT_ROOT
from tests.registers.conftest import Registers

Change = Callable[[bytes], bytes]
REGISTER = "gas_densities"


def replaced(old: str, new: str) -> Change:
    return lambda raw: raw.replace(old.encode(), new.encode(), 1)


def first_line(raw: bytes) -> bytes:
    return raw.split(b"\n")[0] + b"\n"


# what happens to the file -> (change, line, position, words of the message)
FAULTY: dict[str, tuple[Change, int, int, str]] = {
    "byte-order mark": (lambda raw: b"\xef\xbb\xbf" + raw, 1, 1, "byte-order mark"),
    "another encoding": (lambda raw: raw.decode().encode("utf-16"), 1, 1, "not UTF-8"),
    "one character of another encoding": (
        lambda raw: raw.replace(b"neon,0.8534,Molar", b"neon,0.8534,\xc4olar"),
        3,
        13,
        "not UTF-8",
    ),
    "empty": (lambda _: b"", 1, 1, "the file is empty"),
    "blank lines only": (lambda _: b"\n \n", 1, 1, "the file is empty"),
    "header only": (first_line, 1, 1, "no rows below the header"),
    "unknown column": (replaced("note", "remark"), 1, 1, "unknown column 'remark'"),
    "missing column": (replaced("note", "remark"), 1, 1, "no column 'note'"),
    "column twice": (replaced("note", "mineral_id"), 1, 1, "names 'mineral_id' twice"),
    "semicolons": (lambda raw: raw.replace(b",", b";"), 1, 1, "unknown column"),
    "a field too many": (replaced("neon,", "neon,,"), 3, 1, "4 fields, the header 3"),
    "a field too few": (replaced("neon,", "neon"), 3, 1, "2 fields, the header 3"),
    "an empty line": (replaced("\nneon", "\n\nneon"), 3, 1, "the line is empty"),
    "commas only": (replaced("\nneon", "\n,,\nneon"), 3, 1, "the line is empty"),
    "a mark not closed": (replaced("neon,0.8534,", 'neon,0.8534,"'), 3, 1, "do not match"),
    "a line break in a field": (replaced("Molar mass 20", '"Molar\nmass 20'), 3, 1, "do not match"),
    "blank before": (replaced("neon", " neon"), 3, 1, "nobody sees"),
    "blank after": (replaced("0.8534", "0.8534 "), 3, 6, "nobody sees"),
    "two blanks": (replaced("mass 20", "mass  20"), 3, 13, "nobody sees"),
    "no-break space": (replaced("mass 20", "mass\u00a020"), 3, 13, "U+00A0"),
    "zero-width space": (replaced("neon", "ne\u200bon"), 3, 1, "U+200B"),
    "tab": (replaced("mass 20", "mass\t20"), 3, 13, "U+0009"),
}


@pytest.mark.parametrize("name", FAULTY)
def test_form_is_judged_with_its_place(name: str, tmp_path: Path) -> None:
    change, line, position, words = FAULTY[name]
    (shipped,) = (PROJECT_ROOT / "dbt_project" / "seeds").rglob(f"{REGISTER}.csv")
    spoilt = change(shipped.read_bytes())
    assert spoilt != shipped.read_bytes()
    path = tmp_path / shipped.name
    path.write_bytes(spoilt)
    _, faults = read_register(path, shipped.name, tuple(SCHEMAS[REGISTER].model_fields))
    found = [f for f in faults if words in f.problem]
    assert [(f.file, f.line, f.position) for f in found] == [(shipped.name, line, position)]
    assert str(found[0]).startswith(f"{shipped.name}:{line}:{position}: ")
    assert found[0].way_out


def test_every_way_to_spoil_a_file_is_tried() -> None:
    assert len(FAULTY) == 22


def test_line_endings_of_windows_are_no_fault(registers: Registers) -> None:
    path = registers.path(REGISTER)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert registers.faults() == ()


def test_order_of_columns_is_no_fault(registers: Registers) -> None:
    path = registers.path(REGISTER)
    fields = [line.split(",", 2) for line in path.read_text().splitlines()]
    path.write_text("".join(f"{b},{a},{c}\n" for a, b, c in fields))
    assert registers.faults() == ()


def test_position_is_that_of_the_field_behind_quoted_ones(registers: Registers) -> None:
    line = registers.add("gas_densities", {"mineral_id": "neon", "kg_per_cubic_metre": "1,5"})
    found = {f.column: f.position for f in registers.faults() if f.line == line}
    assert found["kg_per_cubic_metre"] == len("neon,") + 1
    assert found["note"] == len('neon,"1,5",') + 1


def test_a_register_that_is_gone_is_missed(registers: Registers) -> None:
    registers.path(REGISTER).unlink()
    assert [f.problem for f in registers.faults()] == ["the register is not there"]


def test_a_register_without_a_model_is_refused(registers: Registers) -> None:
    shutil.copy(registers.path(REGISTER), registers.seeds / "claims" / "opinions.csv")
    (registers.seeds / "another").mkdir()
    shutil.copy(registers.path("units"), registers.seeds / "another")
    found = registers.faults()
    assert [f.file for f in found] == [
        "dbt_project/seeds/another/units.csv",
        "dbt_project/seeds/claims/opinions.csv",
    ]
    assert [f.problem for f in found] == [
        f"{SEEDS}/cells/units.csv has its name",
        "no model judges this file",
    ]


@pytest.mark.parametrize("folder", ["aa", "zz"])
def test_of_two_registers_the_one_elsewhere_is_blamed(registers: Registers, folder: str) -> None:
    (registers.seeds / folder).mkdir()
    shutil.copy(registers.path("units"), registers.seeds / folder)
    (found,) = registers.faults()
    assert found.file == f"{SEEDS}/{folder}/units.csv"
    assert found.problem == f"{SEEDS}/cells/units.csv has its name"
    assert found.way_out == "delete one of the two"


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_register_that_is_gone_is_missed_where_it_was(tmp_path: Path, name: str) -> None:
    (shipped,) = (PROJECT_ROOT / SEEDS).rglob(f"{name}.csv")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "opinions.csv").write_text("a\n")
    place = shipped.relative_to(PROJECT_ROOT).as_posix()
    found = [f.problem for f in check_registers(tmp_path / "seeds").faults if f.file == place]
    assert found == ["the register is not there"]


def test_a_folder_in_place_of_a_register_is_a_fault_of_it(registers: Registers) -> None:
    path = registers.path(REGISTER)
    path.unlink()
    path.mkdir()
    (found,) = registers.faults()
    assert str(found) == (
        f"{registers.file(REGISTER)}:1:1: the register cannot be read (Is a directory); "
        "put a file in its place that may be read"
    )


@pytest.mark.parametrize("is_there", [True, False])
def test_a_folder_that_is_no_project_is_named_with_its_setting(
    tmp_path: Path, is_there: bool
) -> None:
    seeds = tmp_path / "seeds"
    if is_there:
        seeds.mkdir()
    with pytest.raises(AskedError, match="There are no registers") as refusal:
        check_registers(seeds)
    assert str(seeds) in str(refusal.value)
    assert "MINERALS_PROJECT_ROOT" in str(refusal.value)


def test_faults_of_several_registers_are_reported_at_once(registers: Registers) -> None:
    registers.path("units").write_bytes(b"")
    line = registers.add("minerals", {"mineral_id": "unobtainium"})
    found = registers.faults()
    assert (registers.file("units"), 1) in {(f.file, f.line) for f in found}
    assert {f.column for f in found if f.line == line} == {
        "mineral_name",
        "mineral_group",
        "is_group",
    }
    assert list(found) == sorted(found)


def test_the_registers_that_ship_are_sound() -> None:
    judged = check_registers(PROJECT_ROOT / "dbt_project" / "seeds")
    assert judged.faults == ()
    assert judged.registers == len(SCHEMAS) == 53
    assert judged.rows > 2000


@pytest.mark.parametrize(
    ("column", "text", "way_out"),
    [
        ("statistic", "prod", "write 'production', 'reserves', 'capacity' or 'outlook', or write"),
        ("year", "20233", "write 2026, or write '*'"),
    ],
)
def test_a_field_of_two_kinds_has_one_fault_with_both(
    registers: Registers, column: str, text: str, way_out: str
) -> None:
    row = {**registers.rows("corrections")[0], "correction_id": "x", column: text}
    line = registers.add("corrections", row)
    (found,) = registers.faults()
    assert (found.line, found.column) == (line, column)
    assert found.way_out.startswith(way_out)
    assert found.way_out.endswith("'*'")
