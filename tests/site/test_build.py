"""The site as files: same release, same bytes; links lead somewhere; whole or not at all."""

from __future__ import annotations

import hashlib
import html
import os
import posixpath
import re
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from orchestration.copies.site.build import MARKER, build_site
from orchestration.copies.site.labels import load_labels
from orchestration.ground.errors import ReleaseError, SiteError
from orchestration.settings import Settings
from orchestration.steps.assets.release import RELEASE_KEY
from orchestration.steps.assets.site import SITE_KEY, build_site_asset
from tests.conftest import PROJECT_ROOT, run_minerals

TEMPLATES = PROJECT_ROOT / "orchestration" / "copies" / "site" / "templates"


TAG = re.compile(r"<(\w+)((?:\s[^<>]*)?)>")
ATTRIBUTE = re.compile(r'\s(id|src|href|srcset|poster|action)="([^"]*)"')


class Links:
    """What a page points at, and what it loads; our own pages write every attribute in quotes."""

    def __init__(self, text: str) -> None:
        self.hrefs: set[str] = set()
        self.loads: set[str] = set()
        self.ids: list[str] = []
        for tag, attributes in TAG.findall(text):
            for name, value in ATTRIBUTE.findall(attributes):
                if name == "id":
                    self.ids.append(value)
                else:
                    (self.hrefs if tag == "a" else self.loads).add(html.unescape(value))


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def parsed(site: Path) -> dict[Path, Links]:
    return {path: Links(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}


@pytest.mark.long
def test_the_command_makes_the_same_bytes_again(
    released: Settings, site: Path, tmp_path: Path
) -> None:
    finished = run_minerals(
        released, "site", "--to", str(tmp_path / "again"), PYTHONHASHSEED="7", TZ="Asia/Almaty"
    )
    assert finished.returncode == 0, finished.stderr
    assert str(tmp_path / "again" / "index.html") in finished.stdout
    assert digests(tmp_path / "again") == digests(site)


def test_every_mineral_and_every_country_with_something_to_tell_has_a_page(site: Path) -> None:
    assert len(list((site / "minerals").glob("*.html"))) > 100
    assert (site / "minerals" / "cobalt.html").exists()
    assert (site / "countries" / "kaz.html").exists()
    assert not (site / "countries" / "aia.html").exists(), "Anguilla: no table names it"


def test_every_link_leads_somewhere(site: Path, parsed: dict[Path, Links]) -> None:
    names = {path.relative_to(site).as_posix(): set(links.ids) for path, links in parsed.items()}
    broken = []
    for page, links in parsed.items():
        here = page.relative_to(site).as_posix()
        for href in links.hrefs:
            if href.startswith(("https://", "http://")):
                continue
            path, _, anchor = href.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(here), path))
            target = target if path else here
            # what holds a "=" is a state of the explorer, which its own tests open
            place = "" if "=" in anchor else anchor
            is_there = target in names or (site / target).is_file()  # a page, or static data
            if not is_there or (place and place not in names.get(target, ())):
                broken.append(f"{here}: {href}")
    assert not broken


KINDS = [
    "index",
    "account",
    "claims/C01",
    "countries/mys",
    "explore",
    "licences",
    "method",
    "minerals/cobalt",
]


@pytest.mark.parametrize("kind", KINDS)
def test_html_has_none_of_the_faults_that_validators_found(site: Path, kind: str) -> None:
    """`make validate-pages` asks for all; these came back easily."""
    text = (site / f"{kind}.html").read_text(encoding="utf-8")
    assert "</main>" in text
    for fault in (
        r"</figcaption>\s*<(?!/figure)",  # a caption is the last of its figure
        r"<(table|thead|tbody|tr|td|th)\b[^>]*\srole=",  # what it is already
        r"<pre\b(?![^>]*\srole=)[^>]*\saria-label",  # a name without a role
        r'href="[^"]*[\[\] ]',  # signs that no address holds
    ):
        found = re.search(fault, text)
        assert found is None, found


def test_nothing_is_loaded_from_elsewhere(site: Path, parsed: dict[Path, Links]) -> None:
    for page, links in parsed.items():
        for address in links.loads:
            assert address == "data:," or (page.parent / address).is_file(), (page, address)
        text = page.read_text(encoding="utf-8")
        assert "connect-src 'self'" in html.unescape(text[:1000])
        assert not re.search(r"url\((?!#)", text)
    style = (site / "assets" / "site.css").read_text(encoding="utf-8")
    assert "@import" not in style
    assert not re.search(r"url\((?!#)", style)


