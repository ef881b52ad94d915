"""Somebody opened a paper that the house prints of a case, or asked for telephone numbers in full: 谁看过."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from cases.codes import VIEWED_HOW
from foundation.columns import one_of
from foundation.ids import new_id


class PaperLook(SQLModel, table=True):
    """One opening: of what, by whom, when, looked at or taken along."""

    __tablename__ = "paper_look"
    __table_args__ = (one_of("how", VIEWED_HOW),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_id: UUID | None = Field(default=None, foreign_key="case.id", index=True)
    contact_id: UUID | None = Field(default=None, foreign_key="contact.id", description="whose caller's number")
    paper: str = Field(max_length=40, description="what it is called, such as 调解笔录; never what it says")
    form: str = Field(max_length=4)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    name: str = Field(max_length=60)
    at: datetime
    how: str = Field(max_length=10)
