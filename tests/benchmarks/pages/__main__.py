"""How fast the pages are read on a telephone: prints, judges nothing.

Run with `make bench-pages`; ROUNDS=5 takes medians of more. Lighthouse reads each page over HTTP on
this machine with its mobile profile: a slow connection and a processor four times as slow are
computed from what was loaded and run. Other work on the machine makes the blocking time longer, so
compare medians; bytes and requests are the same whatever else runs.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from typing import Any

from orchestration.copies.site.serve import new_server
from tests.benchmarks.pages.sites import pages, tools
from tests.conftest import CHROMIUM
from tests.site.serving import serving

ROUNDS = int(os.environ.get("ROUNDS", "3"))
READ = ("index.html", "minerals/cobalt.html", "countries/kaz.html", "claims/C01.html")
EXPLORER = "explore.html"
STATE = "#show=share&as=lines&tables=lithium.mine.all.usgs_mcs"
TIMES = {
    "FCP s": "first-contentful-paint",
    "LCP s": "largest-contentful-paint",
    "TBT ms": "total-blocking-time",
    "kB": "total-byte-weight",
}
_FLAGS = "--headless=new --no-sandbox"


def audited(address: str) -> dict[str, float]:
    """The four scores of a page, what was painted when, what was loaded."""
    command = [str(tools() / ".bin" / "lighthouse"), address, "--quiet", "--output=json"]
    ran = subprocess.run(
        [*command, f"--chrome-flags={_FLAGS}"],
        env={**os.environ, "CHROME_PATH": CHROMIUM},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode != 0:
        sys.exit(f"lighthouse failed on {address}:\n{ran.stderr}")
    report: dict[str, Any] = json.loads(ran.stdout)
    audits = report["audits"]
    scores = {name: 100 * part["score"] for name, part in report["categories"].items()}
    seen = {name: audits[audit]["numericValue"] / 1000 for name, audit in TIMES.items()}
    requests = len(audits["network-requests"]["details"]["items"])
    return {**scores, **seen, "TBT ms": 1000 * seen["TBT ms"], "requests": requests}


def seconds_until(browser: Any, address: str, mark: str, press: str = "") -> float:
    """Seconds from asking for a page until it is marked, after a control was used if one is."""
    tab = browser.new_page()
    started = time.monotonic()
    tab.goto(address, wait_until="commit")
    tab.wait_for_selector("html[data-ready]")
    if press:
        tab.locator(press).check()
    tab.wait_for_selector(mark)
    seconds = time.monotonic() - started
    tab.close()
    return seconds


def print_medians(name: str, rounds: list[dict[str, float]]) -> None:
    """One line: medians of a page."""
    middle = {key: statistics.median(each[key] for each in rounds) for key in rounds[0]}
    scores = " ".join(f"{middle[key]:4.0f}" for key in list(middle)[:4])
    print(
        f"{name:22} {scores}  {middle['FCP s']:6.1f} {middle['LCP s']:6.1f} "
        f"{middle['TBT ms']:7.0f} {middle['kB']:8.0f} {middle['requests']:5.0f}",
        flush=True,
    )


def usable(address: str) -> None:
    """How long the explorer takes beside the start page, in a browser that is not slowed down."""
    from playwright.sync_api import sync_playwright

    ready, drawn = "html[data-ready]", "html[data-explored=yes]"
    asked = {
        "start page": ("index.html", ready, ""),
        "explorer, as it opens": (EXPLORER, drawn, ""),
        "explorer, another choice": (EXPLORER, f"{drawn} figure.bars svg", "[name=as][value=bars]"),
        "explorer, a link": (EXPLORER + STATE, drawn, ""),
    }
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        took = {
            name: statistics.median(
                seconds_until(browser, address + page, mark, press) for _ in range(2 * ROUNDS + 1)
            )
            for name, (page, mark, press) in asked.items()
        }
        browser.close()
    print(f"\nusable{'s':>22} {'of start':>9}")
    for name, seconds in took.items():
        print(f"{name:26} {seconds:.2f} {seconds / took['start page']:9.1f}")


def main() -> None:
    """Audit each page, then time the explorer."""
    heads = f"{'FCP s':>8} {'LCP s':>6} {'TBT ms':>7} {'kB':>8} {'asked':>5}"
    print(f"{'page, of 100':22} perf a11y best  seo{heads}", flush=True)
    with serving(new_server(pages(), None, 0)) as host:
        address = f"{host}/site/"
        for page in (*READ, EXPLORER):
            print_medians(page, [audited(address + page) for _ in range(ROUNDS)])
        usable(address)


if __name__ == "__main__":
    main()
