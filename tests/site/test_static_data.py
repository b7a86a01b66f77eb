"""The static data: described by a valid document, as described, and the marts' own figures."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import fastjsonschema  # type: ignore[import-untyped]
import pytest

from orchestration.copies.site.data import SiteFacts, read_facts
from orchestration.copies.site.data_files import data_files
from orchestration.copies.site.data_kinds import KINDS
from orchestration.copies.site.data_shapes import SHAPES, queries
from orchestration.settings import Settings

PRINTED = (
    *("mineral_id", "country_id", "stage", "form", "year", "edition_id"),
    *("share_pct", "share_min_pct", "share_max_pct", "source_row"),
)
BOUNDED = ("quantity_tonnes", "share_pct", "top_share_pct", "hhi", "value", "measured_value")

UNKNOWN = {"not_available", "withheld", "word", "blank_unexplained", "included_elsewhere"}


@pytest.fixture(scope="module")
def folder(site: Path) -> Path:
    return site / "data" / "v2"


@pytest.fixture(scope="module")
def described(folder: Path) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((folder / "openapi.json").read_text())
    return body


def of(folder: Path, kind: str) -> dict[str, Any]:
    return {path.stem: json.loads(path.read_text()) for path in (folder / kind).glob("*.json")}


def read_again(facts: SiteFacts, connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Every file by its path, its rows read over this connection."""
    rows = dict(facts.rows)
    for name, sql in queries(facts.datapackage).items():
        cursor = connection.execute(sql)
        columns = [column[0] for column in cursor.description]
        rows[name] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    files = data_files(dataclasses.replace(facts, rows=rows), None)
    return {path: json.loads(text) for path, text in files}


