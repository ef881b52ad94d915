"""One case with everything in its file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t
from cases.views.light import Light, light, rest
from foundation.errors import NotFound


@dataclass(frozen=True)
class ClockShown:
    """One clock as the page shows it."""

    row: Any
    light: Light
    rest: str
    sentence: str
    legal_basis: str
    tag: str
    warnings: Sequence[str]
    ledger: Sequence[dict[str, Any]]
    raw_last_day: str
    calendar_version: str
    rule_version: str


@dataclass(frozen=True)
class CaseFile:
    """Everything in the file."""

    case: Any
    employer: str | None
    handler: str | None
    clocks: Sequence[ClockShown]
    stopped: Sequence[ClockShown]
    not_opened: Sequence[Any]
    parties: Sequence[Any]
    claims: Sequence[Any]
    agreements: Sequence[Any]
    instalments: Sequence[Any]
    payments: Sequence[Any]
    referrals: Sequence[Any]
    violations: Sequence[Any]
    investigations: Sequence[Any]
    letters: Sequence[Any]
    callbacks: Sequence[Any]
    contacts: Sequence[Any]
    journal: Sequence[Any]
    requests: Sequence[Any]
    links: Sequence[Any]


def acts_since(session: Session, case_id: UUID, version: int) -> Sequence[Any]:
    """The acts on a case after the one that made this version, in order; what clocks did by themselves is no act."""
    query = (
        sa.select(t.journal, t.case.c.case_type, t.case.c.chart_version)
        .join(t.case, t.case.c.id == t.journal.c.case_id)
        .where(t.journal.c.case_id == case_id, t.journal.c.act.not_like("clock\\_%", escape="\\"))
        .order_by(t.journal.c.seq)
        .offset(version)
    )
    return session.connection().execute(query).all()


RANK = {"right": 0, "obligation": 1, "stage": 2, "citizen": 3}
KIND_TAGS = {"F": "", "E": "待核实", "M": "待核实", "D": "工会自定期限"}


def case_file(session: Session, case_id: UUID, at: datetime, until: datetime) -> CaseFile:
    """The whole file; among the clocks, rights that end by `until` stand first. Raises NotFound."""
    connection = session.connection()
    row = connection.execute(
        sa.select(t.case, t.employer.c.name.label("employer"), t.account.c.name.label("handler"))
        .select_from(
            t.case.outerjoin(t.employer, t.employer.c.id == t.case.c.employer_id).outerjoin(
                t.account, t.account.c.id == t.case.c.handler_id
            )
        )
        .where(t.case.c.id == case_id)
    ).one_or_none()
    if row is None:
        raise NotFound("没有这个案件，或您无权查看。")

    def of_case(table: sa.Table, *order: sa.ColumnElement[Any]) -> Sequence[Any]:
        return connection.execute(sa.select(table).where(table.c.case_id == case_id).order_by(*order)).all()

    shown = clocks_where(connection, t.clock.c.case_id == case_id, at)
    running = [one for one in shown if one.row.state in ("running", "paused")]
    return CaseFile(
        case=row,
        employer=row.employer,
        handler=row.handler,
        clocks=sorted(
            running,
            key=lambda one: (
                not (one.row.kind == "right" and one.row.due_at is not None and one.row.due_at <= until),
                one.row.due_at is None,
                one.row.due_at,
                RANK.get(one.row.kind, 9),
            ),
        ),
        stopped=[one for one in shown if one.row.state in ("met", "stopped")],
        not_opened=[one.row for one in shown if one.row.state == "not_opened"],
        parties=of_case(t.party, t.party.c.recorded_at, t.party.c.id),
        claims=of_case(t.claim, t.claim.c.id),
        agreements=of_case(t.agreement, t.agreement.c.seq),
        instalments=of_case(t.instalment, t.instalment.c.due_on),
        payments=of_case(t.payment, t.payment.c.paid_on),
        referrals=of_case(t.referral, t.referral.c.id),
        violations=of_case(t.violation, t.violation.c.id),
        investigations=of_case(t.investigation, t.investigation.c.id),
        letters=of_case(t.letter, t.letter.c.drafted_at),
        callbacks=of_case(t.callback, t.callback.c.at),
        contacts=of_case(t.contact, t.contact.c.at),
        journal=of_case(t.journal, t.journal.c.seq.desc()),
        requests=connection.execute(_requests(t.clock_request.c.case_id == case_id)).all(),
        links=linked_cases(connection, case_id),
    )


def _requests(which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return (
        sa.select(t.clock_request, t.clock.c.label)
        .join(t.clock, t.clock.c.id == t.clock_request.c.clock_id)
        .where(which)
        .order_by(t.clock_request.c.asked_at.desc())
    )


def linked_cases(connection: sa.Connection, case_id: UUID) -> Sequence[Any]:
    """Files that were joined with this one or came out of it: kind, direction, the other's number."""
    other = sa.case((t.case_link.c.from_case_id == case_id, t.case_link.c.to_case_id), else_=t.case_link.c.from_case_id)
    query = (
        sa.select(
            t.case_link.c.kind,
            (t.case_link.c.from_case_id == case_id).label("outward"),
            t.case_link.c.reason,
            t.case.c.id,
            t.case.c.number,
        )
        .join(t.case, t.case.c.id == other)
        .where(
            sa.or_(t.case_link.c.from_case_id == case_id, t.case_link.c.to_case_id == case_id),
            t.case_link.c.undone_at.is_(None),
        )
        .order_by(t.case_link.c.at)
    )
    return connection.execute(query).all()


