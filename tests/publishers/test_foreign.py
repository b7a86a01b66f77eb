"""What reads like a file and is none: each is refused in words, never in a stack trace."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from orchestration.ground.errors import SourceError
from orchestration.ground.foreign import parse_json
from orchestration.publishers.editions import parse_landed
from orchestration.publishers.reading.tabular import is_number
from tests.attack.files import Printed, invented, printed
from tests.attack.grammar import ENTITIES, GRAMMAR
from tests.publishers import baci_builders, comtrade_builders, hmrc_builders

DEEP = b'{"a":' * 3000 + b"1" + b"}" * 3000
BYTES = {
    "a mark of UTF-16": lambda content: b"\xff\xfe" + content,
    "no first byte": lambda content: content[1:],
    "a start twice": lambda content: content[:64] + content,
    "very deep": lambda content: DEEP,
    "not text": lambda content: content[:40] + b"\xff\xfe\xfd" + content[40:],
    "zeros within": lambda content: content[:900] + bytes(64) + content[964:],
}


def of_layouts() -> list[Printed]:
    """One file of each layout that is not the survey's, the same on every machine."""
    return [file for file in invented() if not file.edition_id.startswith("usgs")]


def refused(file: Printed, content: bytes) -> bool:
    """Whether it is refused in words; anything but words fails the test."""
    try:
        parse_landed({file.edition_id: [file._replace(read=lambda: content)]})
    except SourceError as error:
        return bool(str(error))
    return False


@pytest.mark.parametrize("way", BYTES)
def test_bytes_that_are_no_such_file(way: str) -> None:
    spoil: Callable[[bytes], bytes] = BYTES[way]
    ends = {file.file_name: refused(file, spoil(file.read())) for file in of_layouts()}
    assert len(ends) == 15
    assert any(ends.values())


@pytest.mark.parametrize("inner", [b"", b"<page>", ENTITIES, bytes(1 << 20)], ids=range(4))
def test_members_of_a_workbook_that_are_none(inner: bytes) -> None:
    (book,) = [file for file in printed() if file.file_name.endswith(".xlsx")]
    spoil = GRAMMAR["archive"]["members renamed"]
    assert refused(book, spoil(book.read(), Random(1)))  # noqa: S311
    for number in range(12):
        change = GRAMMAR["archive"]["an empty member"]
        refused(book, change(book.read(), Random(number)))  # noqa: S311
    with_inner = replaced(book.read(), "xl/workbook.xml", inner)
    assert refused(book, with_inner)


def replaced(content: bytes, member: str, inner: bytes) -> bytes:
    """An archive with one member's bytes replaced."""
    import io
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        assert member in old.namelist()
        for name in old.namelist():
            new.writestr(name, inner if name == member else old.read(name))
    return packed.getvalue()


@pytest.mark.parametrize("record", [True, "text", 7, None, ["a"]])
def test_a_record_of_an_answer_that_is_none(record: object) -> None:
    answer = comtrade_builders.answer_of([*comtrade_builders.records()])
    spoilt = parse_json(answer)
    spoilt["data"][0] = record
    import json

    file = Printed("comtrade_2021", comtrade_builders.ANSWER, lambda: b"")
    assert refused(file, json.dumps(spoilt).encode())


@pytest.mark.parametrize("record", [True, "text", 7, None, ["a"]])
def test_a_record_of_customs_that_is_none(record: object) -> None:
    import json

    sound = json.loads(hmrc_builders.answer_of([hmrc_builders.record()]))
    file = Printed("hmrc_ots_consigned_2024", hmrc_builders.ANSWER, lambda: b"")
    assert not refused(file, json.dumps(sound).encode())
    assert refused(file, json.dumps({**sound, "value": [*sound["value"], record]}).encode())


@pytest.mark.parametrize("content", [DEEP, b'{"value": [{"Value": NaN}]}'], ids=["deep", "NaN"])
def test_an_answer_of_customs_that_is_no_json(content: bytes) -> None:
    file = Printed("hmrc_ots_consigned_2024", hmrc_builders.ANSWER, lambda: b"")
    assert refused(file, content)


def test_an_archive_that_begins_twice_is_refused() -> None:
    content = baci_builders.archive_of(baci_builders.flows())
    file = Printed("baci_2026", baci_builders.ARCHIVE, lambda: content)
    assert refused(file, content[1:])
    assert refused(file, content[:64] + content[128:])


def test_a_figure_too_large_for_a_computers_numbers_is_none() -> None:
    assert is_number("9" * 300)
    assert not is_number("9" * 400)
    assert not is_number("1e999")
    scores = next(file for file in printed() if file.file_name.startswith("wgi_2025release"))
    lines = scores.read().split(b"\n")
    fields = lines[1].split(b",")
    fields[4] = b"9" * 400
    assert refused(scores, b"\n".join([lines[0], b",".join(fields), *lines[2:]]))


@pytest.mark.parametrize("text", ["[NaN]", "[-Infinity]", "[1", "[" * 90_000, '{"a":}', ""])
def test_what_is_no_json_is_one_kind_of_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_json(text)
    assert parse_json("[1.10]", number=str) == ["1.10"]
