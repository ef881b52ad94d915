"""The one-time link by which an employer answers without an account 网上答复链接."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from foundation.ids import new_id


class ReplyLink(SQLModel, table=True):
    """One link. Only a hash of its token is kept; it is shown once, used once, and ends by itself."""

    __tablename__ = "reply_link"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    letter_id: UUID = Field(foreign_key="letter.id", index=True)
    token_hash: str = Field(unique=True, max_length=64)
    made_by: str = Field(max_length=60)
    made_at: datetime
    last_day: date = Field(description="the last day on which it is good")
    expires_at: datetime
    shown_at: datetime | None = None
    opened_at: datetime | None = None
    failures: int = 0
    locked_until: datetime | None = None
    used_at: datetime | None = None
    reply_id: UUID | None = Field(default=None, foreign_key="letter_reply.id")
    receipt: str | None = Field(default=None, unique=True, max_length=40)
    revoked_at: datetime | None = None
    revoked_by: str | None = Field(default=None, max_length=60)
