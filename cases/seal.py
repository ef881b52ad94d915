"""Seals of the union and the register of their use 用印登记, which is only ever added to."""

from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from foundation.columns import one_of
from foundation.ids import new_id

# Which seals a letter may carry: the union's own, or the committee's where the region lets it issue (天津10, 福建19).
SEAL_KIND = MappingProxyType({"union": "总工会公章", "committee": "劳动法律监督委员会章"})


class Seal(SQLModel, table=True):
    """A seal with its keeper; its picture lies in the file store and is never attached to a case."""

    __tablename__ = "seal"
    __table_args__ = (one_of("kind", SEAL_KIND),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True, max_length=80)
    issuer: str = Field(max_length=80)
    kind: str = Field(max_length=20)
    file_id: UUID | None = Field(default=None, foreign_key="stored_file.id")
    keeper_id: UUID | None = Field(default=None, foreign_key="account.id")
    keeper_name: str | None = Field(default=None, max_length=60)
    valid_from: date
    registered_by: str = Field(max_length=60)
    registered_at: datetime
    retired_on: date | None = None
    retired_at: datetime | None = Field(default=None, description="from this instant it may not be used")
    retired_why: str | None = None
    retired_by: str | None = Field(default=None, max_length=60)


class SealUse(SQLModel, table=True):
    """One use of a seal on a letter. Without `seal_id` it was the seal of rubber that nobody registered."""

    __tablename__ = "seal_use"
    __table_args__ = (sa.Index("ix_seal_use_used_at", "used_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seal_id: UUID | None = Field(default=None, foreign_key="seal.id", index=True)
    letter_id: UUID = Field(foreign_key="letter.id", index=True)
    copies: int
    purpose: str = Field(max_length=200)
    used_at: datetime
    used_by: str = Field(max_length=60)
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
