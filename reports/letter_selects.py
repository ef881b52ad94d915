"""Figures of letters 一函两书 in the monthly report, as selections of the same shape.

A month that has passed does not change: an answer or a check after its end is not counted in it.
"""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from cases.case import Case
from cases.letter import Letter
from reports.period import Month

_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_letter: sa.Table = Letter.__table__  # type: ignore[attr-defined]
Selection = sa.Select[Any]
Condition = sa.ColumnElement[bool]
_l = _letter.c
TO_EMPLOYERS = _l.kind.in_(("notice", "opinion"))
FELL = _l.state.in_(("withdrawn", "void"))


def _where(*conditions: Condition) -> Selection:
    return (
        sa.select(
            _l.case_id.label("case_id"),
            sa.literal(1).label("value"),
            _case.c.case_type.label("type"),
            _case.c.district.label("district"),
            _case.c.channel.label("channel"),
        )
        .select_from(_letter.join(_case, _case.c.id == _l.case_id, isouter=True))
        .where(*conditions)
    )


def _in(column: sa.ColumnElement[Any], month: Month) -> Condition:
    return sa.and_(column >= month.first, column < month.after)


def _issued(*kinds: str) -> Callable[[Month], Selection]:
    wanted = (_l.kind.in_(kinds),) if kinds else ()
    return lambda month: _where(_l.number.is_not(None), sa.not_(FELL), _in(_l.issued_on, month), *wanted)


def _due(month: Month, *more: Condition) -> Selection:
    """Limits for the answer that ended in the month; what was taken back unanswered owes none."""
    owed = sa.or_(sa.not_(FELL), _l.replied_on.is_not(None))
    return _where(TO_EMPLOYERS, _in(_l.reply_due, month), owed, *more)


def _to_correct(month: Month, *more: Condition) -> Selection:
    """Days for putting things right, as promised or set, that came in the month."""
    return _where(TO_EMPLOYERS, _in(_l.rectify_due, month), sa.not_(FELL), *more)


LETTERS: Mapping[str, Callable[[Month], Selection]] = {
    "letters": _issued(),
    "letters_notice": _issued("notice"),
    "letters_opinion": _issued("opinion"),
    "letters_recommendation": _issued("recommendation"),
    "letters_public": _issued("public_notice"),
    "replies_due": _due,
    "replied": lambda month: _due(month, _l.replied_on <= _l.reply_due),
    "reply_rate": lambda month: _due(month, _l.replied_on < month.after),
    "reply_rate_base": _due,
    "reply_on_time_rate": lambda month: _due(month, _l.replied_on <= _l.reply_due),
    "reply_on_time_rate_base": _due,
    "rectified_rate": lambda month: _to_correct(month, _l.rectification == "full", _l.verified_on < month.after),
    "rectified_rate_base": _to_correct,
}
