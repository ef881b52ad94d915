"""Investigations that the wrong people made, and letters that name who did not agree."""

import sqlalchemy as sa

from cases.letter import Letter
from tests.cases.planting import in_mediation, run, served
from tests.office import FIRST_SUPERVISOR, Office
from tests.stories.scripts import INVESTIGATION

_letter: sa.Table = Letter.__table__


def _investigators(office: Office) -> None:
    case_id = in_mediation(office)
    office.act("open_investigation", case_id, by="mediator", **INVESTIGATION)
    run(office, "UPDATE supervisor_term SET valid_to = '2024-12-31' WHERE supervisor_id = :id", id=FIRST_SUPERVISOR)


def _named(office: Office) -> None:
    served(office)
    with office.engine.begin() as connection:
        facts = connection.execute(sa.select(_letter.c.facts)).scalar_one()
        said = {**facts, "findings": ["拖欠赵 某等三人工资54000元"]}
        assert connection.execute(sa.update(_letter).values(facts=said)).rowcount


PLANTS = {"investigator_count": _investigators, "letter_privacy": _named}
