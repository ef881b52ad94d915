"""Indicators of prevention (H1 普法与体检, H2 集体合同) as selections of the same shape; no case stands behind them."""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from cases.prevention import tables as t
from reports.period import Month

Selection = sa.Select[Any]
_ONE = sa.literal(1)
_NO_CASE = sa.cast(sa.null(), sa.Uuid()).label("case_id")
_NO_WORD = sa.cast(sa.null(), sa.String())


def _of(value: sa.ColumnElement[Any], district: sa.ColumnElement[Any]) -> Selection:
    return sa.select(
        _NO_CASE,
        value.label("value"),
        _NO_WORD.label("type"),
        district.label("district"),
        _NO_WORD.label("channel"),
    )


def _on_days(column: sa.Column[Any], month: Month) -> tuple[sa.ColumnElement[bool], ...]:
    return column >= month.first, column < month.after


def _held(value: sa.ColumnElement[Any], kind: str | None = None) -> Callable[[Month], Selection]:
    def selection(month: Month) -> Selection:
        wanted = [t.activity.c.state == "held", *_on_days(t.activity.c.held_on, month)]
        if kind is not None:
            wanted.append(t.activity.c.kind == kind)
        return _of(value, t.activity.c.district).where(*wanted)

    return selection


def _firms(month: Month) -> Selection:
    query = _of(_ONE, sa.func.min(t.check_up.c.district))
    return query.where(t.check_up.c.state == "done", *_on_days(t.check_up.c.held_on, month)).group_by(
        t.check_up.c.employer_id
    )


def _findings(day: sa.Column[Any], *more: sa.ColumnElement[bool]) -> Callable[[Month], Selection]:
    source = t.check_up_finding.join(t.check_up, t.check_up.c.id == t.check_up_finding.c.check_up_id)
    standing = t.check_up.c.state != "cancelled"
    return lambda month: (
        _of(_ONE, t.check_up.c.district).select_from(source).where(standing, *more, *_on_days(day, month))
    )


def _contracts(value: sa.ColumnElement[Any]) -> Callable[[Month], Selection]:
    return lambda month: _of(value, t.contract.c.district).where(
        t.contract.c.ended_why.is_(None), *_on_days(t.contract.c.signed_on, month)
    )


PREVENTION: Mapping[str, Callable[[Month], Selection]] = {
    "lectures": _held(_ONE, "lecture"),
    "lecture_people": _held(t.activity.c.people, "lecture"),
    "copies": _held(t.activity.c.copies),
    "firms_checked": _firms,
    "check_findings": _findings(t.check_up.c.held_on),
    "check_corrected": _findings(t.check_up_finding.c.corrected_on, t.check_up_finding.c.state == "corrected"),
    "contracts": _contracts(_ONE),
    "contract_firms": _contracts(t.contract.c.firms),
    "contract_workers": _contracts(t.contract.c.workers),
}
