"""Which cases, activities and check-ups a campaign's rule means, within the campaign's days."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from cases.case import Case
from cases.claim import Claim
from cases.prevention import tables as t
from cases.prevention.codes import CASE_FLAG
from foundation.clock import start_of

_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_claim: sa.Table = Claim.__table__  # type: ignore[attr-defined]

Rule = Sequence[Mapping[str, Any]]


def next_day(day: date) -> date:
    """The day after."""
    return date.fromordinal(day.toordinal() + 1)


def matching(rule: Rule, starts_on: date | None, ends_on: date | None) -> dict[str, sa.Select[Any]]:
    """A selection of identifiers (`id`) by kind of subject; nothing without a first day.

    Lines of a rule are alternatives; within a line everything given must fit.
    """
    if starts_on is None:
        return {}
    found: dict[str, sa.Select[Any]] = {}
    for kind, table, within, line_fits in (
        ("case", _case, _case_within(starts_on, ends_on), _case_line),
        ("activity", t.activity, _days(t.activity.c.held_on, starts_on, ends_on), _activity_line),
        ("check_up", t.check_up, _days(t.check_up.c.held_on, starts_on, ends_on), _check_up_line),
    ):
        lines = [sa.and_(sa.true(), *line_fits(line)) for line in rule if line.get("subject") == kind]
        if lines:
            found[kind] = sa.select(table.c.id).where(*within, sa.or_(*lines))
    return found


def _case_within(starts_on: date, ends_on: date | None) -> list[sa.ColumnElement[bool]]:
    within = [_case.c.opened_at >= start_of(starts_on)]
    if ends_on is not None:
        within.append(_case.c.opened_at < start_of(next_day(ends_on)))
    return within


def _days(column: sa.Column[Any], starts_on: date, ends_on: date | None) -> list[sa.ColumnElement[bool]]:
    within: list[sa.ColumnElement[bool]] = [column >= starts_on]
    if ends_on is not None:
        within.append(column <= ends_on)
    return within


def _case_line(line: Mapping[str, Any]) -> list[sa.ColumnElement[bool]]:
    wanted = [_case.c[name] == line[name] for name in ("case_type", "channel") if line.get(name)]
    if line.get("claim_kind"):
        wanted.append(sa.exists().where(_claim.c.case_id == _case.c.id, _claim.c.kind == line["claim_kind"]))
    if line.get("flag") in CASE_FLAG:
        wanted.append(_case.c[line["flag"]].is_(True))
    return wanted


def _activity_line(line: Mapping[str, Any]) -> list[sa.ColumnElement[bool]]:
    wanted: list[sa.ColumnElement[bool]] = [t.activity.c.state != "cancelled"]
    if line.get("activity_kind"):
        wanted.append(t.activity.c.kind == line["activity_kind"])
    return wanted


def _check_up_line(_line: Mapping[str, Any]) -> list[sa.ColumnElement[bool]]:
    return [t.check_up.c.state != "cancelled"]
