"""The unit of work: one act, one transaction, one place that commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from foundation.clock import office_day
from foundation.collisions import collision
from foundation.errors import Collided
from foundation.writes import Writes


@dataclass(frozen=True)
class Actor:
    """Who does it: a person with an account, or a part of the system that acts by name."""

    name: str
    role: str
    account_id: UUID | None = None
    district: str | None = None
    title: str | None = None
    # The unit below to whose cases this person is kept; people of the office itself have none.
    unit_id: UUID | None = None


SYSTEM = Actor(name="系统", role="system")
IMPORTER = Actor(name="系统导入", role="system")


@dataclass(frozen=True)
class Work:
    """One transaction, with who and when.

    `at` is when the act happened in the world (clocks count from it), `recorded_at` is when we
    learnt of it. They differ only for what is entered late or imported. With `history` set,
    messages are written down but never sent. With `inferred` set, the act is concluded (推定), not told.
    """

    session: Session
    by: Actor
    at: datetime
    recorded_at: datetime
    history: bool = False
    inferred: bool = False
    writes: Writes = field(default_factory=Writes)

    @property
    def day(self) -> date:
        """The day on the office calendar, from which legal periods are counted."""
        return office_day(self.at)

    @property
    def connection(self) -> sa.Connection:
        """The transaction's own connection, for compiled statements."""
        return self.session.connection()

    def write_now(self) -> None:
        """Send what was noted so far, for the rare act that must read its own writes."""
        self.writes.flush(self.connection)


@contextmanager
def begin(
    engine: sa.Engine, *, by: Actor, at: datetime, recorded_at: datetime | None = None, history: bool = False
) -> Iterator[Work]:
    """Commit on the way out; on any error, roll everything back. Nothing else commits.

    Raises Collided where somebody else wrote the same, or held what this act needed, at the same instant.
    """
    try:
        with (
            engine.connect().execution_options(writing=True) as connection,
            Session(connection, expire_on_commit=False, autoflush=False) as session,
            session.begin(),
        ):
            work = Work(session, by, at, recorded_at or at, history)
            yield work
            work.write_now()
    except sa.exc.DBAPIError as error:
        said = collision(error)
        if said is None:
            raise
        raise Collided(said) from error
