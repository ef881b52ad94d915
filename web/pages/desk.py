"""工作台: what waits for this person."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from cases.views import desk
from cases.views.dispatches import arrived, returned, unsigned
from cases.views.letter_copies import owed_copies
from cases.views.reach import narrowed
from cases.views.tickets import owed_tickets
from cases.views.worklist import worklist
from foundation.clock import now, office_day
from foundation.database import reading
from notifications.ahead import danger
from people.roles import Role
from web.render import page
from web.visitor import Here
from workflows.charts.registry import LETTER_CHART

router = APIRouter()
INTAKE = (Role.OPERATOR, Role.SUPERVISOR)
CASE_STATES = {
    Role.OPERATOR: (("待受理", ("registered", "awaiting_materials")), ("待回访", ("callback",))),
    Role.SUPERVISOR: (
        ("待受理", ("registered", "declined")),
        ("待派单", ("assigning",)),
        ("待结案审核", ("closing_review",)),
        ("待结案", ("callback", "quality_check")),
    ),
}


def _owned(*owners: Role | str) -> tuple[str, ...]:
    """States of a letter in which one of these has to act next; what is closed waits for the archive only."""
    return tuple(name for name, state in LETTER_CHART.states.items() if state.owner in owners and name != "closed")


_ABROAD = ("用人单位", "主管部门")
LETTER_STATES = {
    Role.MEDIATOR: (("待办文书", _owned(Role.MEDIATOR)), ("等待对方的文书", _owned(*_ABROAD))),
    Role.SUPERVISOR: (
        ("待审核、编号、用印的文书", _owned(Role.SUPERVISOR)),
        ("在办文书", _owned(Role.MEDIATOR, *_ABROAD)),
    ),
    Role.LEADER: (("待签发文书", _owned(Role.LEADER)),),
}


@router.get("/")
def show(here: Here) -> Response:
    """Lists by role."""
    role, at = here.actor.role, now()
    until = at + danger()
    with reading(here.engine) as session:
        mine: Sequence[Any] = []
        if role == Role.MEDIATOR and here.actor.account_id is not None:
            mine = worklist(session, here.actor.account_id, until)
        lists = [
            (title, desk.waiting_cases(session, here.actor, states, until))
            for title, states in CASE_STATES.get(Role(role), ())
        ]

        def own_cases(rows: Sequence[Any]) -> list[Any]:
            return narrowed(session.connection(), here.actor, rows, lambda row: row.case_id)

        own = here.actor if role == Role.MEDIATOR else None
        letters = [
            (title, own_cases(desk.letters(session, states, handled_by=own)))
            for title, states in LETTER_STATES.get(Role(role), ())
        ]
        unread, ended = desk.unread(session, here.actor.account_id, role)
        return page(
            "desk.html",
            here,
            mine=mine,
            lists=lists,
            letters=letters,
            copies=owed_copies(session, role, here.actor.account_id) if role in LETTER_STATES else [],
            alerts=desk.alerts(session, here.actor.account_id, role, unread_only=True, still_open=True, limit=10),
            unread=unread,
            ended=ended,
            archive=desk.for_the_archive(session, here.actor, at, until) if role == Role.SUPERVISOR else None,
            contacts=desk.open_contacts(session, here.actor) if role in INTAKE else [],
            tickets=owed_tickets(session, here.actor) if role in INTAKE or here.actor.unit_id is not None else [],
            unsigned=own_cases(unsigned(session)) if role in INTAKE else [],
            arrived=arrived(session, here.actor) if role == Role.MEDIATOR else [],
            returned=own_cases(returned(session)) if role in INTAKE else [],
            today=office_day(at),
            counts=desk.counts(session, here.actor, at, until),
        )
