"""Accounts and sign-in sessions."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from foundation.columns import one_of
from foundation.ids import new_id
from people.roles import Role
from people.unit import Unit

__all__ = ["Account", "IdempotentAnswer", "SignIn", "Unit"]


class Account(SQLModel, table=True):
    """A named person who may sign in."""

    __tablename__ = "account"
    __table_args__ = (one_of("role", [role.value for role in Role if role is not Role.SYSTEM]),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    login: str = Field(unique=True, max_length=40)
    name: str = Field(max_length=60)
    role: str = Field(max_length=20)
    title: str | None = Field(default=None, max_length=20, description="主席、副主席 for those who sign letters")
    unit: str | None = Field(default=None, max_length=80)
    unit_id: UUID | None = Field(default=None, foreign_key="unit.id")
    district: str | None = Field(default=None, max_length=12)
    email: str | None = Field(default=None, max_length=120)
    password_hash: str = Field(max_length=200)
    active: bool = True
    failures: int = 0
    locked_until: datetime | None = None
    created_at: datetime


class SignIn(SQLModel, table=True):
    """One signed-in browser or program; only a hash of its token is kept."""

    __tablename__ = "sign_in"

    token_hash: str = Field(primary_key=True, max_length=64)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    created_at: datetime
    expires_at: datetime
    kind: str = Field(default="browser", max_length=10)


class IdempotentAnswer(SQLModel, table=True):
    """The answer that was given to a write with this Idempotency-Key: the same key gets it again."""

    __tablename__ = "idempotent_answer"

    account_id: UUID = Field(primary_key=True, foreign_key="account.id")
    key: str = Field(primary_key=True, max_length=120)
    request_hash: str = Field(max_length=64)
    status: int
    body: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    at: datetime
