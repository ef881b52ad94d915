"""What ties a person of the office to an employer or a person: declared, so that nobody decides in their own cause."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import INTEREST
from foundation.columns import one_of
from foundation.ids import new_id


class AccountInterest(SQLModel, table=True):
    """One declared tie 利害关系, to an employer or to a person (by the index of the ID number or phone)."""

    __tablename__ = "account_interest"
    __table_args__ = (
        one_of("relation", INTEREST),
        sa.CheckConstraint("employer_id IS NOT NULL OR person_index IS NOT NULL", name="to_somebody"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    employer_id: UUID | None = Field(default=None, foreign_key="employer.id", index=True)
    person_index: str | None = Field(default=None, max_length=32, index=True)
    relation: str = Field(max_length=20)
    note: str | None = Field(default=None, max_length=200)
    from_on: date
    until_on: date | None = None
    declared_by: str = Field(max_length=60)
    declared_at: datetime
    recorded_at: datetime
