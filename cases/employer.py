"""The employer 用人单位, one file per enterprise 一企一档."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from foundation.ids import new_id


class Employer(SQLModel, table=True):
    """An employer, found again by its folded name (see cases/employer_names.py)."""

    __tablename__ = "employer"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=120)
    folded: str = Field(max_length=120, unique=True)
    credit_code: str | None = Field(default=None, max_length=18, index=True)
    kind: str | None = Field(default=None, max_length=60)
    industry: str | None = Field(default=None, max_length=2)
    region: str | None = Field(default=None, max_length=60)
    address: str | None = Field(default=None, max_length=200)
    recorded_at: datetime
