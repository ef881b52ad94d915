"""Linkage: what the rules want said to court or procuratorate has been said within the union's own days."""

from collections.abc import Iterator

import sqlalchemy as sa

from cases.checks.finding import Finding
from cases.checks.registry import Night, check, found
from cases.letter_copy import COPY_ACTION
from cases.views import tables as t
from foundation.clock import office_day


@check("letter_copy_owed", "应抄送、通报、反馈的都已办理")
def owed_for_too_long(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Copies past their day that nobody has sent; the days are counted by the rule SVC-LETTER-COPY and its like."""
    query = (
        sa.select(
            t.case.c.number,
            t.letter_copy.c.rule,
            t.letter_copy.c.organ_name,
            t.letter_copy.c.action,
            t.letter_copy.c.due,
        )
        .join(t.case, t.case.c.id == t.letter_copy.c.case_id)
        .where(
            t.letter_copy.c.sent_on.is_(None),
            t.letter_copy.c.is_optional.is_(False),
            t.letter_copy.c.due < office_day(night.at),
        )
        .order_by(t.letter_copy.c.due, t.letter_copy.c.id)
    )
    rows = [
        (number, rule, organ, COPY_ACTION[action], due)
        for number, rule, organ, action, due in connection.execute(query)
    ]
    yield from found("letter_copy_owed", "warning", rows, "按{0}应向{1}{2}，{3} 前应办，尚未登记。")
