"""Letters: what was served is waited for, what ran out says so, and every number stands in the book."""

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from cases.checks.finding import Finding
from cases.checks.registry import Night, check, found
from cases.letter import LetterNumber
from cases.views import tables as t

GRACE = timedelta(hours=1)
_number: sa.Table = LetterNumber.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_served = sa.and_(t.letter.c.state == "served", t.letter.c.reply_due.is_not(None))
_named = sa.func.coalesce(t.letter.c.number, t.letter.c.kind_label)


@check("letter_clock", "已送达的文书都有答复期限在计时")
def nobody_waits(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Letters whose answer nobody awaits."""
    awaited = sa.exists().where(t.clock.c.letter_id == t.letter.c.id, t.clock.c.state.in_(("running", "paused")))
    query = sa.select(_named).where(_served, t.letter.c.case_id.is_not(None), sa.not_(awaited))
    yield from found("letter_clock", "error", connection.execute(query), "文书已送达，答复期限却没有在计时。")


@check("letter_overdue", "逾期未答复的文书状态正确")
def still_served(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Letters whose time for an answer ran out, and which still look as if it had not."""
    late = sa.exists().where(
        t.clock.c.letter_id == t.letter.c.id,
        t.clock.c.state == "running",
        t.clock.c.breached.is_(True),
        t.clock.c.due_at < night.at - GRACE,
    )
    query = sa.select(_named).where(_served, late)
    yield from found("letter_overdue", "error", connection.execute(query), "答复期限已过，文书仍是“已送达待答复”。")


@check("letter_book", "文书的文号都在文号簿上")
def numbers_not_in_the_book(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Letters with a number that the book does not know as theirs."""
    query = (
        sa.select(t.letter.c.number)
        .select_from(
            t.letter.outerjoin(
                _number, sa.and_(_number.c.letter_id == t.letter.c.id, _number.c.number == t.letter.c.number)
            )
        )
        .where(t.letter.c.number.is_not(None), t.letter.c.state != "recorded", _number.c.id.is_(None))
    )
    yield from found("letter_book", "error", connection.execute(query), "文书的文号不在文号簿上。")
