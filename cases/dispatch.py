"""The dispatch 派单: every time a case was sent to somebody, and what became of it."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import DISPATCH_KIND, RETURN_REASON
from foundation.columns import one_of
from foundation.ids import new_id


class Dispatch(SQLModel, table=True):
    """One sending of a case, to a person, a unit or a unit known by name only.

    It runs until it is returned or another takes its place (`ended_at`). The citizen clock knows nothing of it.
    """

    __tablename__ = "dispatch"
    __table_args__ = (one_of("kind", DISPATCH_KIND), one_of("reason_code", RETURN_REASON))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    kind: str = Field(default="dispatch", max_length=20)
    handler_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    unit_id: UUID | None = Field(default=None, foreign_key="unit.id", index=True)
    sent_to: str = Field(max_length=80, description="the name as it was when sent")
    sent_at: datetime
    sent_by: str = Field(max_length=60)
    note: str | None = None
    despite: str | None = Field(default=None, description="why it was sent although something speaks against it")
    do_not_return: bool = False
    needs_signing: bool = Field(default=True, description="false for a change of handler while work goes on")
    signed_at: datetime | None = None
    signed_by: str | None = Field(default=None, max_length=60)
    returned_at: datetime | None = None
    returned_by: str | None = Field(default=None, max_length=60)
    reason_code: str | None = Field(default=None, max_length=20)
    reason: str | None = None
    nth_return: int = Field(default=0, description="the how-many-th return of this case it was")
    ended_at: datetime | None = Field(default=None, description="another dispatch took its place")
    recorded_at: datetime


RUNS = sa.text("dispatch.returned_at IS NULL AND dispatch.ended_at IS NULL")
