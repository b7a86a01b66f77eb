"""Every name, unit, sign and correction of the seeds as a printed cell, and odd forms of each.

Belongs here: making such cells out of the seeds.
Does not belong here: what becomes of them (`test_one_mapping.py`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from orchestration.publishers.frames import to_frame
from orchestration.publishers.usgs_mcs.rows import UsgsCell
from orchestration.settings import PROJECT_ROOT

SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"
NEVER_THE_PARENT = {
    "China, Taiwan Province of": "China",
    "Sudan (South)": "Sudan",
    "France (New Caledonia)": "France",
    "Guinea, Equatorial": "Guinea",
    "Samoa, American": "Samoa",
    "Congo (shipments)": "Congo",
    "Congo7": "Congo",
}
"""Names that begin with the name of a country that they are not, or may not be."""
OPTIONAL = re.compile(r"\(([^()]*)\)\?")
CHOICE = re.compile(r"\(([^()|]*)\|[^()]*\)")
SIGNS = re.compile(r"\[(.)[^]]*\]")
LETTER_OR_NONE = re.compile(r"(\]|.)\?")


def rows_of(seed: str) -> list[dict[str, str]]:
    """The rows of one seed, wherever it lies."""
    (path,) = SEEDS.rglob(f"{seed}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def odd_forms(name: str) -> list[str]:
    """A name as it stands, and as it might be printed: case, blanks, marks, additions."""
    return [
        name,
        name.upper(),
        name.lower(),
        f"{name}7",
        f"{name} 11",
        f"{name}e",
        f"{name} ",
        f" {name}",
        f"{name} (shipments)",
        f"{name} (shipments)3",
        f"{name} (somewhere)",
        f"{name}, ulexite",
        f"{name}, Province of",
    ]


def printed_by(pattern: str) -> set[str]:
    """Texts that a pattern of a seed describes: with all that is optional, and without."""
    texts = set()
    for kept in (r"(\1)", ""):
        text = pattern.removeprefix("^").removesuffix("$").replace(r"\(", "<").replace(r"\)", ">")
        while OPTIONAL.search(text) or CHOICE.search(text):
            text = CHOICE.sub(r"\1", OPTIONAL.sub(kept, text))
        text = SIGNS.sub(r"\1", LETTER_OR_NONE.sub(r"\1", text.replace(".+", "other")))
        texts.add(text.translate(str.maketrans("<>", "()", "()\\")))
    return texts


def countries() -> list[str]:
    """Odd forms of every known country."""
    known = [row["name_as_printed"] for row in rows_of("country_names")]
    return [*NEVER_THE_PARENT, *(form for name in known for form in odd_forms(name))]


def commodities() -> list[str]:
    """Odd forms of every known commodity of the yearly summaries."""
    patterns = [r["name_pattern"] for r in rows_of("commodity_names") if "usgs" in r["source_id"]]
    names = sorted({name for pattern in patterns for name in printed_by(pattern)})
    return [form for name in names for form in odd_forms(name)]


def units() -> list[str]:
    """Odd forms of every known unit."""
    known = [row["unit_as_printed"] for row in rows_of("units")]
    return [form for unit in known for form in (*odd_forms(unit), f"1 {unit}", f"({unit})")]


def values() -> list[str]:
    """Signs of the seed and numbers, each as it stands and in odd forms."""
    signs = {text for row in rows_of("value_tokens") for text in printed_by(row["token_pattern"])}
    numbers = ["68", "1,166,000", "11,66", ".5", "50 - 300", ">85", "<1", "less than 2", "½", "-5"]
    texts = [*sorted(signs), *numbers]
    return [
        form for text in texts for form in (text, text.upper(), f"e{text}", f" {text} ", text + "7")
    ]


def _cell(number: int, **other: object) -> UsgsCell:
    fields: dict[str, object] = {
        "edition_id": "usgs_mcs_2023",
        "file_name": "odd.csv",
        "source_row": number,
        "source_column": "Prod_t_2022",
        "statistic": "production",
        "chapter_as_printed": None,
        "section_as_printed": None,
        "commodity_as_printed": "cobal",
        "type_as_printed": "Mine production",
        "column_detail": None,
        "country_as_printed": "Chile",
        "unit_as_printed": "t",
        "year": 2022,
        "value_as_printed": "68",
        "is_estimated_column": False,
        "note_marks": "",
        "value_in_note": None,
    }
    return UsgsCell(**{**fields, **other})  # type: ignore[arg-type]


def corrected_cells() -> Iterator[dict[str, object]]:
    """For each correction the cell that it expects, and cells that differ in one thing."""
    for row in rows_of("corrections"):
        meant: dict[str, object] = {
            "edition_id": row["edition_id"],
            "file_name": row["file_name"],
            "commodity_as_printed": row["commodity_as_printed"],
            "type_as_printed": row["table_pattern"] or "Mine production",
            "country_as_printed": row["country_as_printed"].replace("*", "Chile"),
            "statistic": row["statistic"].replace("*", "production"),
            "year": int(row["year"].replace("*", "2022")),
            row["field"]: row["expect"],
        }
        yield meant
        for column in ("commodity_as_printed", "type_as_printed", "country_as_printed"):
            yield from ({**meant, column: form} for form in odd_forms(str(meant[column])))
        yield {**meant, "type_as_printed": "", "column_detail": row["table_pattern"] or "ore"}
        yield {**meant, row["field"]: f"{row['expect']} "}


def odd_cells() -> pd.DataFrame:
    """All of them as the raw table of the yearly summaries."""
    others: list[dict[str, object]] = [
        *({"country_as_printed": text} for text in countries()),
        *({"commodity_as_printed": text} for text in commodities()),
        *({"unit_as_printed": text} for text in units()),
        *({"value_as_printed": text} for text in values()),
        *corrected_cells(),
    ]
    return to_frame("usgs_mcs_cells", [_cell(n, **other) for n, other in enumerate(others, 2)])


def rows_as_text(frame: pd.DataFrame, columns: list[str] | None = None) -> list[tuple[str, ...]]:
    """Rows of a frame in one order, whatever types two engines gave to them."""
    chosen = frame[columns or sorted(frame.columns)].astype("str").fillna("nan")
    return sorted(chosen.replace({"<NA>": "nan", "None": "nan"}).itertuples(index=False, name=None))


def read(database: Path, name: str) -> pd.DataFrame:
    """A relation of a build database, in whichever schema it lies."""
    import duckdb

    with duckdb.connect(str(database), read_only=True) as connection:
        (schema,) = connection.execute(
            "select table_schema from information_schema.tables where table_name = $name",
            {"name": name},
        ).fetchall()
        return connection.execute(f'from "{schema[0]}"."{name}"').df()
