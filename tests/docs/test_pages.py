"""Documentation as made from the release: whole, one file each, no request, no error."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from orchestration.cli.app import app
from orchestration.copies.docs import build_docs
from orchestration.gates.verdicts import VerdictSummary
from orchestration.ground.errors import ReleaseError
from orchestration.release import current_release, read_manifest
from orchestration.settings import Settings, get_settings
from tests.docs.consumers import released_models


@pytest.fixture(scope="module")
def pages(released: Settings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    written = build_docs(released, tmp_path_factory.mktemp("docs"))
    return {path.parent.name: path for path in written}


@pytest.fixture(scope="module")
def suites(released: Settings) -> list[VerdictSummary]:
    folder = current_release(released)
    assert folder is not None
    return read_manifest(folder).gates.verdicts


def test_verdicts_are_those_of_the_release(
    pages: dict[str, Path], suites: list[VerdictSummary], released: Settings
) -> None:
    text = pages["gates"].read_text()
    assert len(suites) >= 45
    for suite in suites:
        assert f"<code>{suite.table}</code>" in text
    judged = sum(suite.declared for suite in suites)
    assert len(re.findall(r"<li><p class=", text)) == judged
    folder = current_release(released)
    assert folder is not None
    assert folder.name in text


def test_every_expectation_says_why_it_is_asked(pages: dict[str, Path]) -> None:
    reasons = re.findall(r"</p><div>\s*<p>(.*?)</p>", pages["gates"].read_text())
    assert len(reasons) > 250
    assert all(reasons)


def test_details_of_another_build_are_not_shown_as_those_of_the_release(
    released: Settings, tmp_path: Path
) -> None:
    """Where the gates judged something else since, only the counts of the release are shown."""
    elsewhere = released.model_copy(update={"warehouse_dir": tmp_path})
    for name in ("releases", "critical_minerals.duckdb"):
        (tmp_path / name).symlink_to(released.warehouse_dir / name)
    verdicts = tmp_path / "build" / "verdicts"
    verdicts.mkdir(parents=True)
    for path in released.verdicts_dir.glob("*.json"):
        body = json.loads(path.read_text())
        if body["table"] == "marts.dim_country":
            body["table_fingerprint"] = "of another content"
        (verdicts / path.name).write_text(json.dumps(body))
    from orchestration.copies.docs.verdicts import verdicts_page

    folder = current_release(elsewhere)
    assert folder is not None
    text = verdicts_page(elsewhere, folder)
    (section,) = re.findall(r'<details id="marts-dim_country".*?</details>', text, re.DOTALL)
    assert "only the counts are left" in section
    assert "252 rows" in section or re.search(r"\d+ rows", section)


def test_dbt_pages_know_every_model_with_rows_and_exposures(
    pages: dict[str, Path], released: Settings
) -> None:
    text = pages["dbt"].read_text()
    folder = current_release(released)
    assert folder is not None
    for name in read_manifest(folder).tables:
        assert f'"model.critical_minerals.{name}"' in text
    assert '"exposure.critical_minerals.static_site"' in text
    assert "INLINE DATA" not in text
    assert '"send_anonymous_usage_stats":false' in text


@pytest.fixture
def visit(chromium: Any) -> Iterator[Any]:
    """Opens an address; hands over the page, what it asked for and what went wrong."""
    context = chromium.new_context(viewport={"width": 390, "height": 800})

    def visit(address: str) -> tuple[Any, list[str], list[str]]:
        page = context.new_page()
        asked, wrong = list[str](), list[str]()
        page.on("request", lambda request: asked.append(request.url.split("#")[0]))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.goto(address)
        return page, [url for url in asked if not url.startswith("data:")], wrong

    yield visit
    context.close()


def test_verdicts_in_a_browser_ask_nothing_and_fit_a_phone(
    pages: dict[str, Path], visit: Any
) -> None:
    page, asked, wrong = visit(pages["gates"].as_uri())
    assert asked == [pages["gates"].as_uri()]
    assert wrong == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_dbt_pages_in_a_browser_ask_nothing(pages: dict[str, Path], visit: Any) -> None:
    address = pages["dbt"].as_uri()
    page, asked, wrong = visit(address + "#!/model/model.critical_minerals.fct_country_share")
    page.wait_for_selector("text=share_max_pct")
    assert asked == [address]
    assert wrong == []


def test_dbt_pages_open_on_a_page_of_ours_whose_links_lead_to_models(
    pages: dict[str, Path], visit: Any
) -> None:
    page, _, wrong = visit(pages["dbt"].as_uri())
    page.wait_for_selector("text=from a printed cell to an answer")
    linked = page.eval_on_selector_all(
        "td a[href*='#!/model/model.']", "found => found.map(a => a.getAttribute('href'))"
    )
    named = {address.rpartition(".")[2] for address in linked}
    assert len(named) >= 12
    assert named <= released_models()
    # on a phone the table is wider than the window, so the link is not where a finger reaches
    link = "td a[href$='model.critical_minerals.fct_concentration']"
    page.eval_on_selector(link, "found => found.click()")
    page.wait_for_selector("text=hhi_all_min")
    assert wrong == []


def test_before_the_first_release_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="minerals refresh"):
        build_docs(Settings(warehouse_dir=tmp_path))


def test_the_command_says_where_the_pages_are(
    released: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("releases", "critical_minerals.duckdb", "build"):
        (tmp_path / name).symlink_to(released.warehouse_dir / name)
    monkeypatch.setenv("MINERALS_WAREHOUSE_DIR", str(tmp_path))
    get_settings.cache_clear()
    finished = CliRunner().invoke(app, ["docs"])
    get_settings.cache_clear()
    assert finished.exit_code == 0, finished.exception
    assert {path.parent.name for path in (tmp_path / "docs").glob("*/index.html")} == {
        "dbt",
        "gates",
    }
    assert "gates/index.html" in "".join(finished.stdout.split())
