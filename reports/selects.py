"""Each indicator as one selection of rows. The number is folded from it, the drill-down lists it: they cannot differ.

Every selection has the columns case_id, value, and the case's type, district and channel.
"""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from cases.agreement import Agreement, Callback, Payment
from cases.case import Case
from cases.clock_rows import ClockRow
from cases.contact import Contact
from reports.letter_selects import LETTERS
from reports.period import Month
from reports.prevention_selects import PREVENTION

_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_contact: sa.Table = Contact.__table__  # type: ignore[attr-defined]
_callback: sa.Table = Callback.__table__  # type: ignore[attr-defined]
_agreement: sa.Table = Agreement.__table__  # type: ignore[attr-defined]
_payment: sa.Table = Payment.__table__  # type: ignore[attr-defined]
_clock: sa.Table = ClockRow.__table__  # type: ignore[attr-defined]

Selection = sa.Select[Any]
ONE = sa.literal(1)
# `first` and `topic` are the two levels of what people come with; what was not classified has neither.
GROUPS = {
    "type": _case.c.case_type,
    "district": _case.c.district,
    "channel": _case.c.channel,
    "first": sa.func.substr(_case.c.topic, 1, 2),
    "topic": _case.c.topic,
}


def _of_case(value: sa.ColumnElement[Any], *conditions: sa.ColumnElement[bool]) -> Selection:
    return sa.select(_case.c.id.label("case_id"), value.label("value"), *_labels()).where(*conditions)


def _labels() -> list[sa.ColumnElement[Any]]:
    return [column.label(name) for name, column in GROUPS.items()]


def _joined(
    table: sa.Table, value: sa.ColumnElement[Any], *conditions: sa.ColumnElement[bool], outer: bool = False
) -> Selection:
    source = table.join(_case, _case.c.id == table.c.case_id, isouter=outer)
    return (
        sa.select(table.c.case_id.label("case_id"), value.label("value"), *_labels())
        .select_from(source)
        .where(*conditions)
    )


def _within(column: sa.ColumnElement[Any], month: Month) -> tuple[sa.ColumnElement[bool], ...]:
    return column >= month.begin, column < month.end


def _on_days(column: sa.ColumnElement[Any], month: Month) -> tuple[sa.ColumnElement[bool], ...]:
    return column >= month.first, column < month.after


def _accepted(value: sa.ColumnElement[Any]) -> Callable[[Month], Selection]:
    return lambda month: _of_case(value, *_within(_case.c.accepted_at, month))


def _open(month: Month) -> Selection:
    still = sa.or_(_case.c.closed_at.is_(None), _case.c.closed_at >= month.end)
    return _of_case(ONE, _case.c.opened_at < month.end, still)


def _stage_clocks(month: Month, *more: sa.ColumnElement[bool]) -> Selection:
    decided = _clock.c.state.in_(["met", "stopped"])
    return _joined(
        _clock,
        ONE,
        _clock.c.kind == "stage",
        _clock.c.due_at.is_not(None),
        decided,
        *_within(_clock.c.stopped_at, month),
        *more,
    )


def _called(month: Month, *more: sa.ColumnElement[bool]) -> Selection:
    """Callbacks that reached the worker, the last of each case within the month."""
    later = _callback.alias()
    superseded = sa.exists().where(
        later.c.case_id == _callback.c.case_id,
        later.c.contacted.is_(True),
        *_within(later.c.at, month),
        sa.or_(later.c.at > _callback.c.at, sa.and_(later.c.at == _callback.c.at, later.c.id > _callback.c.id)),
    )
    reached = (_callback.c.contacted.is_(True), *_within(_callback.c.at, month), sa.not_(superseded))
    return _joined(_callback, ONE, *reached, *more)


SELECTIONS: Mapping[str, Callable[[Month], Selection]] = {
    "accepted": _accepted(ONE),
    "opened": lambda month: _of_case(ONE, *_within(_case.c.opened_at, month)),
    "contacts": lambda month: _joined(_contact, ONE, *_within(_contact.c.at, month), outer=True),
    "closed": lambda month: _of_case(ONE, *_within(_case.c.closed_at, month)),
    "open": _open,
    "people": _accepted(_case.c.head_count),
    "claimed": _accepted(_case.c.claimed),
    "agreed": lambda month: _joined(
        _agreement, _agreement.c.amount, _agreement.c.status != "replaced", *_on_days(_agreement.c.effective_on, month)
    ),
    "paid": lambda month: _joined(_payment, _payment.c.amount, *_on_days(_payment.c.paid_on, month)),
    "advanced": lambda month: _joined(
        _payment, _payment.c.amount, _payment.c.is_advance.is_(True), *_on_days(_payment.c.paid_on, month)
    ),
    "on_time": lambda month: _stage_clocks(month, _clock.c.breached.is_(False)),
    "on_time_base": _stage_clocks,
    "resolved": lambda month: _called(month, _callback.c.resolved.is_(True)),
    "resolved_base": lambda month: _called(month, _callback.c.resolved.is_not(None)),
    "satisfied": lambda month: _called(month, _callback.c.satisfied.is_(True)),
    "satisfied_base": lambda month: _called(month, _callback.c.satisfied.is_not(None)),
    **LETTERS,
    **PREVENTION,
}
