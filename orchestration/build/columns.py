"""What follows from the registry of columns in the YAML of the models: type, unit and text.

Belongs here: reading the registry, the one line of a column in the YAML, and the check that both
agree. Does not belong here: the columns of a built table (dbt's contracts compare them) and the
rest of a model's YAML (keys, tests, unit tests), which stays as it was written.

The registry is `dbt_project/models/columns.md`, a table of doc blocks that dbt reads as they are.
A model keeps of a column what is its own: constraints, tests, and a description in its own words.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from orchestration.ground.errors import WarehouseError
from orchestration.ground.files import write_whole
from orchestration.settings import PROJECT_ROOT

MODELS = PROJECT_ROOT / "dbt_project" / "models"
REWRITE = "make columns"
_NAME = "dbt_project/models/columns.md"
_ROW = re.compile(
    r"\| (?P<column>\w+) \| (?P<data_type>\w+) \| (?P<units>[^|]*)"
    r"\| {% docs (?P<doc>\w+) %}(?P<text>.+){% enddocs %} \|"
)
_REFERENCE = re.compile(r"{{ *doc\([\"'](?P<doc>\w+)[\"']\) *}}")
_COMMENT = re.compile(r"(^|\s)#", re.MULTILINE)


@dataclass(frozen=True)
class Meaning:
    """A line of the registry: what a column means, in most tables or, under `x__word`, in some."""

    column: str
    data_type: str
    units: tuple[str, ...]
    doc: str
    line: int

    @property
    def is_usual(self) -> bool:
        """Whether a table that says nothing else means this."""
        return self.doc == self.column


class ColumnError(WarehouseError):
    """A column that the registry and the YAML of a model disagree about."""


def read_registry(path: Path) -> dict[str, Meaning]:
    """Meanings by the name of their doc block.

    Raises:
        ColumnError: a line that cannot be read, or a column without a usual meaning or one type.
    """
    meanings: dict[str, Meaning] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if "{%" not in line:
            continue
        row = _ROW.fullmatch(line)
        if not row or row["doc"].split("__")[0] != row["column"]:
            raise _unreadable(path, number, line)
        units = tuple(unit.strip() for unit in row["units"].split(";") if unit.strip())
        meaning = Meaning(row["column"], row["data_type"], units, row["doc"], number)
        usual = meanings.get(meaning.column, meaning)
        if meaning.doc in meanings or usual.data_type != meaning.data_type or not usual.is_usual:
            raise _unreadable(path, number, line)
        meanings[meaning.doc] = meaning
    return meanings


def _unreadable(path: Path, number: int, line: str) -> ColumnError:
    return ColumnError(
        "The registry of columns has a line that cannot be used.",
        where=f"{path}:{number}",
        expected="| name | type | unit | {% docs name %}text{% enddocs %} |, once; another meaning "
        "of the name is a later line with the same type and the doc block name__word",
        found=line,
    )


def in_step(text: str, path: Path, registry: dict[str, Meaning]) -> tuple[str, list[str]]:
    """The YAML of models with what the registry says of their columns.

    Returns:
        the text, and for each column that differs a line with its file, place and name.

    Raises:
        ColumnError: a column that the registry does not hold, or a comment that would be lost.
    """
    differing = []
    # From the end, so that places further up stay true.
    for model, node in reversed(list(_columns(text))):
        start, end = node.start_mark.index, _end(node)
        entry = yaml.SafeLoader("").construct_document(node)
        where = f"{path}:{node.start_mark.line + 1}: {model}.{entry['name']}"
        if _COMMENT.search(_without_scalars(text, node, start, end)):
            raise ColumnError(
                "A comment inside a column's entry.", where=where, way_out="move it above the entry"
            )
        line = _one_line(_derived(entry, registry, where))
        if text[start:end] != line:
            differing.append(where)
            text = text[:start] + line + text[end:]
    return text, differing[::-1]


def _columns(text: str) -> Iterator[tuple[str, yaml.MappingNode]]:
    for model in _items(_value(yaml.compose(text, yaml.SafeLoader), "models")):
        for column in _items(_value(model, "columns")):
            yield _value(model, "name").value, column


def _value(node: Any, key: str) -> Any:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def _items(node: Any) -> list[Any]:
    return node.value if isinstance(node, yaml.SequenceNode) else []


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    else:
        for part in node.value:
            for child in part if isinstance(part, tuple) else (part,):
                yield from _scalars(child)


def _end(node: yaml.Node) -> int:
    """Where the text of a node ends; the mark of a block is where the next token starts."""
    if isinstance(node, yaml.ScalarNode):
        return int(node.end_mark.index) - (node.style in {"|", ">"})
    if not isinstance(node, yaml.CollectionNode) or node.flow_style:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def _without_scalars(text: str, node: yaml.Node, start: int, end: int) -> str:
    kept, at = "", start
    for scalar in _scalars(node):
        kept += text[at : scalar.start_mark.index]
        at = scalar.end_mark.index
    return kept + text[at:end]


def _derived(entry: dict[str, Any], registry: dict[str, Meaning], where: str) -> dict[str, Any]:
    """The entry with type, unit and text of the registry, and what is the model's own."""
    name, own = entry["name"], " ".join(entry.get("description", "").split())
    reference = _REFERENCE.fullmatch(own)
    doc = reference["doc"] if reference else name
    meaning = registry.get(doc)
    if meaning is None or meaning.column != name:
        raise ColumnError(
            "A column whose meaning is not in the registry of columns.",
            where=where,
            expected=f"a line for `{name}` with the doc block `{doc}` in {_NAME}",
            way_out=f"add the line, or correct the name, then run `{REWRITE}`",
        )
    # Own words may have a unit of any meaning of the name; a doc block has its own.
    is_own = bool(own) and reference is None
    same_name = [m for m in registry.values() if m.column == name] if is_own else [meaning]
    derived = {
        "name": name,
        "data_type": meaning.data_type,
        "description": own if is_own else f'{{{{ doc("{doc}") }}}}',
        "config": _config(entry.get("config") or {}, meaning, same_name, where),
    }
    rest = {key: value for key, value in entry.items() if key not in derived}
    return {key: value for key, value in {**derived, **rest}.items() if value}


