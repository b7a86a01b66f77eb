"""Every released table is read by a page, or says here why none reads it; what the last ones show.

Belongs here: that set, and the parts of the pages that were made for it.
Does not belong here: charts and their queries (`test_numbers.py`).
"""

from __future__ import annotations

import csv
import html
import re
from pathlib import Path

import duckdb

from orchestration.copies.site import queries
from orchestration.copies.site.labels import languages, load_labels
from orchestration.release import current_release, read_manifest
from orchestration.settings import Settings
from tests.conftest import PROJECT_ROOT

NO_PAGE = {
    "dim_stage_chain": "every row of it is a row of `fct_stage_coverage`, which pages show",
    "dim_trade_partition": "what one host landed in bulk: `minerals trade`; nothing of it ships",
    "fct_revision_history": "sums up the prints that the cells of a mineral show one by one",
    "fct_supply_evidence": "pages show the best evidence of each line of a list; all of it is SQL",
    "fct_trade_mirror": "its publisher forbids passing figures on; the page of a mineral says so",
}


def test_every_released_table_is_read_by_a_page_or_says_why_not(released: Settings) -> None:
    folder = current_release(released)
    assert folder is not None
    tables = set(read_manifest(folder).tables)
    assert len(tables) > 50
    read = {
        name for query in queries.ALL for name in re.findall(r"marts\.(\w+)", queries.text(query))
    }
    assert tables - read == set(NO_PAGE)


def rows_of(site: Path, page: str, table: str) -> list[str]:
    text = (site / page).read_text(encoding="utf-8").split(f'id="{table}"')[1]
    body = text.split("<tbody>")[1].split("</tbody>")[0]
    cells = re.findall(r"<tr>(.*?)</tr>", body)
    return [html.unescape(re.sub(r"<[^>]+>", " ", cell)) for cell in cells]


def test_what_is_not_printed_of_a_partner_is_unknown_and_not_zero(
    site: Path, served: duckdb.DuckDBPyConnection
) -> None:
    unknown = served.execute("""
        select mineral_id
        from marts.fct_import_dependence
        where is_latest_vintage and leading_source_country_id is not null
            and leading_producer_country_id is not null and producer_import_share_pct is null
    """).fetchall()
    assert len(unknown) > 10
    for (mineral,) in unknown:
        rows = rows_of(site, f"minerals/{mineral}.html", "buys-dependence")
        assert len(rows) == 5
        assert "not printed, so unknown" in rows[-1], mineral


def test_reliance_keeps_its_signs_and_every_series(
    site: Path, served: duckdb.DuckDBPyConnection
) -> None:
    for mineral, at_least in (("titanium", 0), ("chromium", 0), ("nickel", 0), ("iodine", 5)):
        printed = served.execute(
            "select value_as_printed from marts.fct_net_import_reliance_by_form "
            "where is_latest_vintage and mineral_id = ?",
            [mineral],
        ).fetchall()
        rows = rows_of(site, f"minerals/{mineral}.html", "buys-reliance")
        assert len(rows) == len(printed) > 5
        signs = sum(value.startswith(">") for (value,) in printed)
        assert sum(" >" in row for row in rows) == signs >= at_least


def test_outliers_of_unit_values_are_marked(site: Path, served: duckdb.DuckDBPyConnection) -> None:
    marked = served.execute(queries.text("unit_values", mineral_id="cobalt")).df()
    rows = rows_of(site, "minerals/cobalt.html", "trade-units")
    assert len(rows) == len(marked) > 3
    for row, outliers in zip(rows, marked["outlier_count"], strict=True):
        assert (f"▲ {outliers} " in row) == bool(outliers)


def test_the_account_has_every_row_and_cell(site: Path, served: duckdb.DuckDBPyConnection) -> None:
    cells, aside = served.execute("""
        select count(*), count(*) filter (set_aside_reason is not null and value_as_printed <> '')
        from marts.fct_cell_account
    """).fetchone() or (0, 0)
    text = (site / "account.html").read_text(encoding="utf-8").split('id="read-rows"')[1]
    counted = re.findall(r'<td>cells</td><td class="num" data-v="(\d+)">', text)
    assert sum(map(int, counted)) == cells > 30_000
    assert len(rows_of(site, "account.html", "aside-rows")) == aside > 50


def test_every_corrected_cell_is_counted(site: Path, served: duckdb.DuckDBPyConnection) -> None:
    tables = served.execute("""
        select table_name from information_schema.columns
        where table_schema = 'marts' and column_name = 'correction_id'
    """).fetchall()
    cells = sum(
        served.table(f"marts.{table}").count("correction_id").fetchall()[0][0]
        for (table,) in tables
    )
    corrected = served.execute(queries.text("corrected")).df()
    assert len(tables) >= 5
    assert corrected["cells"].sum() == cells > 200
    assert len(rows_of(site, "account.html", "corrected-rows")) == len(corrected)


def reasons_to_set_aside() -> set[str]:
    """Also those of files that only some hosts hold: registers and the model know them."""
    project = PROJECT_ROOT / "dbt_project"
    found: set[str] = set()
    for register in ("table_rules", "salient_series"):
        with (project / f"seeds/cells/{register}.csv").open(encoding="utf-8") as lines:
            found |= {row["set_aside_reason"] for row in csv.DictReader(lines)}
    model = (project / "models/cells/fct_file_account.sql").read_text(encoding="utf-8")
    written = re.findall(r"'(\w+)' as reason|then '(\w+)'\n|, '(\w+)'\)", model)
    return (found | {reason for several in written for reason in several}) - {""}


def test_every_reason_has_words_in_every_language() -> None:
    reasons = reasons_to_set_aside()
    assert {"trade_reports", "imports_are_not_production", "kind_not_taken"} < reasons
    assert len(reasons) > 10
    for language in languages():
        assert reasons <= load_labels(language).group("audit")["reasons"].keys(), language
