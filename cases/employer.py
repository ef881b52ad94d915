"""The employer 用人单位, one file per enterprise 一企一档: its names, its branches, and what became of its file."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import EMPLOYER_BRANCH, UNION_STATUS
from foundation.columns import one_of
from foundation.crypto import Sealed
from foundation.ids import new_id


class Employer(SQLModel, table=True):
    """An employer, found again by its folded name (see cases/employer_names.py).

    A file that turned out to be another's keeps its row and points to that one by `merged_into_id`.
    """

    __tablename__ = "employer"
    __table_args__ = (one_of("branch_kind", EMPLOYER_BRANCH), one_of("union_status", UNION_STATUS))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=120)
    folded: str = Field(max_length=120, unique=True)
    credit_code: str | None = Field(default=None, max_length=18, index=True, unique=True)
    kind: str | None = Field(default=None, max_length=60)
    industry: str | None = Field(default=None, max_length=2)
    region: str | None = Field(default=None, max_length=60)
    address: str | None = Field(default=None, max_length=200)
    recorded_at: datetime
    parent_id: UUID | None = Field(default=None, foreign_key="employer.id", index=True)
    branch_kind: str | None = Field(default=None, max_length=20)
    union_status: str | None = Field(default=None, max_length=20)
    contact: str | None = Field(default=None, max_length=60)
    phone: str | None = Field(default=None, sa_type=Sealed)
    merged_into_id: UUID | None = Field(default=None, foreign_key="employer.id", index=True)


class EmployerAlias(SQLModel, table=True):
    """Another name of the same employer: a short name, a former name, the name on the site's board."""

    __tablename__ = "employer_alias"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    employer_id: UUID = Field(foreign_key="employer.id", index=True)
    name: str = Field(max_length=120)
    folded: str = Field(max_length=120, unique=True)
    recorded_at: datetime


class EmployerKey(SQLModel, table=True):
    """What a name is found by although it is written differently (see cases/employer_names.py).

    The keys belong to the file under whose name they were made; a merged file's keys lead on to where it went.
    """

    __tablename__ = "employer_key"
    __table_args__ = (sa.Index("ix_employer_key_employer", "employer_id"),)

    key: str = Field(primary_key=True, max_length=160)
    employer_id: UUID = Field(primary_key=True, foreign_key="employer.id")


class EmployerMerge(SQLModel, table=True):
    """Two files that were one employer. `undone_at`: they were not."""

    __tablename__ = "employer_merge"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    from_id: UUID = Field(foreign_key="employer.id", index=True)
    into_id: UUID = Field(foreign_key="employer.id", index=True)
    reason: str
    by: str = Field(max_length=60)
    at: datetime
    recorded_at: datetime
    undone_at: datetime | None = None
    undone_by: str | None = Field(default=None, max_length=60)


class EmployerMove(SQLModel, table=True):
    """One row that a merge took along: exactly these go back when it is undone."""

    __tablename__ = "employer_move"

    merge_id: UUID = Field(primary_key=True, foreign_key="employer_merge.id")
    place: str = Field(primary_key=True, max_length=80, description="table.column that named the employer")
    row_id: UUID = Field(primary_key=True)


class EmployerEntry(SQLModel, table=True):
    """One line of an employer's own history. Append-only."""

    __tablename__ = "employer_entry"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    employer_id: UUID = Field(foreign_key="employer.id", index=True)
    act: str = Field(max_length=40)
    title: str = Field(max_length=60)
    by: str = Field(max_length=60)
    at: datetime
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
