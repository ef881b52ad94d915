"""Units, employers and accounts to choose from; mediators with what they have in hand."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t
from cases.views.choosers import Choices, chooser
from cases.views.workload import loads
from foundation.clock import now
from people.accounts import people
from people.roles import ROLE_WORDS, Role
from people.unit import UNIT_KIND
from people.units import units as all_units


@chooser("unit")
def active_units(session: Session, subject_id: UUID | None) -> Choices:
    """Units that can be sent something; the union of the case's own employer says that it is."""
    employer = None
    if subject_id is not None:
        query = sa.select(t.case.c.employer_id).where(t.case.c.id == subject_id)
        employer = session.connection().execute(query).scalar_one_or_none()
    return [
        (
            str(one.id),
            f"{one.name}（{UNIT_KIND[one.kind]}"
            f"{'，本案用人单位自己的工会' if employer is not None and one.employer_id == employer else ''}）",
        )
        for one in all_units(session, active_only=True)
    ]


@chooser("assignee")
def mediators(session: Session, _subject_id: UUID | None) -> Choices:
    """Mediators who can take a case, with what they have in hand."""
    found = {one.key: one for one in loads(session, now()).people}
    choices = []
    for one in people(session, role=Role.MEDIATOR, active_only=True):
        load = found.get(one.id)
        unit = f"，{one.unit}" if one.unit else ""
        said = f"在办 {load.open}，逾期 {load.overdue}" if load is not None else "在办 0，逾期 0"
        choices.append((str(one.id), f"{one.name}（{said}{unit}）"))
    return choices


@chooser("union_employer")
def employers(session: Session, _subject_id: UUID | None) -> Choices:
    """Employers that stand in a file, by name."""
    query = sa.select(t.employer.c.id, t.employer.c.name).order_by(t.employer.c.name)
    return [(str(row.id), row.name) for row in session.connection().execute(query)]


@chooser("any_account")
def accounts(session: Session, _subject_id: UUID | None) -> Choices:
    """Everybody who may sign in."""
    return [(str(one.id), f"{one.name}（{ROLE_WORDS[Role(one.role)]}）") for one in people(session, active_only=True)]
