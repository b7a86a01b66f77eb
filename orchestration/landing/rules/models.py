"""The mapping models of the dbt project, run on one edition before anything is built.

Belongs here: making a model's own SQL, and what it reads, in a DuckDB in memory.
Does not belong here: any mapping (models and seeds of `dbt_project`), which of them judge an
arrival (`names.py`).

Names, units, signs and corrections have one rule, the SQL that the build runs. It is read from the
project's folder and rendered without dbt, whose start costs seconds for each arrival; a test
compares the result with what dbt compiles.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import CodeType, SimpleNamespace
from typing import TYPE_CHECKING, Any, Self

from orchestration.landing.pins import landed_frame
from orchestration.publishers.frames import to_frame

if TYPE_CHECKING:
    import pandas as pd
    from jinja2 import Template

    from orchestration.settings import WarehouseSettings

BLANK = ("", "null")
"""What dbt reads as a missing value in a seed."""
_EXTENSIONS = ["jinja2.ext.do"]  # as dbt's own environment has it


class Models:
    """Models, seeds and data tests of the project over the raw tables of one edition."""

    def __init__(self, settings: WarehouseSettings, tables: Mapping[str, pd.DataFrame]) -> None:
        """Read the macros; a model is made when it is asked for."""
        import duckdb
        from jinja2 import Environment, StrictUndefined

        project = settings.dbt_project_dir
        self._files = {
            path.stem: path
            for folder in ("models", "seeds", "tests")
            for path in (project / folder).rglob("*")
            if path.suffix in (".sql", ".csv")
        }
        self._types = _types_of_seeds(project / "seeds")
        self._tables = {"landed_editions": landed_frame([]), **tables}
        self._made: set[str] = set()
        self._connection = duckdb.connect(":memory:")
        self._jinja = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701
        self._jinja.globals.update(self._words_of_dbt())
        self._jinja.globals.update(vars(self._template(_macros(project / "macros")).module))

    def __enter__(self) -> Self:
        """Nothing is open but the database in memory."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the database."""
        self._connection.close()

    def frame(self, name: str) -> pd.DataFrame:
        """The rows of a model, a seed or a data test."""
        frame: pd.DataFrame = self._connection.execute(f"from {self._ref(name)}").df()
        return frame

    def sql(self, name: str) -> str:
        """A model's SQL, after making everything that it reads."""
        return self._template(self._files[name].read_text()).render()

    def _template(self, text: str) -> Template:
        words = self._jinja.make_globals(None)
        return self._jinja.template_class.from_code(self._jinja, _compiled(text), words)

    def _words_of_dbt(self) -> dict[str, Any]:
        return {
            "ref": self._ref,
            "source": self._source,
            "config": lambda **_: "",
            "return": lambda text: text,
            "adapter": SimpleNamespace(dispatch=self._dispatch),
            "dbt": SimpleNamespace(type_string=lambda: "TEXT"),
        }

    def _dispatch(self, name: str) -> Any:
        words = self._jinja.globals
        return words.get(f"duckdb__{name}") or words[f"default__{name}"]

    def _ref(self, name: str) -> str:
        if name not in self._made:
            self._made.add(name)
            path = self._files[name]
            made = self._seed(path) if path.suffix == ".csv" else self.sql(name)
            self._connection.execute(f"create table {name} as {made}")
        return name

    def _seed(self, path: Path) -> str:
        return (
            f"from read_csv('{path}', header = true, sample_size = -1, nullstr = {list(BLANK)}, "
            f"types = {self._types[path.stem]})"
        )

    def _source(self, _: str, table: str) -> str:
        name = f"raw_{table}"
        if name not in self._made:
            self._made.add(name)
            found = self._tables.get(table)
            self._connection.register(name, _empty(table) if found is None else found)
        return name


def _macros(folder: Path) -> str:
    """What models are written with; how they are stored is dbt's business alone."""
    return "\n".join(
        path.read_text()
        for path in sorted(folder.rglob("*.sql"))
        if path.parent.name != "materializations"
    )


def _types_of_seeds(folder: Path) -> dict[str, dict[str, str]]:
    """The types that the YAML beside the seeds gives to columns; DuckDB and dbt guess the rest."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(folder.rglob("*.yml")):
        found.update(_types_in(path.read_text()))
    return found


@cache
def _empty(table: str) -> pd.DataFrame:
    return to_frame(table, [])


# Kept by what the files say: the next edition of a look asks the same project again.
@cache
def _types_in(text: str) -> dict[str, dict[str, str]]:
    import yaml

    seeds = yaml.load(text, Loader=yaml.CSafeLoader)["seeds"]
    return {seed["name"]: seed.get("config", {}).get("column_types", {}) for seed in seeds}


@cache
def _compiled(text: str) -> CodeType:
    from jinja2 import Environment

    return Environment(extensions=_EXTENSIONS, autoescape=False).compile(text)  # noqa: S701
