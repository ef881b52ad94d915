"""Migrations of charts: none is left half done, and what was moved stands where it was moved to."""

from collections.abc import Iterator

import sqlalchemy as sa

from cases.case import Case
from cases.chart_migration import MIGRATION_STATE, ChartMigration, ChartMigrationCase
from cases.checks.finding import Finding
from cases.checks.registry import Night, check
from cases.checks.running import STUCK_AFTER

_migration: sa.Table = ChartMigration.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_moved: sa.Table = ChartMigrationCase.__table__  # type: ignore[attr-defined]
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]


@check("chart_migration", "状态图迁移都做完了")
def half_done_migrations(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Migrations whose process was killed, and moved cases that stand elsewhere although nobody acted since."""
    query = sa.select(_migration.c.id, _migration.c.state).where(
        _migration.c.state.in_(("applying", "undoing")), _migration.c.recorded_at < night.at - STUCK_AFTER
    )
    for row in connection.execute(query):
        doing = MIGRATION_STATE[row.state]
        words = f"状态图迁移没有做完（{doing}）；请以相同的参数再运行一次 weiquan charts migrate。"
        yield Finding("chart_migration", "error", str(row.id)[:8], words)
    elsewhere = (
        sa.select(_case.c.number, _migration.c.to_version)
        .join(_moved, _moved.c.case_id == _case.c.id)
        .join(_migration, _migration.c.id == _moved.c.migration_id)
        .where(
            _moved.c.state == "moved",
            _moved.c.case_version == _case.c.version,
            _case.c.chart_version != _migration.c.to_version,
        )
    )
    for number, to_version in connection.execute(elsewhere):
        words = f"案件已迁移到状态图第 {to_version} 版，现在却不在这一版。"
        yield Finding("chart_migration", "error", number, words)
