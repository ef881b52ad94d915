"""The facts behind the roll-up and the figures of letters."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.letter_facts import ClueFacts, FileMoney, Known, LetterFacts, StepClock
from cases.letter_rollup import Lived
from cases.views import tables as t
from cases.views.copied_to import copies_kept, copies_of
from foundation.clock import office_day

FEEDBACK_RULE = "LTR-AUTHORITY-FEEDBACK"
STEP_RULES = ("LTR-REJECT-NOTICE", "LTR-INVESTIGATE")
# What the figures need of a letter; its words and snapshots would only be read to be thrown away.
_COLUMNS = (
    "id", "kind", "state", "number", "issued_on", "case_id", "previous_id", "issuer_level", "served_on", "refused_on",
    "published_on", "reply_due", "replied_on", "assessed_as", "rectify_due", "rectification", "verified_on", "filed_on",
    "filing_reason", "disposed_on", "fed_back_on", "closed_at", "facts",
)  # fmt: skip


def lived(connection: sa.Connection) -> list[Lived]:
    """Every letter with a number of ours: what the number book says of it, and what it says of itself."""
    n, b = t.letter.c, t.letter_number.c
    query = (
        sa.select(n.id, n.number, n.kind, n.state, b.taken_at, n.issued_on, n.closed_at)
        .select_from(t.letter.outerjoin(t.letter_number, b.letter_id == n.id))
        .where(n.number.is_not(None))
        .order_by(n.kind, b.year, b.seq)
    )
    return [
        Lived(row.id, row.number, row.kind, row.state, _day(row.taken_at), row.issued_on, _day(row.closed_at))
        for row in connection.execute(query)
    ]


def _day(at: Any) -> date | None:
    return office_day(at) if at is not None else None


def first_issue(session: Session) -> date | None:
    """The day on which the first number was given."""
    found = session.connection().execute(sa.select(sa.func.min(t.letter_number.c.taken_at))).scalar()
    return _day(found)


def known(session: Session) -> Known:
    """The facts of all letters: chains reach over months, so a period is chosen from them and not by the query."""
    connection = session.connection()
    return Known(
        _letters(connection), _money(connection), _clues(connection), _clocks(connection), copies_kept(connection)
    )


def _letters(connection: sa.Connection) -> list[LetterFacts]:
    columns = (t.letter.c[name] for name in _COLUMNS)
    query = (
        sa.select(*columns, t.case.c.district, t.case.c.accepted_at)
        .select_from(t.letter.outerjoin(t.case, t.case.c.id == t.letter.c.case_id))
        .where(t.letter.c.number.is_not(None), t.letter.c.issued_on.is_not(None))
        .order_by(t.letter.c.issued_on, t.letter.c.id)
    )
    rows = connection.execute(query).all()
    ids = [row.id for row in rows]
    objected = set(_objected(connection))
    feedback = _feedback_due(connection)
    copies = copies_of(connection, ids)
    return [_facts(row, row.id in objected, feedback, [one.organ for one in copies.get(row.id, ())]) for row in rows]


def _objected(connection: sa.Connection) -> Sequence[UUID]:
    query = sa.select(t.letter_reply.c.letter_id).where(t.letter_reply.c.stance == "objects").distinct()
    return connection.execute(query).scalars().all()


def _feedback_due(connection: sa.Connection) -> Mapping[UUID, date]:
    c = t.clock.c
    query = sa.select(c.letter_id, c.due_on).where(c.rule_id == FEEDBACK_RULE, c.due_on.is_not(None))
    return {row.letter_id: row.due_on for row in connection.execute(query.order_by(c.opened_at))}


def _facts(row: Any, objected: bool, feedback: Mapping[UUID, date], copied_to: Sequence[str]) -> LetterFacts:
    written = row.facts.get("rectify_on")
    return LetterFacts(
        id=row.id,
        kind=row.kind,
        state=row.state,
        number=row.number,
        issued_on=row.issued_on,
        case_id=row.case_id,
        previous_id=row.previous_id,
        issuer_level=row.issuer_level,
        district=row.district,
        accepted_on=_day(row.accepted_at),
        served_on=row.served_on,
        refused_on=row.refused_on,
        published_on=row.published_on,
        reply_due=row.reply_due,
        replied_on=row.replied_on,
        objected=objected or row.assessed_as == "objection_upheld",
        assessed_as=row.assessed_as,
        rectify_due=row.rectify_due or (date.fromisoformat(written) if written else None),
        rectification=row.rectification,
        verified_on=row.verified_on,
        filed_on=row.filed_on,
        not_filed_why=row.filing_reason if row.filed_on is None else None,
        disposed_on=row.disposed_on,
        fed_back_on=row.fed_back_on,
        feedback_due=feedback.get(row.id),
        head_count=row.facts.get("head_count") or 0,
        copied_to=tuple(copied_to),
        closed_on=_day(row.closed_at),
    )


def _money(connection: sa.Connection) -> list[FileMoney]:
    p = t.payment.c
    with_letter = sa.select(t.letter.c.case_id).where(t.letter.c.number.is_not(None), t.letter.c.case_id.is_not(None))
    query = sa.select(p.case_id, p.paid_on, p.amount).where(p.case_id.in_(with_letter))
    return [FileMoney(row.case_id, row.paid_on, row.amount) for row in connection.execute(query)]


def _clues(connection: sa.Connection) -> list[ClueFacts]:
    c, s = t.case.c, t.supervision_clue.c
    handed = sa.exists().where(t.referral.c.case_id == c.id, t.referral.c.sent_on.is_not(None))
    prosecuted = sa.exists().where(
        t.referral.c.case_id == c.id, t.referral.c.addressee == "procuratorate", t.referral.c.sent_on.is_not(None)
    )
    query = sa.select(
        c.id, c.opened_at, c.accepted_at, c.state, c.closed_at, s.source, c.outcome, handed.label("handed"),
        prosecuted.label("prosecuted"),
    ).join(t.supervision_clue, s.case_id == c.id)  # fmt: skip
    return [
        ClueFacts(
            case_id=row.id,
            registered_on=office_day(row.opened_at),
            source=row.source,
            accepted=row.accepted_at is not None,
            declined=row.state == "declined" or row.outcome == "declined_informed",
            handed_on=bool(row.handed),
            to_procuratorate=bool(row.prosecuted),
            closed=row.closed_at is not None,
        )
        for row in connection.execute(query)
    ]


def _clocks(connection: sa.Connection) -> list[StepClock]:
    c = t.clock.c
    query = (
        sa.select(c.rule_id, c.opened_at, c.due_on, c.stopped_at, c.breached, c.state)
        .join(t.case, t.case.c.id == c.case_id)
        .where(c.rule_id.in_(STEP_RULES), t.case.c.case_type == "supervision", c.due_on.is_not(None))
    )
    return [
        StepClock(row.rule_id, office_day(row.opened_at), row.state in ("met", "stopped"), bool(row.breached))
        for row in connection.execute(query)
    ]
