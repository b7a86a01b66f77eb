"""How many models stand one on another, at most.

Belongs here: the longest chain of models in dbt's manifest, and the most that it may be.
Does not belong here: which domain may read which (`test_domains.py`).

Each model on a chain waits for the one before it, and whoever asks where a figure comes from reads
the chain from end to end. It grows by one arrow at a time, each of which looks harmless: a model is
read for one column that a nearer one has too. A longer chain is therefore a decision: look first
whether the arrow that the message shows carries anything that cannot be read further up.
"""

from __future__ import annotations

import json
from graphlib import TopologicalSorter

from orchestration.build.dbt import manifest_path
from orchestration.settings import Settings

DEEPEST = 16
"""Models on the longest chain. Lower it with the chain; raise it only with the reason here."""


def longest_chain(parents: dict[str, set[str]]) -> list[str]:
    """The longest of the chains that end in any model, first read first."""
    chains: dict[str, list[str]] = {}
    for model in TopologicalSorter(parents).static_order():
        above = sorted((chains[parent] for parent in parents[model]), key=len)
        chains[model] = [*(above[-1] if above else []), model]
    return max(chains.values(), key=len)


def test_no_chain_of_models_is_longer_than_it_was(parsed: Settings) -> None:
    nodes = json.loads(manifest_path(parsed).read_text())["nodes"]
    models = {key: node for key, node in nodes.items() if node["resource_type"] == "model"}
    assert len(models) > 100
    read = {key: set(node["depends_on"]["nodes"]) & set(models) for key, node in models.items()}
    chain = [models[key]["name"] for key in longest_chain(read)]
    assert len(chain) <= DEEPEST, f"{len(chain)} models one on another: {' → '.join(chain)}"


def test_the_longest_chain_is_found() -> None:
    parents: dict[str, set[str]] = {"a": set(), "b": {"a"}, "c": {"a", "b"}, "d": {"a"}}
    assert longest_chain(parents) == ["a", "b", "c"]
