"""How risky an employer is, counted in the open: every point has a reason, a rule and the rows it comes from.

The rules are the union's own (cases/employer_risk.yaml). Employers are counted, never persons.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import yaml
from sqlmodel import Session

from cases.views import tables as t
from foundation.clock import start_of


@dataclass(frozen=True)
class Reason:
    """Points under one rule; `sources` are (words, address) of the rows that gave them."""

    title: str
    count: int
    points: int
    says: str
    sources: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Risk:
    """The points together."""

    points: int
    word: str
    colour: str
    reasons: Sequence[Reason]
    source: str


@lru_cache
def rules_of_risk() -> Mapping[str, Any]:
    """The union's own rules."""
    path = Path(__file__).parents[1] / "employer_risk.yaml"
    found: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def risk_of(session: Session, house: Sequence[UUID], today: date) -> Risk:
    """The risk of an employer with its branches on a day."""
    conf = rules_of_risk()
    cases = session.connection().execute(_CASES, {"house": list(house)}).all()
    since = start_of(today - timedelta(days=conf["year_days"]))
    counted = {
        "open_arrears": _rows([one for one in cases if one.closed_at is None and one.case_type == "wage_arrears"]),
        "people": _rows([one for one in cases if one.closed_at is None]),
        "broken_promise": _broken(session, house),
        "unanswered": _unanswered(session, house, today),
        "repeats": _rows([one for one in cases if one.opened_at >= since][1:]),
        "collective": _rows([one for one in cases if one.is_collective and one.opened_at >= since]),
    }
    reasons = []
    for name, rule in conf["rules"].items():
        sources = counted[name]
        count = len(sources)
        if name == "people":
            heads = sum(one.head_count for one in cases if one.closed_at is None)
            count = heads // rule["per"]
        points = min(count * rule["points"], rule["most"])
        if points:
            says = f"{rule['says']} {rule['points']} 分，最多 {rule['most']} 分"
            reasons.append(Reason(rule["title"], count, points, says, sources))
    total = sum(one.points for one in reasons)
    band = next(one for one in conf["bands"] if total >= one["from"])
    return Risk(total, band["word"], band["colour"], reasons, f"{conf['label']}：{conf['source']}")


_CASES = (
    sa.select(
        t.case.c.id,
        t.case.c.number,
        t.case.c.case_type,
        t.case.c.opened_at,
        t.case.c.closed_at,
        t.case.c.head_count,
        t.case.c.is_collective,
    )
    .where(
        t.case.c.employer_id.in_(sa.bindparam("house", expanding=True)),
        sa.or_(t.case.c.outcome.is_(None), t.case.c.outcome != "merged"),
    )
    .order_by(t.case.c.opened_at)
)


def _rows(cases: Sequence[Any]) -> Sequence[tuple[str, str]]:
    return [(one.number, f"/cases/{one.id}") for one in cases]


def _broken(session: Session, house: Sequence[UUID]) -> Sequence[tuple[str, str]]:
    query = (
        sa.select(t.case.c.id, t.case.c.number, t.agreement.c.seq)
        .join(t.case, t.case.c.id == t.agreement.c.case_id)
        .where(t.case.c.employer_id.in_(house), t.agreement.c.status == "breached")
        .order_by(t.case.c.number, t.agreement.c.seq)
    )
    return [(f"{row.number} 第{row.seq}次协议", f"/cases/{row.id}") for row in session.connection().execute(query)]


def _unanswered(session: Session, house: Sequence[UUID], today: date) -> Sequence[tuple[str, str]]:
    letter = t.letter
    query = (
        sa.select(letter.c.id, letter.c.kind_label, letter.c.number)
        .join(t.case, t.case.c.id == letter.c.case_id)
        .where(
            t.case.c.employer_id.in_(house),
            letter.c.state.in_(("served", "overdue")),
            letter.c.replied_on.is_(None),
            letter.c.reply_due < today,
        )
        .order_by(letter.c.reply_due)
    )
    return [
        (f"{row.kind_label} {row.number or ''}".strip(), f"/letters/{row.id}")
        for row in session.connection().execute(query)
    ]
