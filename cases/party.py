"""The people of a case."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlmodel import Field, SQLModel

from cases.codes import PARTY_ROLE
from foundation.columns import Yuan, one_of
from foundation.crypto import Sealed
from foundation.ids import new_id


class Party(SQLModel, table=True):
    """A person in a case. Phone and ID number are sealed; the index finds them again."""

    __tablename__ = "party"
    __table_args__ = (one_of("role", PARTY_ROLE),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    role: str = Field(max_length=20)
    name: str = Field(max_length=60)
    phone: str | None = Field(default=None, sa_type=Sealed)
    phone_index: str | None = Field(default=None, max_length=32, index=True)
    id_number: str | None = Field(default=None, sa_type=Sealed)
    id_index: str | None = Field(default=None, max_length=32, index=True)
    claimed: Decimal | None = Field(default=None, sa_type=Yuan)
    agreed: Decimal | None = Field(default=None, sa_type=Yuan)
    paid: Decimal | None = Field(default=None, sa_type=Yuan)
    recorded_at: datetime
