"""The survey's editions and its list, discovered and fetched from a replayed catalogue."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from orchestration.fetching.base import RemoteEdition
from orchestration.ground.errors import FetchError
from orchestration.landing import land
from orchestration.publishers import read_raw_tables
from orchestration.publishers.critical_lists import layouts as critical_lists
from orchestration.publishers.critical_lists.online import CriticalListsConnector
from orchestration.publishers.critical_lists.us_list import UsListConnector
from orchestration.publishers.usgs_mcs import sciencebase
from orchestration.publishers.usgs_mcs.online import PARENT, UsgsConnector
from orchestration.publishers.usgs_mcs.sciencebase import download_all
from orchestration.settings import Settings
from tests.fetching.conftest import NewHttp, Recorded
from tests.fetching.publisher import Answer, Login, OtherBytes, Publisher, Status
from tests.fetching.replays import ScienceBase

LONG, FIGURE = "MCS2026_Commodities_Data.csv", "MCS2026_Fig2_Net_Import_Reliance.csv"
T6 = "MCS2026_T6_Critical_Minerals_End_Use.csv"
T6_TABLE = (
    b"Source,Critical_Mineral,Primary_Applications,Category_Note\n"
    b"MCS2026,Cobalt,x,\nMCS2026,Ytterbium ,x,\n"
    b"MCS2026,Uranium,x,Included in the 2025 Final List of Critical Minerals but has no chapter\n"
)


@pytest.fixture
def catalogue(publisher: Publisher) -> ScienceBase:
    return ScienceBase(publisher)


@pytest.fixture
def usgs(settings: Settings) -> UsgsConnector:
    return UsgsConnector(settings)


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def only(usgs: UsgsConnector, http: Recorded) -> RemoteEdition:
    (edition,) = usgs.discover(http)
    return edition


def test_an_edition_is_discovered_and_fetched(
    catalogue: ScienceBase, usgs: UsgsConnector, new_http: NewHttp, tmp_path: Path
) -> None:
    files = {LONG: b"a,b\n", FIGURE: b"c,d\n", "MCS2026_T4_Export.csv": b"e", "readme.xml": b"<a/>"}
    catalogue.edition(
        2026,
        files,
        children={"Commodity data": {LONG: b"a,b\n"}},
        published_on="2026-02-06",
        doi="10.5066/P1WKQ63T",
    )
    http = new_http(hosts=usgs.hosts)
    edition = only(usgs, http)
    assert (edition.edition_id, edition.edition) == ("usgs_mcs_2026", "2026")
    assert edition.published_on == date(2026, 2, 6)
    assert edition.doi_or_url == "https://doi.org/10.5066/P1WKQ63T"
    assert [file.file_name for file in edition.files] == [LONG, FIGURE]
    assert len(http.records) == 3, "discovery is a few small requests"
    fetched = usgs.fetch(http, edition, tmp_path)
    assert {file.file_name: file.path.read_bytes() for file in fetched} == {
        LONG: b"a,b\n",
        FIGURE: b"c,d\n",
    }


def test_the_row_of_an_edition_is_the_row_that_ships(
    catalogue: ScienceBase, usgs: UsgsConnector, new_http: NewHttp
) -> None:
    """What the seed of editions says of 2024, from the catalogue alone."""
    version = " (ver. 2.0, March 2024)"
    catalogue.edition(
        2024,
        {},
        children={"Tin": {"mcs2024-tin_world.csv": b"x"}},
        version=version,
        published_on="2024-03-06",
        doi="10.5066/P144BA54",
    )
    edition = only(usgs, new_http(hosts=usgs.hosts))
    seed = (Settings().dbt_project_dir / "seeds/reference/editions.csv").read_text()
    row = next(line for line in seed.splitlines() if line.startswith("usgs_mcs_2024,"))
    for part in (
        edition.source_name,
        edition.edition,
        str(edition.published_on),
        edition.doi_or_url,
        edition.licence,
        edition.attribution,
    ):
        assert part in row


def test_a_stamp_moves_with_every_change_and_with_nothing_else(
    catalogue: ScienceBase, usgs: UsgsConnector, new_http: NewHttp
) -> None:
    http = new_http(hosts=usgs.hosts)
    stamps = []
    for files, version in (
        ({LONG: b"a"}, ""),
        ({LONG: b"a", "unknown.pdf": b"x"}, ""),
        ({LONG: b"b"}, ""),
        ({LONG: b"b"}, " (ver. 1.1, March 2026)"),
        ({LONG: b"b", FIGURE: b"c"}, " (ver. 1.1, March 2026)"),
    ):
        catalogue.edition(2026, files, version=version)
        stamps.append(only(usgs, http).stamp)
    assert stamps[0] == stamps[1]
    assert len(set(stamps[1:])) == 4


def test_what_is_not_an_edition_for_us_is_left_alone(
    catalogue: ScienceBase, usgs: UsgsConnector, new_http: NewHttp
) -> None:
    catalogue.edition(2022, {"mcs2022-tin_world.csv": b"x"})
    catalogue.edition(2023, {"readme.txt": b"x"})
    catalogue.edition(2025, {"mcs2024-tin_world.csv": b"x", "MCS2025_World_Data.csv": b"y"})
    unknown, edition = usgs.discover(new_http(hosts=usgs.hosts))
    assert (unknown.edition_id, unknown.files) == ("usgs_mcs_2023", ())
    assert unknown.not_taken == ("readme.txt",)
    assert edition.edition_id == "usgs_mcs_2025"
    assert edition.not_taken == ("mcs2024-tin_world.csv",)
    assert [file.file_name for file in edition.files] == ["MCS2025_World_Data.csv"]


def test_children_are_read_to_the_last_page(
    catalogue: ScienceBase, usgs: UsgsConnector, new_http: NewHttp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sciencebase, "PAGE", 3)
    children = {f"c{n}": {f"mcs2024-c{n}_world.csv": b"%d" % n} for n in range(10)}
    catalogue.edition(2024, {"world.zip": b"cannot be fetched"}, children=children)
    edition = only(usgs, new_http(hosts=usgs.hosts))
    assert len(edition.files) == 10, "loose tables stand in the place of the archive"


def test_an_item_that_does_not_say_whether_it_has_children_is_asked(
    catalogue: ScienceBase, usgs: UsgsConnector, publisher: Publisher, new_http: NewHttp
) -> None:
    catalogue.edition(2026, {}, children={"World": {LONG: b"a"}})
    for item in catalogue.items.values():
        item.pop("hasChildren")
    assert only(usgs, new_http(hosts=usgs.hosts)).files[0].file_name == LONG
    assert publisher.count("/catalog/items") == 2, "children of children only where it says so"


def test_fewer_children_than_the_catalogue_says_is_an_error(
    catalogue: ScienceBase, usgs: UsgsConnector, publisher: Publisher, new_http: NewHttp
) -> None:
    publisher.on("/catalog/items", lambda _: Answer.json({"total": 3, "items": []}))
    with pytest.raises(FetchError, match="something else") as failure:
        usgs.discover(new_http(hosts=usgs.hosts))
    assert failure.value.expected.startswith("3 children")


def test_an_archive_stands_for_the_tables_in_it(
    catalogue: ScienceBase, usgs: UsgsConnector, new_http: NewHttp, tmp_path: Path
) -> None:
    tables = {
        "world/mcs2023-tin_world.csv": b"tin",
        "../../mcs2023-zinc_world.csv": b"zinc",
        "__MACOSX/world/mcs2023-tin_world.csv": b"hidden",
        "notes.txt": b"not ours",
        "mcs2022-zinc_world.csv": b"other year",
    }
    salient = {"mcs2023tellu_salient.csv": b"tellurium", "readme.txt": b"not ours"}
    archives = {"world.zip": zipped(tables), "salient.zip": zipped(salient)}
    catalogue.edition(2023, {**archives, "figures.zip": zipped({"a": b"b"})})
    http = new_http(hosts=usgs.hosts)
    edition = only(usgs, http)
    assert [file.file_name for file in edition.files] == ["salient.zip", "world.zip"]
    folder = tmp_path / "inner"
    fetched = usgs.fetch(http, edition, folder)
    assert {file.file_name: file.path.read_bytes() for file in fetched} == {
        "mcs2023-tin_world.csv": b"tin",
        "mcs2023-zinc_world.csv": b"zinc",
        "mcs2023tellu_salient.csv": b"tellurium",
    }
    assert all(file.bytes == len(file.path.read_bytes()) for file in fetched)
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {
        file.file_name for file in fetched
    }


@pytest.mark.parametrize("kind", ["bomb", "cut", "strange"])
def test_an_archive_is_not_trusted(
    kind: str,
    catalogue: ScienceBase,
    settings: Settings,
    new_http: NewHttp,
    tmp_path: Path,
) -> None:
    capped = settings.model_copy(update={"max_file_bytes": 1_000_000})
    usgs = UsgsConnector(capped)
    whole = zipped({"mcs2023-tin_world.csv": bytes(2_000_000)})
    content = {"bomb": whole, "cut": whole[:-30], "strange": zipped({"a.txt": b"a"})}[kind]
    catalogue.edition(2023, {"world.zip": content})
    http = new_http(hosts=usgs.hosts, settings=capped)
    with pytest.raises(FetchError):
        usgs.fetch(http, only(usgs, http), tmp_path)
    assert not list(tmp_path.glob("*.csv"))


def test_a_wrong_checksum_is_never_kept(
    catalogue: ScienceBase,
    usgs: UsgsConnector,
    publisher: Publisher,
    new_http: NewHttp,
    tmp_path: Path,
) -> None:
    catalogue.edition(2026, {LONG: b"a,b\n1,2\n"})
    http = new_http(hosts=usgs.hosts)
    edition = only(usgs, http)
    publisher.script(catalogue.path_of(2026, LONG), OtherBytes(), forever=True)
    with pytest.raises(FetchError) as failure:
        usgs.fetch(http, edition, tmp_path)
    assert "MD5" in failure.value.found
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("fault", [Login(), Status(403)], ids=["login", "403"])
def test_a_browser_check_points_to_the_drop_folder(
    catalogue: ScienceBase,
    usgs: UsgsConnector,
    publisher: Publisher,
    new_http: NewHttp,
    fault: Login,
) -> None:
    publisher.script("/catalog/items", fault, forever=True)
    with pytest.raises(FetchError) as failure:
        usgs.discover(new_http(hosts=usgs.hosts))
    assert "warehouse/drop" in failure.value.way_out
    assert publisher.count() == 1


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {"total": "3", "items": []},
        {"total": 1, "items": [{"title": "no id"}]},
        {"total": 1, "items": [{"id": "1", "title": "x", "files": [{"name": "../a", "url": "b"}]}]},
        {"total": 1, "items": [{"id": "1", "title": "x", "files": [{"name": "no address"}]}]},
        {"total": 0, "items": []},
    ],
)
def test_answers_that_the_catalogue_never_gave_are_refused(
    answer: object, usgs: UsgsConnector, publisher: Publisher, new_http: NewHttp
) -> None:
    publisher.serve_json("/catalog/items", answer)
    with pytest.raises(FetchError, match="something else"):
        usgs.discover(new_http(hosts=usgs.hosts))


def test_two_items_of_one_year_are_refused(
    catalogue: ScienceBase, usgs: UsgsConnector, new_http: NewHttp
) -> None:
    catalogue.edition(2026, {LONG: b"a"})
    catalogue.add("copy", "Mineral Commodity Summaries 2026", {}, parent=PARENT)
    with pytest.raises(FetchError, match="something else"):
        usgs.discover(new_http(hosts=usgs.hosts))


def test_the_us_list_comes_from_the_surveys_table(
    catalogue: ScienceBase, settings: Settings, new_http: NewHttp, tmp_path: Path
) -> None:
    catalogue.edition(2025, {"MCS2025_World_Data.csv": b"x"})
    catalogue.edition(2026, {LONG: b"x"}, children={"Tables": {T6: T6_TABLE}})
    lists = CriticalListsConnector([UsListConnector(settings)])
    http = new_http(hosts=lists.hosts)
    edition = next(each for each in lists.discover(http) if each.edition_id == "us_2025")
    assert (edition.doi_or_url, edition.published_on) == ("90 FR 50494", date(2025, 11, 7))
    (file,) = lists.fetch(http, edition, tmp_path)
    parsed = critical_lists.parse_file(file.file_name, file.path.read_bytes())
    rows = parsed.tables["critical_list_members"]
    assert [(row[3], row[4]) for row in rows] == [(1, "Cobalt"), (2, "Ytterbium"), (3, "Uranium")]


def test_a_list_of_nobody_is_not_fetched(
    settings: Settings, new_http: NewHttp, catalogue: ScienceBase, tmp_path: Path
) -> None:
    catalogue.edition(2026, {T6: T6_TABLE})
    lists = CriticalListsConnector([UsListConnector(settings)])
    http = new_http(hosts=lists.hosts)
    edition = next(each for each in lists.discover(http) if each.edition_id == "us_2025")
    strange = RemoteEdition(**{**vars(edition), "edition_id": "eu_2023"})
    with pytest.raises(FetchError, match="no publisher"):
        lists.fetch(http, strange, tmp_path)


@pytest.mark.slow
def test_the_real_files_arrive_as_those_that_the_embedded_figures_were_made_from(
    publisher_files: Path,
    catalogue: ScienceBase,
    usgs: UsgsConnector,
    settings: Settings,
    new_http: NewHttp,
    tmp_path: Path,
) -> None:
    """Each edition where its publisher keeps it: archive, children, a child, the item itself."""

    def real(folder: str) -> dict[str, bytes]:
        paths = (publisher_files / "usgs" / folder).glob("*.csv")
        return {path.name: path.read_bytes() for path in paths}

    archives = {f"{part}.zip": zipped(real(f"mcs2023/{part}")) for part in ("world", "salient")}
    catalogue.edition(2023, archives | real("mcs2023"))
    tables = real("mcs2024/world") | real("mcs2024/salient") | real("mcs2024")
    loose = {name: {name: content} for name, content in tables.items()}
    catalogue.edition(2024, {"world.zip": b"cannot be fetched"}, children=loose)
    catalogue.edition(2025, {"World_Data.zip": b""}, children={"World": real("mcs2025")})
    catalogue.edition(2026, {}, children={"Commodities": real("mcs2026")})
    embedded = read_raw_tables(settings.embedded_dir)["source_files"]
    lists = CriticalListsConnector([UsListConnector(settings)])
    http = new_http(hosts=usgs.hosts)
    for connector in (usgs, lists):
        for edition in connector.discover(http):
            fetched = connector.fetch(http, edition, tmp_path)
            ships = embedded[embedded["edition_id"] == edition.edition_id]
            assert {(file.file_name, file.sha256) for file in fetched} == set(
                zip(ships["file_name"], ships["sha256"], strict=True)
            )
    assert {record.verdict for record in http.records} == {"fetched"}


@pytest.mark.slow
def test_an_edition_of_which_no_file_is_known_waits_for_a_person(
    catalogue: ScienceBase, usgs: UsgsConnector, settings: Settings, new_http: NewHttp
) -> None:
    catalogue.edition(2027, {"MCS2027_figures.parquet": b"x", "readme.xml": b"<a/>"})
    edition = only(usgs, new_http(hosts=usgs.hosts))
    assert (edition.edition_id, edition.files) == ("usgs_mcs_2027", ())
    arrival = land(settings, edition, [])
    assert arrival.verdict == "quarantined"
    assert "no file that a parser knows" in arrival.reasons[0]
    assert "announced were MCS2027_figures.parquet, readme.xml" in arrival.reasons[-1]


@pytest.mark.parametrize("kind", ["SHA-256", "SHA256", "sha_256"])
def test_a_sha256_of_the_catalogue_is_checked(
    kind: str, publisher: Publisher, new_http: NewHttp, tmp_path: Path
) -> None:
    publisher.serve("/file", b"a,b\n")
    right = hashlib.sha256(b"a,b\n").hexdigest()
    for value, is_right in ((right.upper(), True), (right[::-1], False)):
        answer = {
            "name": "a.csv",
            "url": f"{publisher.base_url}/file",
            "checksum": {"type": kind, "value": value},
        }
        offered = sciencebase._file(answer, "here").file
        if is_right:
            download_all(new_http(), [offered], tmp_path)
        else:
            with pytest.raises(FetchError, match="SHA-256"):
                download_all(new_http(), [offered], tmp_path)


def test_a_checksum_that_nothing_here_can_check_is_named_in_the_ledger(
    publisher: Publisher, new_http: NewHttp, tmp_path: Path
) -> None:
    publisher.serve("/file", b"a,b\n")
    checksum = {"type": "CRC32", "value": "00000000"}
    answer = {"name": "a.csv", "url": f"{publisher.base_url}/file", "checksum": checksum}
    http = new_http()
    download_all(http, [sciencebase._file(answer, "here").file], tmp_path)
    assert [record.reason for record in http.records] == ["its CRC32 checksum was not checked"]
