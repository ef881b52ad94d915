"""What the nightly checks found, kept: since when, until when, and when each check last ran."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from foundation.columns import one_of
from foundation.ids import new_id

SEVERITIES = ("error", "warning")


class CheckFinding(SQLModel, table=True):
    """One finding, however many nights it lasts. `gone_at`: the first night on which it was not there."""

    __tablename__ = "check_finding"
    __table_args__ = (
        one_of("severity", SEVERITIES),
        sa.Index(
            "ix_check_finding_open",
            "check_name",
            sqlite_where=sa.text("gone_at IS NULL"),
            postgresql_where=sa.text("gone_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True, max_length=64, description="a hash of check, subject and words")
    check_name: str = Field(max_length=40)
    severity: str = Field(max_length=10)
    subject: str = Field(max_length=120)
    message: str
    case_id: UUID | None = Field(default=None, foreign_key="case.id")
    first_seen: datetime
    last_seen: datetime
    gone_at: datetime | None = None


class CheckRun(SQLModel, table=True):
    """The last run of each check."""

    __tablename__ = "check_run"

    check_name: str = Field(primary_key=True, max_length=40)
    ran_at: datetime
    findings: int = 0
    took_ms: int = 0
