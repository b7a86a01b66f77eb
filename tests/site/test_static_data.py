"""The static data: described by a valid document, as described, and the marts' own figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import fastjsonschema  # type: ignore[import-untyped]
import pytest

from orchestration.copies.site.data_kinds import KINDS
from orchestration.copies.site.data_shapes import SHAPES

PRINTED = (
    *("mineral_id", "country_id", "stage", "form", "year", "edition_id"),
    *("share_pct", "share_min_pct", "share_max_pct", "source_row"),
)
BOUNDED = ("quantity_tonnes", "share_pct", "top_share_pct", "hhi", "value", "measured_value")


@pytest.fixture(scope="module")
def folder(site: Path) -> Path:
    return site / "data" / "v2"


@pytest.fixture(scope="module")
def described(folder: Path) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((folder / "openapi.json").read_text())
    return body


def of(folder: Path, kind: str) -> dict[str, Any]:
    return {path.stem: json.loads(path.read_text()) for path in (folder / kind).glob("*.json")}


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
