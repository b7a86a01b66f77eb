"""Complete the bill of materials of cyclonedx-py: `python -m orchestration.upkeep.bill FILE`.

Belongs here: licences that a package says in other words than SPDX knows, and what stands inside
the pages though nobody installs it.
Does not belong here: listing what is installed (`cyclonedx-py`), copying the bill (`release`).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from orchestration.ground.errors import AskedError
from orchestration.ground.files import write_json

SAID_OTHERWISE = {
    "antlr4-python3-runtime": "BSD-3-Clause",  # its metadata: "BSD"; ANTLR's LICENSE.txt
    "asttokens": "Apache-2.0",  # "Apache 2.0"
    "axe-playwright-python": "MIT",  # nothing in its metadata; its LICENSE file
    "protobuf": "BSD-3-Clause",  # "3-Clause BSD License"
    "uritemplate": "BSD-3-Clause OR Apache-2.0",  # "BSD 3-Clause OR Apache-2.0"
}
"""SPDX expressions by package, each with what the package itself says."""
_KIND, _LICENCES = "library", "licenses"


def completed(bill: dict[str, Any]) -> dict[str, Any]:
    """A bill in which everything has a licence, and which names what the pages carry.

    Raises:
        AskedError: when a component has no licence that anybody has looked up.
    """
    components = [_with_licence(each) for each in bill["components"]]
    known = {each["name"] for each in components}
    components += [each for each in inside_the_pages() if each["name"] not in known]
    missing = sorted(each["name"] for each in components if not each.get(_LICENCES))
    if missing:
        raise AskedError(
            "The bill of materials has components without a licence",
            where="orchestration/upkeep/bill.py",
            expected="a licence in each package's metadata, or a line in SAID_OTHERWISE",
            found=", ".join(missing),
            way_out="read the licence that the package carries, and add it there",
        )
    return {**bill, "components": components}


def inside_the_pages() -> list[dict[str, Any]]:
    """Libraries and data that the pages carry inside them."""
    import vl_convert

    return [
        _component("vega", vl_convert.get_vega_version(), "BSD-3-Clause"),
        _component("vega-lite", vl_convert.get_vegalite_versions()[-1], "BSD-3-Clause"),
        _component("vega-embed", vl_convert.get_vega_embed_version(), "BSD-3-Clause"),
        _component("vega-themes", vl_convert.get_vega_themes_version(), "BSD-3-Clause"),
        _component("world-atlas", "2.0.2", "ISC"),
    ]


def _component(name: str, version: str, licence: str) -> dict[str, Any]:
    reference = f"pkg:npm/{name}@{version}"
    return {
        "bom-ref": reference,
        "type": _KIND,
        "name": name,
        "version": version,
        "purl": reference,
        "description": "Stands inside the pages of a release; nobody installs it.",
        _LICENCES: [{"license": {"id": licence, "acknowledgement": "declared"}}],
    }


def _with_licence(component: dict[str, Any]) -> dict[str, Any]:
    expression = SAID_OTHERWISE.get(component["name"])
    if component.get(_LICENCES) or expression is None:
        return component
    return {
        **component,
        _LICENCES: [{"expression": expression, "acknowledgement": "concluded"}],
    }


def main() -> None:
    """Complete a file in place."""
    path = Path(sys.argv[1])
    write_json(path, completed(json.loads(path.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
