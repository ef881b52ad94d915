"""Investigations: two different supervisors, certified on the day, and none of them had to stand aside."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa

from cases.checks.finding import Finding
from cases.checks.registry import Night, check
from cases.views import tables as t
from foundation.clock import office_day

NAME = "investigator_count"


@check(NAME, "调查由两名持证有效、无须回避的监督员进行")
def investigators(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Investigations that too few, the same, an uncertified or a tied supervisor made."""
    rows = connection.execute(
        sa.select(t.investigation, t.case.c.number, t.case.c.employer_id).join(
            t.case, t.case.c.id == t.investigation.c.case_id
        )
    ).all()
    terms, withdrawn, ties = _terms(connection), _withdrawn(connection), _ties(connection)
    for row in rows:
        pairs = (row.first_supervisor, row.first_certificate), (row.second_supervisor, row.second_certificate)
        if row.first_certificate == row.second_certificate or not all(all(pair) for pair in pairs):
            yield Finding(NAME, "error", row.number, "调查不足两名不同的监督员。")
            continue
        until = office_day(row.closed_at or night.at)
        for place in ("first", "second"):
            supervisor_id = row._mapping[f"{place}_supervisor_id"]
            # A file of the past names people whom the register does not know.
            if supervisor_id is None:
                continue
            on = row._mapping[f"{place}_since"] or row.opened_on
            gone = withdrawn.get(supervisor_id)
            if not any(begin <= on <= end for begin, end in terms.get(supervisor_id, ())) or (gone and gone <= on):
                yield Finding(NAME, "error", row.number, f"监督员证在 {on} 无效，却参加了调查。")
            if any(_stands(tie, row, on, until) for tie in ties.get(supervisor_id, ())):
                yield Finding(NAME, "error", row.number, "应当回避的监督员仍在参加调查，请办理“监督员回避、更换”。")


def _stands(tie: Any, row: Any, on: date, until: date) -> bool:
    """Whether a tie was in force while the supervisor took part, and known before the investigation was closed."""
    about = tie.case_id == row.case_id or (row.employer_id is not None and tie.employer_id == row.employer_id)
    return about and tie.from_on <= on <= (tie.until_on or on) and office_day(tie.declared_at) <= until


def _terms(connection: sa.Connection) -> dict[Any, list[tuple[date, date]]]:
    found: dict[Any, list[tuple[date, date]]] = {}
    for row in connection.execute(sa.select(t.supervisor_term)):
        found.setdefault(row.supervisor_id, []).append((row.valid_from, row.valid_to))
    return found


def _withdrawn(connection: sa.Connection) -> dict[Any, date | None]:
    query = sa.select(t.supervisor.c.id, t.supervisor.c.withdrawn_on)
    return {row.id: row.withdrawn_on for row in connection.execute(query)}


def _ties(connection: sa.Connection) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in connection.execute(sa.select(t.supervisor_interest)):
        found.setdefault(row.supervisor_id, []).append(row)
    return found
