"""The CSV export of the publisher's service: all fields, one record a row, no counts.

Belongs here: reading it.
Does not belong here: the meaning of fields (`record.py`). Nothing in an export says whether it is
whole, so only a person brings one; the connector fetches pages.
"""

from __future__ import annotations

from orchestration.publishers.bgs_wms.record import EXTRA_FIELDS, FIELDS, key_of, read_record
from orchestration.publishers.layout import FileLayout
from orchestration.publishers.reading.problems import Problems
from orchestration.publishers.reading.records import ParsedFile, Row
from orchestration.publishers.reading.tabular import Table, check_unique

LAYOUT = FileLayout(
    file_name="bgs_wms_2024_export.csv",
    columns=(*FIELDS, *EXTRA_FIELDS),
    example=(
        (
            *("Ruritania", "Production", "unobtainium, mine", "", "", "tonnes (metal content)"),
            *("2024-01-01", "1234", "1", "ZZ", "ZZZ", "A", "", ""),
        ),
    ),
    remarks=(
        "The example is invented: the publisher's figures are not open.",
        "Pages of the publisher's service (.json) are taken too; an export does not say whether "
        "it is whole.",
    ),
)


def parse_export(edition_id: str, file_name: str, content: bytes, problems: Problems) -> ParsedFile:
    """Rows of one export."""
    table = Table(file_name, content, LAYOUT.header)
    parsed = table.parsed(edition_id)
    records: list[Row] = []
    keys = []
    for number, fields in table.rows(problems):
        record = read_record(edition_id, file_name, number, fields, problems)
        if record is not None:
            records.append(record)
            keys.append((key_of(record), number))
    check_unique(keys, file_name, problems)
    parsed.add("bgs_wms_records", records)
    return parsed
