"""What the organs that letters are copied to are called here 联动机关: 同级人民法院 has a name in every city."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.letter_copy import COPY_ORGAN
from foundation.columns import one_of
from foundation.ids import new_id


class LinkageOrgan(SQLModel, table=True):
    """The name of one organ beside one union, with what it was checked by. A new name ends the one before it."""

    __tablename__ = "linkage_organ"
    __table_args__ = (
        one_of("organ", COPY_ORGAN),
        # One name holds at a time.
        sa.Index(
            "ix_linkage_organ_holds",
            "unit_id",
            "organ",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    unit_id: UUID = Field(foreign_key="unit.id")
    organ: str = Field(max_length=20)
    name: str = Field(max_length=120)
    checked_by: str = Field(max_length=200, description="核实依据：来函、官网等")
    recorded_by: str = Field(max_length=60)
    recorded_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = Field(default=None, max_length=60)