def clocks_where(connection: sa.Connection, which: sa.ColumnElement[bool], at: datetime) -> list[ClockShown]:
    """These clocks as pages show them, in the order in which they were opened."""
    last = (t.deadline.c.clock_id == t.clock.c.id) & (t.deadline.c.seq == t.clock.c.deadline_seq)
    query = (
        sa.select(
            t.clock,
            t.deadline.c.certificate,
            t.deadline.c.raw_last_day,
            t.deadline.c.calendar_version,
            t.deadline.c.rule_version,
        )
        .select_from(t.clock.outerjoin(t.deadline, last))
        .where(which)
        .order_by(t.clock.c.opened_at, t.clock.c.id)
    )
    return [_shown(row, at) for row in connection.execute(query)]


def _caution(row: Any) -> tuple[str, ...]:
    if row.kind == "right" and row.state == "paused":
        return (f"中止是否成立由仲裁机构或者法院认定，宜仍在 {row.due_on} 前行使权利。",)
    return ()


def _shown(row: Any, at: datetime) -> ClockShown:
    certificate = row.certificate or {}
    promised = certificate.get("kind") == "promise"
    return ClockShown(
        row=row,
        light=light(row.kind, row.state, row.due_at, at),
        rest=rest(row.due_at, at) if row.state == "running" else "已暂停，恢复后顺延" if row.state == "paused" else "",
        sentence=f"{certificate['basis']}，当日24时截止，不顺延。" if promised else certificate.get("sentence", ""),
        legal_basis=certificate.get("legal_basis", certificate.get("basis", "")),
        tag=KIND_TAGS.get(certificate.get("tag", ""), ""),
        warnings=(*certificate.get("warnings", ()), *_caution(row)),
        ledger=certificate.get("ledger", ()),
        raw_last_day=row.raw_last_day or "",
        calendar_version=row.calendar_version or "",
        rule_version=row.rule_version or "",
    )


def alerts_of(session: Session, case_id: UUID) -> Sequence[Any]:
    """The alerts about a case, newest first."""
    query = sa.select(t.alert).where(t.alert.c.case_id == case_id).order_by(t.alert.c.at.desc())
    return session.connection().execute(query).all()
