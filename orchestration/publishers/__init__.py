"""Publishers' statistics: bytes in, rows as reported out.

Belongs here: one folder per publisher, the compact layout of the embedded figures, and the
functions below that read either. Reading is pure Python over files; fetching goes through the
engine in `fetching`.
Does not belong here: Dagster, DuckDB, units, names of minerals and countries, any judgement of a
figure.

A new publisher is a new folder beside these, which `registry.py` finds. It holds

* `facts.py`: `FACTS`, a `Facts` with the source's identifier, name, licence, credit, home address
  and rhythm; file-name patterns;
* `rows.py`: the row types and `TABLES`, one `RawTable` for each raw table: columns, where it
  ships, where the arrival rules find table, place and value;
* `layouts.py`: `edition_of_file_name`, `parse_file`, which opens no connection, `LAYOUTS`, what a
  file that a person drops must look like, and, where an edition may come as one of several files,
  `prefer`;
* `online.py`: `CONNECTOR`, which takes the settings, discovers and fetches;
* `bulk.py`, where its bulk files of trade become partitions: `BULK`.

`registry.py` puts these together: a `Publisher`.

What an analyst reads of it comes with seeds (`editions.csv`: one row for each edition that ships,
its terms those of `FACTS`; a test compares them) and with a staging model.

Three lists name publishers: the contract of imports in `pyproject.toml` all of them, `SWITCHES` of
`orchestration/settings.py` those that can be switched off, the macro `printed_in_all_sources` the
staging models of production.
"""

from orchestration.publishers.editions import (
    check_input_folder,
    list_editions,
    read_edition,
    read_raw_tables,
    rebuild_embedded,
)
from orchestration.publishers.registry import PUBLISHERS, publisher_of

__all__ = [
    "PUBLISHERS",
    "check_input_folder",
    "list_editions",
    "publisher_of",
    "read_edition",
    "read_raw_tables",
    "rebuild_embedded",
]
