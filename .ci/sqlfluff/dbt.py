"""Stand-ins for dbt's cross-database functions, for linting without dbt.

Belongs here: what `{{ dbt.… }}` gives on DuckDB. Does not belong here: the project's own macros.
"""


def type_string() -> str:
    """The type of text."""
    return "varchar"


def type_int() -> str:
    """The type of whole numbers."""
    return "integer"
