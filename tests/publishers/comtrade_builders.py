"""Small files in the layouts of UN Comtrade with invented figures: none of the publisher's.

Belongs here: records, and packing them as a flat table or as an answer of the service.
Does not belong here: the publisher's files.
"""

from __future__ import annotations

import json

import pandas as pd

from orchestration.publishers.comtrade.layouts import NAMES, parse_file
from orchestration.publishers.frames import to_frame

Fields = dict[str, object]
FILE, ANSWER = "comtrade_2021.csv", "comtrade_2021_740311_reporter_398.json"
KAZAKHSTAN, CHINA, CHILE, WORLD = 398, 156, 152, 0


def record(reporter: int, partner: int, value: float, **more: object) -> Fields:
    """A report of copper cathode in 2021, as a total over what may divide it."""
    return {
        "year": 2021,
        "reporter": reporter,
        "partner": partner,
        "cmd": "740311",
        "flow": "X",
        "value": value,
        "netwgt": value / 10,
        "customs": "C00",
        "mot": 0,
        "partner2": 0,
    } | more


def records() -> list[Fields]:
    """Kazakhstan's exports to China and Chile, divided and in total, beside what China reports."""
    return [
        record(KAZAKHSTAN, WORLD, 1500.0),
        record(KAZAKHSTAN, CHINA, 1000.25),
        record(KAZAKHSTAN, CHINA, 600.25, mot=1000),
        record(KAZAKHSTAN, CHINA, 400.0, mot=2000),
        record(KAZAKHSTAN, CHINA, 999.0, customs="C01"),
        record(KAZAKHSTAN, CHILE, 499.75, netwgt=None),
        record(CHINA, KAZAKHSTAN, 3000.6, flow="M"),
        record(CHINA, 899, 50.0, flow="M"),
    ]


def without_parts(given: list[Fields]) -> list[Fields]:
    """The same as flat tables have them: nothing says what divides a flow."""
    parts = ("customs", "mot", "partner2")
    return [{k: v for k, v in fields.items() if k not in parts} for fields in given]


def table_of(given: list[Fields]) -> bytes:
    """A flat table."""
    lines = [",".join(given[0])]
    lines += [",".join("" if v is None else str(v) for v in fields.values()) for fields in given]
    return ("\n".join(lines) + "\n").encode()


def answer_of(given: list[Fields], **more: object) -> bytes:
    """An answer of the service."""
    theirs = {ours: name for name, ours in NAMES.items()}
    data = [{theirs[name]: value for name, value in fields.items()} for fields in given]
    body = {"elapsedTime": "0.1 secs", "count": len(data), "data": data, "error": "", **more}
    return json.dumps(body).encode()


def invented_reports() -> pd.DataFrame:
    """The raw table of a few invented records."""
    parsed = parse_file(FILE, table_of(records()))
    return to_frame("comtrade_reports", parsed.tables["comtrade_reports"])
