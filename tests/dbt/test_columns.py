"""The YAML of the models follows from the registry of columns, and keeps what is its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from orchestration.build.columns import MODELS, ColumnError, in_step, main, read_registry, run

REGISTRY = """\
| name | type | unit | meaning |
|---|---|---|---|
| share_pct | double | percent of world; percent | {% docs share_pct %}A | B.{% enddocs %} |
| share_pct | double | percent | {% docs share_pct__imports %}Share of imports.{% enddocs %} |
| mineral_id | string |  | {% docs mineral_id %}Mineral.{% enddocs %} |
"""
WRITTEN = """\
# why the file is there
models:
  - name: fct_a
    description: >
      Two lines,
      by hand.
    columns:
      # why the key comes first
      - name: mineral_id
        constraints: [{type: not_null}]

      - name: share_pct
        data_type: integer
        description: '{{ doc("share_pct__imports") }}'
        config: {meta: {unit: tonnes, owner: me}}  # why it has an owner
        data_tests:
          - unique
    data_tests: [{row_rules: {name: fct_a__rules}}]
  - name: fct_b
    columns:
      - name: share_pct
        description: >-
          Share: in words
          of its own, the table's.
        config: {meta: {unit: percent}}
      - {name: mineral_id}  # last
unit_tests:
  - {name: one, model: fct_a, given: [], expect: {rows: [{mineral_id: "1"}]}}
"""
REWRITTEN = """\
# why the file is there
models:
  - name: fct_a
    description: >
      Two lines,
      by hand.
    columns:
      # why the key comes first
      - {name: mineral_id, data_type: string, description: '{{ doc("mineral_id") }}', constraints: [{type: not_null}]}

      - {name: share_pct, data_type: double, description: '{{ doc("share_pct__imports") }}', config: {meta: {unit: percent, owner: me}}, data_tests: [unique]}
    data_tests: [{row_rules: {name: fct_a__rules}}]
  - name: fct_b
    columns:
      - {name: share_pct, data_type: double, description: "Share: in words of its own, the table's.", config: {meta: {unit: percent}}}
      - {name: mineral_id, data_type: string, description: '{{ doc("mineral_id") }}'}  # last
unit_tests:
  - {name: one, model: fct_a, given: [], expect: {rows: [{mineral_id: "1"}]}}
"""  # noqa: E501
YAML = Path("a.yml")


def registry(folder: Path, text: str = REGISTRY) -> Path:
    path = folder / "columns.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_models_are_as_the_registry_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0, capsys.readouterr().err
    assert len(read_registry(MODELS / "columns.md")) > 400


def test_type_unit_and_text_are_written_and_the_rest_stays(tmp_path: Path) -> None:
    meanings = read_registry(registry(tmp_path))
    commented = WRITTEN.replace("  # why it has an owner", "")
    text, differing = in_step(commented, YAML, meanings)
    assert text == REWRITTEN
    assert differing == [
        "a.yml:9: fct_a.mineral_id",
        "a.yml:12: fct_a.share_pct",
        "a.yml:21: fct_b.share_pct",
        "a.yml:26: fct_b.mineral_id",
    ]
    assert in_step(text, YAML, meanings) == (text, [])
    assert yaml.safe_load(text)["unit_tests"] == yaml.safe_load(WRITTEN)["unit_tests"]
    with pytest.raises(ColumnError, match=r"(?s)comment.*fct_a\.share_pct"):
        in_step(WRITTEN, YAML, meanings)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{name: tonnes}", r"(?s)fct_a\.tonnes.*`tonnes`.*make columns"),
        ("""{name: mineral_id, description: '{{ doc("share_pct") }}'}""", r"`mineral_id`"),
        ("""{name: mineral_id, description: '{{ doc("no") }}'}""", r"doc block `no`"),
        ("{name: share_pct, config: {meta: {unit: tonnes}}}", r"percent of world or percent"),
    ],
)
def test_a_column_that_the_registry_does_not_hold_is_refused(
    entry: str, words: str, tmp_path: Path
) -> None:
    text = f"models:\n  - name: fct_a\n    columns:\n      - {entry}\n"
    with pytest.raises(ColumnError, match=words):
        in_step(text, YAML, read_registry(registry(tmp_path)))


@pytest.mark.parametrize(
    "line",
    [
        "| mineral_id | string |  | {% docs mineral_id %}Again.{% enddocs %} |",
        "| share_pct | string |  | {% docs share_pct__other %}Another type.{% enddocs %} |",
        "| year | integer |  | {% docs annum %}Another name.{% enddocs %} |",
        "| year | integer |  | {% docs year__of_a_list %}No usual meaning.{% enddocs %} |",
        "{% docs year %}No table.{% enddocs %}",
        "| year | integer |  | {% docs year %}{% enddocs %} |",
    ],
)
def test_a_line_of_the_registry_that_cannot_be_used_is_named(line: str, tmp_path: Path) -> None:
    with pytest.raises(ColumnError, match=r"columns\.md:6"):
        read_registry(registry(tmp_path, REGISTRY + line + "\n"))


@pytest.mark.slow
def test_a_change_of_the_registry_reaches_every_model(tmp_path: Path) -> None:
    models = tmp_path / "models"
    shutil.copytree(MODELS, models)
    path = models / "columns.md"
    text = path.read_text(encoding="utf-8")
    new = text.replace("calendar year | {% docs year %}", "year of Our Lord | {% docs year %}")
    path.write_text(new + "| no_such | string |  | {% docs no_such %}Nobody.{% enddocs %} |\n")
    found, unused = run(models, check=True)
    assert len(found) > 30
    assert all(line.split(" ")[1].endswith(".year") for line in found)
    assert [line.split(" ")[1] for line in unused] == ["no_such:"]
    assert run(models, check=False)[0] == found
    assert run(models, check=True)[0] == []
