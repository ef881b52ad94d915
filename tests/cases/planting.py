"""What plants share: sound cases that have gone some way, and raw SQL that goes behind the acts' back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from foundation.database import is_postgres
from tests.letter_steps import sent
from tests.office import MORNING, Office
from tests.stories.scripts import VIOLATION
from tests.workflows.clock_stories import a_case, case_row, in_mediation
from workflows.firing import fire_all_due


def run(office: Office, sql: str, **values: Any) -> None:
    """One statement that no act would make."""
    typed = [sa.bindparam(name, value, _type(value)) for name, value in values.items()]
    with office.engine.begin() as connection:
        done = connection.execute(sa.text(sql).bindparams(*typed))
    assert done.rowcount, f"nothing was broken: {sql}"


def _type(value: Any) -> sa.types.TypeEngine[Any] | None:
    if isinstance(value, UUID):
        return sa.Uuid()
    return sa.Boolean() if isinstance(value, bool) else None


@contextmanager
def unforced(office: Office) -> Iterator[sa.Connection]:
    """A transaction in which nothing holds foreign keys."""
    with office.engine.connect() as connection:
        if is_postgres(connection):
            connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
            yield connection
            connection.commit()
            return
        connection.rollback()
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
            connection.commit()
        finally:
            connection.connection.cursor().execute("PRAGMA foreign_keys=ON")


def merged(office: Office) -> UUID:
    """A closed case: joined with another."""
    case_id, other = a_case(office), a_case(office)
    into = case_row(office, other).number
    office.act("merge_case", case_id, by="supervisor", into=into, reason="同一事项")
    return case_id


def agreed(office: Office) -> UUID:
    """A case whose employer has promised to pay in two parts."""
    case_id = in_mediation(office)
    parts = [{"due_on": "2026-11-10", "amount": "27000"}, {"due_on": "2026-12-10", "amount": "27000"}]
    office.act("record_agreement", case_id, by="mediator", amount="54000", terms="分两期付清", instalments=parts)
    return case_id


def run_out(office: Office) -> UUID:
    """A case that nobody reviewed for three weeks, with every level of the ladder told."""
    case_id = a_case(office, at=MORNING - timedelta(days=21))
    fire_all_due(office.engine, MORNING)
    return case_id


def served(office: Office) -> UUID:
    """A case with a notice that was signed and served."""
    case_id = in_mediation(office)
    office.act("record_violation", case_id, by="mediator", **VIOLATION)
    letter_id = office.act("draft_letter", case_id, by="mediator", kind="notice", cause="拖欠工资").made["letter_id"]
    sent(office, UUID(str(letter_id)))
    return case_id


LATE = MORNING - timedelta(hours=3)
