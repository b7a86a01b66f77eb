"""A table that is saved from a page: no text in it is a formula to a spreadsheet.

The page's own script in a real browser, on a table whose cells nobody has published.
"""

from __future__ import annotations

import csv
import html
import io
from pathlib import Path
from typing import Any

import pytest

from orchestration.copies.site.shared_files import STATIC

FORMULAS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "=1", "\uff1d1", "--1", "-"]
HARMLESS = ["-5.2", "+12%", "1,234", "—", "a=b", 'said "so"', "<i>x</i>", "C03"]
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><body>
<button id="theme"></button><input id="find"><div id="found"></div>
<script>
window.MINERALS = {{ labels: new Proxy({{}}, {{ get: () => "" }}), specs: {{}}, index: [] }};
</script>
<button data-csv="t" data-file="t.csv">save</button>
<table id="t"><thead><tr><th data-name="text">Text</th></tr></thead><tbody>{rows}</tbody></table>
<script>{script}</script></body></html>"""


@pytest.mark.slow
def test_a_saved_table_guards_its_formulas_and_nothing_else(chromium: Any, tmp_path: Path) -> None:
    script = (STATIC / "site.js").read_text(encoding="utf-8")
    rows = "".join(f"<tr><td>{html.escape(text)}</td></tr>" for text in (*FORMULAS, *HARMLESS))
    page = tmp_path / "page.html"
    page.write_text(PAGE.format(rows=rows, script=script), encoding="utf-8")
    tab = chromium.new_context(accept_downloads=True).new_page()
    problems: list[str] = []
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.goto(page.as_uri())
    assert problems == []
    with tab.expect_download() as saved:
        tab.get_by_text("save").click()
    text = Path(saved.value.path()).read_text(encoding="utf-8-sig")
    found = [row["text"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    assert found == [f"'{each}" for each in FORMULAS] + HARMLESS
