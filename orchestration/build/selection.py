"""What a build has to build: what changed, what hangs on it, and a proof that the rest is the same.

Belongs here: comparing project and database with the record of the last whole build.
Does not belong here: the record itself (`record.py`), running dbt (`dbt.py`).

What changed in the project is dbt's own judgement (`state:modified`). Beyond it count raw tables
with other content, relations that are missing, and what an earlier build left unfinished. Every
other relation must have the fingerprint that was recorded; if one has not, everything is built.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orchestration.build.record import BuildRecord, read_record, state_dir
from orchestration.build.relations import relation_digests, relation_names

if TYPE_CHECKING:
    from orchestration.settings import Settings

Manifest = Mapping[str, Any]
ListNodes = Callable[[Sequence[str]], list[str]]
"""Runs `dbt ls` with these arguments; gives unique ids."""

RAW = "raw"
_BUILT = {"seed", "model", "test"}


@dataclass(frozen=True)
class Plan:
    """What to build; with everything selected, why."""

    selected: tuple[str, ...]
    is_whole: bool
    why: str = ""


def plan_build(settings: Settings, manifest: Manifest, list_nodes: ListNodes) -> Plan:
    """Decide what must be built so that the database is as a whole build would leave it.

    Args:
        settings: where the build database and its record are.
        manifest: dbt's manifest of the project as it is now.
        list_nodes: asks dbt which nodes a selection means.
    """
    record = read_record(settings)
    everything = tuple(i for i, node in manifest["nodes"].items() if _is_built(node))
    if record is None:
        return Plan(everything, True, "no record of an earlier build fits this project")
    unseen = unseen_macros(record.macros, manifest)
    if unseen:
        return Plan(everything, True, f"a macro of the whole project changed: {', '.join(unseen)}")
    wanted = ["state:modified+", *_selectors(settings, record, manifest)]
    listed = set(list_nodes(["--select", *wanted, "--state", str(state_dir(settings))]))
    selected = tuple(i for i in everything if i in listed)
    strange = _not_as_recorded(settings, record, manifest, set(selected))
    if strange:
        return Plan(everything, True, f"not as the last build left it: {', '.join(strange)}")
    return Plan(selected, len(selected) == len(everything))


def _is_built(node: Manifest) -> bool:
    """Whether dbt reports a result for a node when it builds."""
    return node["resource_type"] in _BUILT


def relation_of(node: Manifest) -> str | None:
    """`schema.table` of a node that leaves something in the database."""
    if node["resource_type"] == "test" or not _is_built(node):
        return None
    return f"{node['schema']}.{node.get('alias') or node['name']}"


def relations_of(manifest: Manifest) -> dict[str, str]:
    """Every relation that the project owns, with the node that makes it."""
    found = ((relation_of(node), unique_id) for unique_id, node in manifest["nodes"].items())
    return {name: unique_id for name, unique_id in found if name is not None}


def raw_digests(settings: Settings, manifest: Manifest) -> dict[str, str]:
    """Fingerprints of the raw tables that the project reads and that are there."""
    names = {f"{s['schema']}.{s['identifier']}" for s in manifest["sources"].values()}
    return relation_digests(settings, sorted(names & set(relation_names(settings))))


def macro_digests(manifest: Manifest) -> dict[str, str]:
    """The project's own macros, as text, by unique id."""
    own = manifest["metadata"]["project_name"]
    return {i: m["macro_sql"] for i, m in manifest["macros"].items() if m["package_name"] == own}


def unseen_macros(before: Mapping[str, str], manifest: Manifest) -> list[str]:
    """Macros that changed and that no node names: dbt itself calls them, for every node."""
    now = macro_digests(manifest)
    changed = {i for i in {*before, *now} if before.get(i) != now.get(i)}
    named = {m for n in manifest["nodes"].values() for m in n["depends_on"].get("macros", ())}
    while (
        more := {
            deeper
            for macro in named
            if macro in now
            for deeper in manifest["macros"][macro]["depends_on"]["macros"]
        }
        - named
    ):
        named |= more
    return sorted(changed - named)


def _selectors(settings: Settings, record: BuildRecord, manifest: Manifest) -> list[str]:
    """Selectors of what must be built whatever dbt says changed in the project."""
    nodes, raw = manifest["nodes"], raw_digests(settings, manifest)
    there = relation_names(settings)
    missing = [
        unique_id
        for relation, unique_id in relations_of(manifest).items()
        if relation not in there or relation not in record.relations
    ]
    begun = [unique_id for unique_id in record.pending if unique_id in nodes]
    chosen = [".".join(nodes[unique_id]["fqn"]) for unique_id in sorted({*missing, *begun})]
    for source in manifest["sources"].values():
        name = f"{source['schema']}.{source['identifier']}"
        if name not in raw or raw[name] != record.raw.get(name):
            chosen.append(f"source:{source['source_name']}.{source['name']}")
    return [f"{name}+" for name in chosen]


def _not_as_recorded(
    settings: Settings, record: BuildRecord, manifest: Manifest, selected: set[str]
) -> list[str]:
    owned = relations_of(manifest)
    kept = [name for name, unique_id in owned.items() if unique_id not in selected]
    now = relation_digests(settings, kept)
    return sorted(name for name in kept if now[name] != record.relations.get(name))
