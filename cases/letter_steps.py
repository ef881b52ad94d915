"""What happens to a letter on its way: its items, each try to serve it, each answer."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import ITEM_ADMITTED, ITEM_RESULT, REPLY_STANCE, REPLY_WAY, SERVICE_OUTCOME, SERVICE_WAY
from foundation.columns import one_of
from foundation.ids import new_id


class LetterItem(SQLModel, table=True):
    """One finding with its demand, as signed; what the employer answers to it, and what the check found."""

    __tablename__ = "letter_item"
    __table_args__ = (
        sa.UniqueConstraint("letter_id", "seq"),
        one_of("admitted", ITEM_ADMITTED),
        one_of("result", ITEM_RESULT),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    letter_id: UUID = Field(foreign_key="letter.id")
    seq: int
    finding: str
    demand: str
    admitted: str | None = Field(default=None, max_length=10)
    measure: str | None = Field(default=None, description="措施")
    person: str | None = Field(default=None, max_length=60, description="责任人")
    due_on: date | None = Field(default=None, description="完成时限")
    evidence: str | None = Field(default=None, description="佐证")
    result: str | None = Field(default=None, max_length=10)
    check_note: str | None = None
    checked_on: date | None = None
    # The line of the register of each; a check from before it was asked for has its names only.
    first_checker_id: UUID | None = Field(default=None, foreign_key="supervisor.id")
    first_checker: str | None = Field(default=None, max_length=60)
    second_checker_id: UUID | None = Field(default=None, foreign_key="supervisor.id")
    second_checker: str | None = Field(default=None, max_length=60)


class LetterService(SQLModel, table=True):
    """One try to serve a letter, with its proof. Never changed: a further try is a further row."""

    __tablename__ = "letter_service"
    __table_args__ = (
        sa.UniqueConstraint("letter_id", "seq"),
        one_of("how", SERVICE_WAY),
        one_of("outcome", SERVICE_OUTCOME),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    letter_id: UUID = Field(foreign_key="letter.id")
    seq: int
    outcome: str = Field(max_length=20)
    how: str = Field(max_length=20)
    tried_on: date
    place: str | None = Field(default=None, max_length=200)
    receiver: str | None = Field(default=None, max_length=60)
    relation: str | None = Field(default=None, max_length=60, description="收件人与受送达单位的关系")
    first_server: str | None = Field(default=None, max_length=60)
    second_server: str | None = Field(default=None, max_length=60)
    witness: str | None = Field(default=None, max_length=120)
    consent: str | None = Field(default=None, max_length=200, description="受送达单位同意电子送达的凭据")
    reason: str | None = Field(default=None, description="拒收或者未能送达的事由")
    proof: str | None = Field(default=None, description="回证编号、邮件号、照片说明")
    attachment_id: UUID | None = Field(default=None, foreign_key="attachment.id")
    recorded_by: str = Field(max_length=60)
    recorded_at: datetime


class LetterReply(SQLModel, table=True):
    """One answer of the addressee. The first decides whether it came in time; all are kept."""

    __tablename__ = "letter_reply"
    __table_args__ = (
        sa.UniqueConstraint("letter_id", "seq"),
        one_of("stance", REPLY_STANCE),
        one_of("way", REPLY_WAY),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    letter_id: UUID = Field(foreign_key="letter.id")
    seq: int
    replied_on: date
    stance: str | None = Field(default=None, max_length=10)
    way: str = Field(default="paper", max_length=20)
    text: str
    answered_by: str | None = Field(default=None, max_length=60, description="答复人")
    answered_title: str | None = Field(default=None, max_length=60, description="答复人职务")
    attachment_id: UUID | None = Field(default=None, foreign_key="attachment.id")
    recorded_by: str = Field(max_length=60)
    recorded_at: datetime
