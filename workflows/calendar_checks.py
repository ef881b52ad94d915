"""Nightly: is next year's notice here, and does every running clock stand on the calendar in force."""

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from cases.checks import Finding
from cases.checks.registry import Night, check
from foundation.clock import office_day
from foundation.database import reading
from foundation.settings import settings
from workflows import calendars
from workflows.calendar_rehearsal import OUTCOMES, rehearse

# Notices of the last ten years were published between late October and early December.
WATCH_FROM_MONTH = 10
# One line for each of the first, and one for how many there are.
LISTED = 20


def calendar_findings(engine: sa.Engine, at: datetime) -> list[Finding]:
    """Everything that is wrong with the calendar tonight."""
    night = Night(at, settings(), {})
    with reading(engine) as session:
        connection = session.connection()
        looks = (_missing_year, _not_followed, _outdated_clocks)
        return [finding for look in looks for finding in look(connection, night)]


@check("calendar_year", "放假通知已启用")
def _missing_year(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """From October on next year's notice is awaited; without it every date beyond is provisional."""
    today = office_day(night.at)
    last = calendars.fresh(connection).last.year
    if last < today.year:
        yield Finding(
            "calendar_year", "error", "放假安排", f"{today.year} 年的放假通知还没有启用，今年的期限都只是暂定。"
        )
    elif last == today.year and today.month >= WATCH_FROM_MONTH:
        waiting = calendars.waiting_for(connection, today.year + 1)
        instead = (
            "已导入，请试算、批准、启用。" if waiting else "国务院办公厅公布后，请用 weiquan calendar import 导入。"
        )
        words = f"{today.year + 1} 年的放假通知还没有启用，跨年的期限只是暂定。{instead}"
        yield Finding("calendar_year", "warning", "放假安排", words)


@check("calendar_unsettled", "启用和撤销的放假通知都已跟进")
def _not_followed(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    for paper_id in calendars.unsettled(connection):
        words = f"放假通知 {paper_id} 的启用或撤销还没有做完；引擎会接着做，或运行 weiquan calendar apply。"
        yield Finding("calendar_unsettled", "warning", "放假安排", words)


@check("calendar_clock", "期限都按现行放假安排计算")
def _outdated_clocks(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Running clocks computed on an older calendar whose date would be another on the one in force."""
    moves = rehearse(connection, calendars.fresh(connection), night.at).moves
    for move in moves[:LISTED]:
        change = f"{move.old_due} → {move.true_due}" if move.outcome != "manual" else move.note
        words = f"“{move.label}”还是按旧的放假安排计算的（{OUTCOMES[move.outcome]}：{change}）。"
        yield Finding("calendar_clock", "error" if move.outcome == "later" else "warning", move.number, words)
    if len(moves) > LISTED:
        words = f"共有 {len(moves)} 个期限还是按旧的放假安排计算的；请运行 weiquan calendar apply 重做。"
        yield Finding("calendar_clock", "error", "放假安排", words)
