"""Running cases brought to another version of their chart: what was asked, and what became of each case."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.codes import CASE_TYPE, CodeList
from foundation.columns import one_of
from foundation.ids import new_id

MIGRATION_STATE: CodeList = {
    "rehearsed": "已试算",
    "applying": "迁移中",
    "applied": "已迁移",
    "undoing": "撤销中",
    "undone": "已撤销",
}
MIGRATION_OUTCOME: CodeList = {"mapped": "可迁移", "ambiguous": "去向不明", "impossible": "不能迁移"}
MIGRATED_CASE: CodeList = {"left": "未动", "moved": "已迁移", "restored": "已恢复", "stayed": "未恢复"}
_UNDER_WAY = sa.text("state IN ('applying', 'undoing')")


class ChartMigration(SQLModel, table=True):
    """One rehearsal or migration: by whom, when, to which version, with which mapping. `result` is its report."""

    __tablename__ = "chart_migration"
    __table_args__ = (
        one_of("case_type", CASE_TYPE),
        one_of("state", MIGRATION_STATE),
        # Of one type one migration is under way at a time; whoever comes second goes on with the first.
        sa.Index(
            "uq_chart_migration_under_way",
            "case_type",
            unique=True,
            sqlite_where=_UNDER_WAY,
            postgresql_where=_UNDER_WAY,
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_type: str = Field(max_length=20)
    to_version: int
    mapping: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON, description="old state: new state")
    state: str = Field(max_length=20)
    result: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON, description="counts by outcome, state, rule")
    by_name: str = Field(max_length=60)
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    at: datetime
    recorded_at: datetime
    ended_at: datetime | None = Field(default=None, description="when the last case was moved, or restored")
    undone_by_name: str | None = Field(default=None, max_length=60)
    undone_at: datetime | None = None


class ChartMigrationCase(SQLModel, table=True):
    """What a migration planned for a case and did with it."""

    __tablename__ = "chart_migration_case"
    __table_args__ = (
        one_of("outcome", MIGRATION_OUTCOME),
        one_of("state", MIGRATED_CASE),
        sa.UniqueConstraint("migration_id", "case_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    migration_id: UUID = Field(foreign_key="chart_migration.id")
    case_id: UUID = Field(foreign_key="case.id", index=True)
    outcome: str = Field(max_length=20)
    reason: str | None = Field(default=None, description="why it was not moved, or not restored")
    from_version: int
    from_state: str = Field(max_length=40)
    to_state: str | None = Field(default=None, max_length=40)
    state: str = Field(default="left", max_length=20)
    case_version: int | None = Field(default=None, description="the case's version after the move")
    clocks: list[dict[str, Any]] = Field(
        default_factory=list, sa_type=sa.JSON, description="each clock: kept, stopped or opened, as it was before"
    )
    recorded_at: datetime
