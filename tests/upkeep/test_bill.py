"""The bill of materials: everything has a licence, what the pages carry is named."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest

from orchestration.ground.errors import AskedError
from orchestration.upkeep.bill import SAID_OTHERWISE, completed
from tests.conftest import PROJECT_ROOT


@pytest.mark.slow
def test_the_bill_of_this_environment_is_complete(tmp_path: Path) -> None:
    bill = tmp_path / "sbom.json"
    command = Path(sys.executable).with_name("cyclonedx-py")
    options = ["--output-format", "JSON", "--output-file", str(bill)]
    subprocess.run([str(command), "environment", *options, sys.executable], check=True)
    complete = [sys.executable, "-m", "orchestration.upkeep.bill", str(bill)]
    subprocess.run(complete, check=True, cwd=PROJECT_ROOT)
    components = {each["name"].lower(): each for each in json.loads(bill.read_text())["components"]}
    assert all(each["licenses"] for each in components.values())
    assert {"vega", "vega-lite", "vega-embed", "world-atlas", "duckdb", "dagster"} <= set(
        components
    )
    installed = {each.name.lower().replace("_", "-") for each in distributions()}
    missing = installed - {name.replace("_", "-") for name in components}
    assert missing <= {"critical-minerals-warehouse"}


def test_a_package_without_a_licence_is_no_small_matter() -> None:
    nameless = {"components": [{"name": "nobody-knows", "version": "1"}]}
    with pytest.raises(AskedError, match="nobody-knows"):
        completed(nameless)
    known = {"components": [{"name": name, "version": "1"} for name in SAID_OTHERWISE]}
    assert completed(completed(known)) == completed(known)
