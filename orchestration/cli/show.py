"""`minerals show NAME`: a mineral, one of its products, or a country.

Belongs here: handing what a name leads to over to what prints it.
Does not belong here: what a name means (`named.py`), what is printed (`show_mineral.py`,
`show_country.py`).
"""

from __future__ import annotations

from orchestration.build.names import COUNTRY, GROUP, MINERAL, Subject
from orchestration.cli import spoken
from orchestration.cli.show_country import print_country
from orchestration.cli.show_mineral import print_mineral
from orchestration.copies.answers.named import one_subject, read_names
from orchestration.copies.file.served import Served
from orchestration.ground.errors import AskedError
from orchestration.settings import get_settings

_MEMBERS = """
select distinct country_id from marts.dim_country_group
where group_id = $group and member_to is null
order by country_id
"""


def print_named(
    name: str,
    *,
    year: int | None,
    stage: str | None,
    edition: str | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Print the mineral, the product or the country of that name.

    Raises:
        AskedError: when nothing is called so, or several things are.
    """
    with Served(get_settings()) as served:
        names = read_names(served)
        subject = one_subject(names, name, "minerals show")
        if subject.kind == GROUP:
            raise _a_group(served, names.name_of(subject), subject)
    if subject.kind != COUNTRY:
        mineral = names.name_of(Subject(MINERAL, subject.subject_id), spoken.language())
        print_mineral(
            {"mineral_id": subject.subject_id, "mineral_name": mineral},
            year=year,
            stage=stage or subject.stage,
            form=subject.form,
            edition=edition,
            as_json=as_json,
            as_csv=as_csv,
        )
        return
    if (year, stage, edition) != (None, None, None):
        raise AskedError(
            "A country is shown with its newest figures",
            found=f"year={year}, stage={stage}, edition={edition}",
            way_out=f"leave those options out: minerals show {name}",
        )
    print_country(
        subject.subject_id,
        names.name_of(subject, spoken.language()),
        as_json=as_json,
        as_csv=as_csv,
    )


def _a_group(served: Served, name: str, subject: Subject) -> AskedError:
    members = [row["country_id"] for row in served.rows(_MEMBERS, group=subject.subject_id)]
    return AskedError(
        f"{name} is a group of countries, which is not shown by this command",
        where="marts.fct_group_share has its shares",
        expected="one of its members: " + ", ".join(members),
        way_out=f"minerals show {members[0]}" if members else "",
    )