@pytest.fixture(scope="module")
def marked(released: Settings, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    """Files of a copy of the release, as it is and with every row of cobalt's output closed."""
    facts = read_facts(released)
    path = tmp_path_factory.mktemp("marked") / "copy.duckdb"
    shutil.copyfile(released.served_database, path)
    with duckdb.connect(str(path)) as copy:
        before = read_again(facts, copy)
        copy.execute("alter table marts.fct_production add column is_open boolean default true")
        copy.execute("update marts.fct_production set is_open = false where mineral_id = 'cobalt'")
        (made,) = (t for t in facts.datapackage.resources if t.name == "fct_production")
        flag = {"name": "is_open", "type": "boolean", "unit": None, "description": "May leave."}
        made.table_schema.fields.append(flag)
        return before, read_again(facts, copy)


def test_the_description_is_valid_openapi(described: dict[str, Any]) -> None:
    from openapi_spec_validator import OpenAPIV31SpecValidator

    assert list(OpenAPIV31SpecValidator(described).iter_errors()) == []


def test_every_file_is_as_described_and_named(folder: Path, described: dict[str, Any]) -> None:
    index = json.loads((folder / "index.json").read_text())
    seen = 0
    for kind in KINDS:
        reference = f"#/components/schemas/{kind.subject.name}Document"
        check = fastjsonschema.compile({"$ref": reference, "components": described["components"]})
        files = of(folder, kind.name)
        (parameter,) = described["paths"][f"/{kind.name}/{{{kind.key}}}.json"]["get"]["parameters"]
        assert set(files) == set(parameter["schema"]["enum"])
        assert {entry["path"] for entry in index[kind.name]} == {
            f"{kind.name}/{key}.json" for key in files
        }
        for body in files.values():
            check(body)
            seen += 1
    assert seen > 200


def test_every_number_has_bounds_edition_row_and_licence() -> None:
    measured = [shape for shape in SHAPES if set(BOUNDED) & set(shape.columns)]
    assert len(measured) >= 7
    for shape in measured:
        fields = {*shape.columns, *shape.joined}
        assert {"edition_id", "licence", "file_name"} <= fields, shape.name
        assert fields & {"source_row", "source_rows"}, shape.name
        assert any(name.endswith(("_min", "_min_pct", "_min_tonnes")) for name in fields)
        assert any(name.endswith(("_max", "_max_pct", "_max_tonnes")) for name in fields)


def test_figures_are_the_marts(folder: Path, served: duckdb.DuckDBPyConnection) -> None:
    found = [
        tuple(r[name] for name in PRINTED)
        for body in of(folder, "minerals").values()
        for r in body["production"]
    ]
    expected = served.execute("""
        select mineral_id, country_id, stage, form, year, edition_id, share_pct, share_min_pct,
            share_max_pct, source_row
        from marts.fct_production as p
        where is_latest_vintage and year = (
            select max(n.year) from marts.fct_production as n
            where n.is_latest_vintage and n.source_id = p.source_id and n.form = p.form
                and n.mineral_id = p.mineral_id and n.stage = p.stage
        )
    """).fetchall()
    assert len(expected) > 1000
    assert sorted(map(repr, found)) == sorted(map(repr, expected))


def test_an_index_names_the_rows_that_it_was_made_from(
    folder: Path, served: duckdb.DuckDBPyConnection
) -> None:
    rows = json.loads((folder / "minerals" / "cobalt.json").read_text())["concentration"]
    assert len(rows) >= 4
    for row in rows:
        ((hhi, count),) = served.execute(
            "select c.hhi, count(p.source_row) from marts.fct_concentration as c left join"
            " marts.fct_production as p using (table_id) where table_id = ? group by c.hhi",
            [row["table_id"]],
        ).fetchall()
        assert (row["hhi"], len(row["source_rows"])) == (hhi, count)


def test_verdicts_are_the_marts(folder: Path, served: duckdb.DuckDBPyConnection) -> None:
    found = {
        c["check_id"]: c["verdict"] for b in of(folder, "claims").values() for c in b["checks"]
    }
    expected = dict(
        served.execute(
            "select check_id, verdict from marts.fct_claim_check where is_latest_vintage"
        ).fetchall()
    )
    assert len(found) > 100
    assert found == expected


def test_other_lists_are_the_marts(folder: Path, served: duckdb.DuckDBPyConnection) -> None:
    asked = {
        (
            "minerals",
            "reserves",
            "mineral_id, country_id, form, quantity_max_tonnes, source_row",
        ): """
            marts.fct_reserves as p where is_latest_vintage and year = (
                select max(n.year) from marts.fct_reserves as n
                where n.is_latest_vintage and n.source_id = p.source_id and n.form = p.form
                    and n.mineral_id = p.mineral_id and n.stage = p.stage
            )""",
        ("minerals", "prices", "edition_id, mineral_id, year, value, value_max, source_row"): """
            marts.fct_price where is_latest_vintage""",
        ("minerals", "concentration", "table_id, hhi, hhi_min, hhi_max, hhi_all_max"): """
            marts.fct_concentration where is_latest_vintage""",
        ("countries", "list_coverage", "country_id, list_id, coverage_pct, coverage_max_pct"): """
            marts.fct_country_list_coverage
            where is_latest_window and list_contains(?, country_id)""",
    }
    for (kind, part, columns), source in asked.items():
        files = of(folder, kind)
        bodies = files.values()
        which = [list(files)] if "?" in source else []
        expected = served.execute(f"select {columns} from {source}", which).fetchall()  # noqa: S608
        found = [
            tuple(row[name] for name in columns.split(", "))
            for body in bodies
            for row in body[part]
        ]
        assert len(expected) > 500, part
        assert sorted(map(repr, found)) == sorted(map(repr, expected)), part


def test_what_nobody_knows_is_null_with_its_reason(folder: Path) -> None:
    bodies = [*of(folder, "minerals").values(), *of(folder, "countries").values()]
    nowhere = 0
    for body in bodies:
        for row in [*body["production"], *body["reserves"]]:
            if row["quantity_tonnes"] is None:
                assert row["value_status"] not in {"reported", "estimated", "modelled", "zero"}
                nowhere += 1
            else:
                assert row["value_status"] not in UNKNOWN
        for row in body["production"]:
            is_known = row["quantity_tonnes"] is not None
            assert not is_known or row["share_pct"] is not None or row["no_world_because"]
        for row in body.get("largest_shares", []):
            assert row["top_share_pct"] is not None or row["no_world_because"]
        for row in body.get("concentration", []):
            assert row["hhi"] is not None or row["no_world_because"]
        for row in body.get("prices", []):
            assert row["value"] is not None or row["value_status"] not in {"reported", "zero"}
    assert nowhere > 100


def test_a_verdict_on_a_figure_leads_to_it(folder: Path) -> None:
    indices = 0
    for body in of(folder, "claims").values():
        for check in body["checks"]:
            if check["measured_value"] is None:
                assert check["why"]
            else:
                assert check["source_row"] or check["source_rows"] or check["evidence_key"]
            of_table = f"{check['edition_id']}|"
            key = check["evidence_key"] or ""
            if check["evidence_table"] == "fct_concentration" and key.startswith(of_table):
                indices += 1
                assert check["source_rows"]
                assert check["file_name"]
    assert indices > 10


def test_closed_rows_are_in_no_file(folder: Path, marked: tuple[Any, Any]) -> None:
    before, after = marked
    assert before["data/v2/minerals/cobalt.json"]["production"]
    for path, body in before.items():
        if "production" in body:
            kept = [row for row in body["production"] if row["mineral_id"] != "cobalt"]
            assert kept == (after[path]["production"] if path in after else [])
    cobalt = after["data/v2/minerals/cobalt.json"]
    assert cobalt["production"] == []
    assert {row["source_rows"] for row in cobalt["concentration"]} == {None}
    shown = [row for body in after.values() for row in body.get("list_lines", [])]
    lines = [row for row in shown if row["mineral_id"] == "cobalt" and "share_max_pct" in row]
    assert lines
    assert {row["share_max_pct"] for row in lines} == {None}
    others = [row for row in shown if row["mineral_id"] == "copper" and "share_max_pct" in row]
    assert any(row["share_max_pct"] for row in others)
