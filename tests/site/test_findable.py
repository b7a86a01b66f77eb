"""What search engines and reference managers get: a data set described, addresses, a sitemap."""

from __future__ import annotations

import json
import re
import struct
from dataclasses import replace
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from pydantic import ValidationError

from orchestration.copies.site import charts
from orchestration.copies.site.data import read_facts
from orchestration.copies.site.findable import robots, sitemap
from orchestration.copies.site.labels import load_labels
from orchestration.copies.site.pages.context import Context
from orchestration.copies.site.pages.explore import explore_page
from orchestration.copies.site.pages.mineral import mineral_page
from orchestration.copies.site.pages.reference import dictionary_page
from orchestration.copies.site.previews import HEIGHT, WIDTH, card, path_of, shown
from orchestration.copies.site.render import Renderer
from orchestration.copies.site.shared_files import read_world
from orchestration.copies.site.stills import Stills
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT

HOST = "https://minerals.example.org/v2/"


@pytest.fixture(scope="module")
def context(released: Settings) -> Context:
    return Context(read_facts(released), load_labels(), read_world()["points"])


def test_the_start_page_describes_the_release_as_a_data_set(site: Path, context: Context) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    (embedded,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    dataset = json.loads(embedded)
    assert dataset["@type"] == "Dataset"
    assert dataset["version"] == context.facts.manifest.release_id
    assert len(dataset["description"]) > 50, "search engines want 50 characters at least"
    based = {line["name"]: line["license"] for line in dataset["isBasedOn"]}
    assert len(based) == len(context.facts.rows["editions"])
    assert all(based.values())
    assert "url" not in dataset, "nobody said where the pages are served"


def test_every_page_has_a_title_and_a_description_of_its_own_kind(site: Path) -> None:
    titles = {}
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        (title,) = re.findall(r"<title>(.*?)</title>", text)
        (description,) = re.findall(r'<meta name="description" content="(.*?)">', text)
        assert len(unescape(description)) > 15, page
        titles[page] = title
    assert len(titles) > 800
    assert len(set(titles.values())) == len(titles)


def test_with_an_address_pages_say_it_and_a_sitemap_lists_them(
    context: Context, tmp_path: Path
) -> None:
    hosted, stills = replace(context, site_url=HOST), Stills({}, tmp_path, context.say)
    page = dictionary_page(hosted)
    said = f'<link rel="canonical" href="{HOST}dictionary.html">'
    assert said in Renderer(hosted, stills).html(page)
    assert "canonical" not in Renderer(context, stills).html(page)
    tree = ElementTree.fromstring(sitemap(hosted, ["index.html", "minerals/r&d.html"]))  # noqa: S314 - our own text
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    assert [place.text for place in tree.findall("s:url/s:loc", space)] == [
        f"{HOST}index.html",
        f"{HOST}minerals/r&d.html",
    ]


def test_where_a_page_is_shared_its_first_chart_is_shown(context: Context, tmp_path: Path) -> None:
    hosted = replace(context, site_url=HOST)
    stills = Stills(charts.specs(), tmp_path, context.say)
    (profile,) = (r for r in hosted.facts.rows["minerals"] if r["mineral_id"] == "cobalt")
    for page in (mineral_page(hosted, profile), dictionary_page(hosted)):
        (address,) = re.findall(
            r'<meta property="og:image" content="(.*?)">', Renderer(hosted, stills).html(page)
        )
        assert address == HOST + path_of(hosted, page)
        picture = card(hosted, page, stills)
        assert picture.startswith(b"\x89PNG")
        assert struct.unpack(">II", picture[16:24]) == (WIDTH, HEIGHT)
        assert "og:image" not in Renderer(context, stills).html(page)
    assert shown(dictionary_page(hosted)) is None
    assert shown(mineral_page(hosted, profile)) is not None
    assert shown(explore_page(hosted)) is not None


def test_everybody_may_read_all_of_it(site: Path) -> None:
    assert (site / "robots.txt").read_text() == "User-agent: *\nAllow: /\n"
    assert robots(HOST).endswith(f"\nSitemap: {HOST}sitemap.xml\n")


@pytest.mark.parametrize("address", ["minerals.example.org", "ftp://x.org/", "https://x.org/?a=1"])
def test_what_is_no_address_of_pages_is_refused(address: str) -> None:
    with pytest.raises(ValidationError, match="site_url"):
        Settings(site_url=address)


def test_the_citation_file_says_what_the_project_says() -> None:
    citation = yaml.safe_load((PROJECT_ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(citation)
    project = (PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'license = "{citation["license"]}"' in project
