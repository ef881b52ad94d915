"""An office that stands in another region or at another level, for tests of letters; and a file ready for letters."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from foundation.settings import settings
from tests.cases.planting import in_mediation
from tests.office import MORNING, Office
from tests.stories.scripts import INVESTIGATION, RECORD, VIOLATION


@contextmanager
def standing_in(region: str, level: str = "city") -> Iterator[None]:
    """The settings of an office of this region and level."""
    given = {"WEIQUAN_OFFICE_REGION": region, "WEIQUAN_OFFICE_LEVEL": level}
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    settings.cache_clear()
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        settings.cache_clear()


def titled(office: Office, title: str | None) -> Office:
    """The same office, its leader with another title."""
    leader = replace(office.actors["leader"], title=title)
    return Office(office.engine, {**office.actors, "leader": leader})


def rows(office: Office, table: str, **wanted: Any) -> list[dict[str, Any]]:
    """Rows of a table with these values, in order of their making."""
    one = SQLModel.metadata.tables[table]
    query = sa.select(one).where(*(one.c[name] == value for name, value in wanted.items())).order_by(one.c.id)
    with office.engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def one_row(office: Office, table: str, **wanted: Any) -> dict[str, Any]:
    """The only such row."""
    (found,) = rows(office, table, **wanted)
    return found


def on_file(office: Office, *, investigated: bool = True, at: datetime = MORNING) -> UUID:
    """A file in mediation with a breach of the law, and its investigation closed."""
    case_id = in_mediation(office)
    office.act("record_violation", case_id, by="mediator", at=at, **VIOLATION)
    if investigated:
        office.act("open_investigation", case_id, by="mediator", at=at, **INVESTIGATION)
        office.act("close_investigation", case_id, by="mediator", at=at, **RECORD)
    return case_id


def drafted(office: Office, case_id: UUID, kind: str, *, at: datetime = MORNING, **more: Any) -> UUID:
    """A letter drafted by hand."""
    made = office.act("draft_letter", case_id, by="mediator", at=at, kind=kind, cause="测试", **more).made
    return UUID(str(made["letter_id"]))