def _config(
    config: dict[str, Any], meaning: Meaning, same_name: Sequence[Meaning], where: str
) -> dict[str, Any]:
    meta = dict(config.get("meta") or {})
    unit = _unit(meta.pop("unit", None), meaning, same_name, where)
    if unit:
        meta = {"unit": unit, **meta}
    rest = {key: value for key, value in config.items() if key != "meta"}
    return {"meta": meta, **rest} if meta else rest


def _unit(
    stated: str | None, meaning: Meaning, allowed: Sequence[Meaning], where: str
) -> str | None:
    """The stated unit where the registry allows it, otherwise the usual one of the meaning."""
    if stated in {unit for other in allowed for unit in other.units}:
        return stated
    if stated and len(meaning.units) > 1:
        raise ColumnError(
            "A unit that the registry of columns does not give.",
            where=where,
            expected=" or ".join(meaning.units),
            found=stated,
            way_out=f"correct the unit in the model's YAML, or add it to the line in {_NAME}",
        )
    return meaning.units[0] if meaning.units else None


class _OneLine(yaml.SafeDumper):
    """Text with an apostrophe goes between double quotes: the YAML reads as people write it."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = '"' if "'" in value and '"' not in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_OneLine.add_representer(str, _text)


def _one_line(entry: dict[str, Any]) -> str:
    text: str = yaml.dump(
        entry,
        Dumper=_OneLine,
        default_flow_style=True,
        width=10**6,
        allow_unicode=True,
        sort_keys=False,
    )
    return text.strip()


def run(models: Path, *, check: bool) -> tuple[list[str], list[str]]:
    """Bring the YAML of all models in step with the registry, or only say what is not.

    Returns:
        a line for each column that differed, and for each meaning that no model refers to.
    """
    registry, found, used = read_registry(models / "columns.md"), [], set()
    for path in sorted(models.rglob("*.yml")):
        if path.name.endswith("__unit_tests.yml"):
            continue
        old = path.read_text(encoding="utf-8")
        new, differing = in_step(old, path, registry)
        found += differing
        used |= {reference["doc"] for reference in _REFERENCE.finditer(new)}
        if new != old and not check:
            write_whole(path, new)
    unused = [m for doc, m in registry.items() if doc not in used]
    return found, [
        f"{models / 'columns.md'}:{m.line}: {m.doc}: no model refers to it" for m in unused
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: rewrite, or with `--check` refuse."""
    parser = argparse.ArgumentParser(description="Write the YAML of the models from the registry.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing, fail where a file differs"
    )
    check = parser.parse_args(arguments).check
    try:
        differing, unused = run(MODELS, check=check)
    except ColumnError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    said = [f"{line}: not as {_NAME} says; run `{REWRITE}`" for line in differing] if check else []
    sys.stderr.writelines(f"{line}\n" for line in [*said, *unused])
    return int(bool(said or unused))


if __name__ == "__main__":
    sys.exit(main())