def test_ids_are_unique_and_headings_do_not_jump(parsed: dict[Path, Links]) -> None:
    for page, links in parsed.items():
        assert len(links.ids) == len(set(links.ids)), page
        levels = [int(h) for h in re.findall(r"<h([1-6])\b", page.read_text(encoding="utf-8"))]
        assert levels[0] == 1, page
        assert levels.count(1) == 1, page
        jumps = [b for a, b in pairwise(levels) if b > a + 1]
        assert not jumps, page


def test_the_start_page_is_light(site: Path) -> None:
    names = ("site.js", "words-en.js", "site.css")
    shared = sum((site / "assets" / name).stat().st_size for name in names)
    assert shared + (site / "index.html").stat().st_size < 500_000


def test_templates_say_nothing_themselves() -> None:
    """All words stand in the file of labels, or Russian and Kazakh could not follow."""
    said = []
    templates = list(TEMPLATES.glob("*.j2"))
    assert len(templates) > 10
    for path in templates:
        text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", path.read_text(), flags=re.DOTALL)
        text = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
        text = re.sub(r"<[^>]*>", "\n", text)
        said += [f"{path.name}: {word}" for word in re.findall(r"[A-Za-z]{2,}", text)]
    assert not said


def test_a_text_that_is_missing_is_an_error_not_a_blank() -> None:
    say = load_labels()
    with pytest.raises(SiteError, match="no_such_text"):
        say("start.no_such_text")
    with pytest.raises(SiteError, match="part"):
        say("site.release", id="x")
    with pytest.raises(SiteError, match="no texts in this language"):
        load_labels("tlh")


def test_without_a_release_it_says_so(tmp_path: Path) -> None:
    settings = Settings(warehouse_dir=tmp_path)
    with pytest.raises(ReleaseError, match="Nothing is released yet"):
        build_site(settings)


def test_a_folder_of_somebody_else_is_not_touched(released: Settings, tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(SiteError, match="holds something else"):
        build_site(released, tmp_path)
    assert (tmp_path / "thesis.doc").read_text() == "years of work"


def test_the_asset_comes_after_the_release(released: Settings) -> None:
    asset = build_site_asset(released)
    assert asset.keys == {SITE_KEY}
    assert RELEASE_KEY in asset.asset_deps[SITE_KEY]


KILL = """
import os, signal, sys
from pathlib import Path
from orchestration.settings import Settings
from orchestration.copies.site.build import build_site
warehouse, folder, fatal = sys.argv[1:]
def on_step(step):
    if step == fatal:
        os.kill(os.getpid(), signal.SIGKILL)
build_site(Settings(warehouse_dir=warehouse), Path(folder), on_step=on_step)
"""


def an_earlier_site(folder: Path) -> dict[str, str]:
    folder.mkdir()
    (folder / MARKER).write_text("{}")
    (folder / "index.html").write_text("earlier")
    return digests(folder)


def test_a_crash_in_the_middle_leaves_the_old_site(released: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    before = an_earlier_site(folder)
    crashed = subprocess.run(
        [sys.executable, "-c", KILL, str(released.warehouse_dir), str(folder), "minerals"],
        cwd=PROJECT_ROOT,
        env={**os.environ, "PYTHONPATH": str(PROJECT_ROOT)},
        check=False,
    )
    assert crashed.returncode == -signal.SIGKILL
    assert digests(folder) == before
    assert list(tmp_path.glob(".site.*.new")), "it died while writing aside"


def test_an_error_in_a_page_leaves_the_old_site_and_nothing_aside(
    released: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    before = an_earlier_site(folder)
    left = tmp_path / ".site.dead.new"
    left.mkdir()
    with pytest.raises(SiteError):
        build_site(released, folder, language="tlh")
    assert digests(folder) == before
    assert not list(tmp_path.glob(".site.*.new")), "also what an earlier crash left is gone"


def test_a_swap_that_was_cut_in_two_is_put_right(released: Settings, tmp_path: Path) -> None:
    before = an_earlier_site(tmp_path / ".site.before")
    with pytest.raises(SiteError):
        build_site(released, tmp_path / "site", language="tlh")
    assert digests(tmp_path / "site") == before
