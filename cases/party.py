"""The people of a case."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import ID_KIND, PARTY_ROLE, PARTY_STATUS
from cases.inquiry_codes import CONSENT_WAY
from foundation.columns import Yuan, one_of
from foundation.crypto import Sealed
from foundation.ids import new_id


class Party(SQLModel, table=True):
    """A person in a case. Phone and ID number are sealed; the index finds them again."""

    __tablename__ = "party"
    __table_args__ = (
        one_of("role", PARTY_ROLE),
        one_of("id_kind", ID_KIND),
        one_of("status", PARTY_STATUS),
        one_of("disclosure_consent_how", CONSENT_WAY),
    )

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
    id_kind: str | None = Field(default=None, max_length=20)
    status: str = Field(default="present", max_length=20)
    merged_into_id: UUID | None = Field(default=None, foreign_key="party.id")
    place: int = Field(default=0, description="the order in which the roster names them")
    disclosure_consent_on: date | None = Field(default=None, description="同意在文书中披露身份之日")
    disclosure_consent_how: str | None = Field(default=None, max_length=20)
    disclosure_withdrawn_on: date | None = Field(default=None, description="for letters from that day on")


class PartyMerge(SQLModel, table=True):
    """Two entries of one person in a case. `kept`: what the entry that stayed had of its own before."""

    __tablename__ = "party_merge"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    from_id: UUID = Field(foreign_key="party.id")
    into_id: UUID = Field(foreign_key="party.id")
    kept: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    reason: str
    by: str = Field(max_length=60)
    at: datetime
    undone_at: datetime | None = None
    undone_by: str | None = Field(default=None, max_length=60)
