"""Whether the HTML of the pages is valid: prints what is not, and fails then.

Run with `make validate-pages`: html-validate reads one page of each kind in each language. Where
Java is on the machine, the Nu checker (that of validator.w3.org) reads every page.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.pages.sites import kinds, pages, tools

RULES = Path(__file__).parent / "rules.mjs"
_NU = "vnu-jar/build/dist/vnu.jar"


def main() -> None:
    """Run both; the end of the process says whether all are valid."""
    site = pages()
    some = kinds(site)
    print(f"html-validate: {len(some)} pages, one of each kind in each language", flush=True)
    validate = [str(tools() / ".bin" / "html-validate"), "--config", str(RULES)]
    found = subprocess.run([*validate, *map(str, some)], check=False).returncode
    if java := shutil.which("java"):
        every = sorted(site.rglob("*.html"))
        print(f"Nu: {len(every)} pages", flush=True)
        nu = [java, "-Xss4m", "-jar", str(tools() / _NU), "--errors-only", "--skip-non-html"]
        found |= subprocess.run([*nu, str(site)], check=False).returncode
    else:
        print("Nu: left out, there is no java on this machine")
    sys.exit("not valid" if found else None)


if __name__ == "__main__":
    main()
