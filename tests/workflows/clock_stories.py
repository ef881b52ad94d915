"""What the tests of running clocks share: making a case, reading its clocks and their history."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.case import Case
from cases.clock_rows import Alert, ClockFact, ClockRow, DeadlineRow
from foundation.work import SYSTEM, begin
from tests.office import Office
from tests.stories.players import filled
from tests.stories.scripts import TO_MEDIATION, opening

_case, _clock = Case.__table__, ClockRow.__table__
_deadline, _fact, _alert = DeadlineRow.__table__, ClockFact.__table__, Alert.__table__


def beijing(text: str) -> datetime:
    """An instant of office time: "2026-10-28 09:00"."""
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


def a_case(office: Office, *, at: datetime | None = None, **more: Any) -> UUID:
    """An open wage-arrears case; the worker's own limits only where asked for."""
    data = opening("wage_arrears", **more)
    if "infringement_known_on" not in more:
        del data["infringement_known_on"]
    done = office.act("open_case", **({"at": at} if at is not None else {}), **data)
    assert done.case_id is not None
    return done.case_id


def in_mediation(office: Office, **more: Any) -> UUID:
    """A case in mediation: fifteen days from 2026-10-13, the last of them 2026-10-28."""
    case_id = a_case(office, **more)
    for line in TO_MEDIATION:
        office.act(line.act, case_id, by=line.by, **filled(office, line.data))
    return case_id


def case_row(office: Office, case_id: UUID) -> Any:
    """The case as it stands."""
    with office.engine.connect() as connection:
        return connection.execute(sa.select(_case).where(_case.c.id == case_id)).one()


def clock(office: Office, case_id: UUID, rule: str) -> Any:
    """The newest clock of a rule on a case."""
    query = sa.select(_clock).where(_clock.c.case_id == case_id, _clock.c.rule_id == rule).order_by(_clock.c.id.desc())
    with office.engine.connect() as connection:
        return connection.execute(query).first()


def clocks_of(office: Office, case_id: UUID, **wanted: Any) -> list[Any]:
    """All clocks of a case with these columns."""
    query = sa.select(_clock).where(_clock.c.case_id == case_id)
    for name, value in wanted.items():
        query = query.where(_clock.c[name] == value)
    with office.engine.connect() as connection:
        return list(connection.execute(query.order_by(_clock.c.opened_at, _clock.c.id)))


def dues(office: Office, clock_id: UUID) -> list[str]:
    """Every due date that was ever given for a clock, in order."""
    query = sa.select(_deadline.c.due).where(_deadline.c.clock_id == clock_id).order_by(_deadline.c.seq)
    with office.engine.connect() as connection:
        return list(connection.execute(query).scalars())


def facts_of(office: Office, clock_id: UUID) -> list[str]:
    """What became of a clock, in the order in which it was learnt."""
    query = sa.select(_fact.c.kind).where(_fact.c.clock_id == clock_id).order_by(_fact.c.recorded_at, _fact.c.id)
    with office.engine.connect() as connection:
        return list(connection.execute(query).scalars())


def alerts_of(office: Office, clock_id: UUID) -> list[Any]:
    """What was said of a clock."""
    with office.engine.connect() as connection:
        return list(connection.execute(sa.select(_alert).where(_alert.c.clock_id == clock_id)))


def set_case(office: Office, case_id: UUID, **values: Any) -> None:
    """Put a column of a case as the test needs it."""
    with begin(office.engine, by=SYSTEM, at=beijing("2026-10-13 09:00")) as work:
        work.writes.update(Case, {"id": case_id}, values)


def ask_and_grant(office: Office, case_id: UUID, name: str, *, at: datetime, granted_at: datetime, **data: Any) -> None:
    """A request by the mediator, decided by the supervisor."""
    made = office.act(name, case_id, by="mediator", at=at, **data).made
    office.act("approve_clock_request", case_id, by="supervisor", at=granted_at, request_id=str(made["request_id"]))
