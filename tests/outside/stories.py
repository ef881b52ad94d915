"""Short ways to a place in a case's life."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

import cases.models  # noqa: F401 - every table
from tests.office import MORNING, Office
from tests.stories.scripts import opening


def table(name: str) -> sa.Table:
    """A table by its name."""
    return SQLModel.metadata.tables[name]


def rows(office: Office, name: str, case_id: UUID) -> list[Any]:
    """The case's rows of a table, in the order in which they were made."""
    found = table(name)
    with office.engine.connect() as connection:
        return list(connection.execute(sa.select(found).where(found.c.case_id == case_id).order_by(found.c.id)))


def every(office: Office, name: str) -> list[Any]:
    """All rows of a table."""
    with office.engine.connect() as connection:
        return list(connection.execute(sa.select(table(name))))


def the_case(office: Office, case_id: UUID) -> Any:
    """The case as it stands."""
    found = table("case")
    with office.engine.connect() as connection:
        return connection.execute(sa.select(found).where(found.c.id == case_id)).one()


def running(office: Office, case_id: UUID) -> list[str]:
    """The rules that run on the case, in order of their names."""
    return sorted(row.rule_id for row in rows(office, "clock", case_id) if row.state == "running")


def in_hand(office: Office, case_type: str = "wage_arrears", **more: Any) -> UUID:
    """A case in the hands of its mediator."""
    case_id = office.act("open_case", **opening(case_type, **more)).case_id
    assert case_id is not None
    office.act("accept", case_id)
    office.act("assign", case_id, by="supervisor", handler_id=str(office.account_id("tiaojie")))
    office.act("sign_for", case_id, by="mediator")
    return case_id


def in_callback(office: Office, **more: Any) -> UUID:
    """A case that waits for its callback."""
    case_id = in_hand(office, **more)
    office.act("request_closure", case_id, by="mediator", outcome="other", outcome_note="测试")
    office.act("approve_closure", case_id, by="supervisor")
    return case_id


def closed(office: Office, at: datetime = MORNING, **more: Any) -> UUID:
    """A closed case."""
    case_id = in_callback(office, **more)
    office.act("record_callback", case_id, contacted=True, resolved=True, satisfied=True, at=at)
    office.act("close", case_id, by="supervisor", at=at)
    return case_id
