"""The sentinel's own link: what it is made of, when it is good, and the leads that come through it.

The link carries the sentinel's identifier, a serial and its last day, signed. Whoever holds it may report and see
how far their own reports have come; nothing else. A new link, or taking it back, raises the serial.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from itsdangerous import BadData, URLSafeSerializer

from cases.prevention import tables as t
from cases.prevention.lead import Lead
from cases.prevention.settings import lead_rules, risk_of
from foundation.crypto import derived
from foundation.database import is_postgres
from foundation.errors import NotAllowed, NotPossible
from foundation.ids import new_id
from foundation.work import Work
from workflows.prevention.records import number, trace

REFUSED = "链接无效、已过期或已停用。请向工会工作人员索取新的链接；紧急情况请拨打 12351。"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(derived("lead-link"), salt="sentinel")


def link_token(sentinel: Any) -> str | None:
    """The token of a sentinel's present link; None where there is none."""
    if not sentinel.active or sentinel.link_until is None or sentinel.link_revoked_at is not None:
        return None
    text: str = _signer().dumps([str(sentinel.id), sentinel.link_serial, sentinel.link_until.isoformat()])
    return text


def sentinel_of(connection: sa.Connection, token: str, day: date, *, lock: bool = False) -> Any:
    """The sentinel whose link this is. Raises NotAllowed for what is forged, taken back, replaced or past its day."""
    try:
        sentinel_id, serial, until = _signer().loads(token)
        query = sa.select(t.sentinel).where(t.sentinel.c.id == UUID(sentinel_id))
    except (BadData, ValueError, TypeError):
        raise NotAllowed(REFUSED) from None
    if lock and is_postgres(connection):
        query = query.with_for_update()
    found = connection.execute(query).one_or_none()
    good = (
        found is not None
        and found.active
        and found.link_revoked_at is None
        and found.link_serial == serial
        and found.link_until is not None
        and found.link_until.isoformat() == until
        and found.link_until >= day
    )
    if not good:
        raise NotAllowed(REFUSED)
    return found


@dataclass(frozen=True)
class Report:
    """What a sentinel tells."""

    form_key: UUID
    sign: str
    content: str
    place: str = ""
    head_count: int | None = None
    district: str | None = None


def submit(work: Work, token: str, report: Report) -> str:
    """Keep a lead that came through a link; the same form sent twice is one lead. Returns its number.

    Raises NotAllowed for a link that is no good, NotPossible past the limits of the form.
    """
    sentinel = sentinel_of(work.connection, token, work.day, lock=True)
    known = work.connection.execute(
        sa.select(t.lead.c.number).where(t.lead.c.form_key == report.form_key, t.lead.c.sentinel_id == sentinel.id)
    ).scalar_one_or_none()
    if known is not None:
        return str(known)
    _within_limits(work.connection, sentinel.id, work.recorded_at)
    return keep(work, report, sentinel_id=sentinel.id, reported_by=sentinel.name, district=sentinel.district)[1]


def keep(
    work: Work, report: Report, *, sentinel_id: UUID | None, reported_by: str, district: str, link: str | None = None
) -> tuple[UUID, str]:
    """A new lead with its colour; returns identifier and number."""
    colour, why = risk_of(report.sign, report.content, report.head_count)
    lead_id, told = new_id(), number(work, "线索", "lead")
    work.writes.insert(
        Lead,
        {
            "id": lead_id,
            "number": told,
            "form_key": report.form_key,
            "sentinel_id": sentinel_id,
            "reported_by": reported_by,
            "sign": report.sign,
            "place": report.place,
            "district": report.district or district,
            "head_count": report.head_count,
            "content": report.content,
            "link": link,
            "risk": colour,
            "risk_why": why,
            "recorded_at": work.recorded_at,
        },
    )
    trace(work, "lead", lead_id, "登记线索")
    return lead_id, told


def _within_limits(connection: sa.Connection, sentinel_id: UUID, at: datetime) -> None:
    rules = lead_rules()
    for most, span in ((rules.per_hour, timedelta(hours=1)), (rules.per_day, timedelta(days=1))):
        query = sa.select(sa.func.count()).where(t.lead.c.sentinel_id == sentinel_id, t.lead.c.recorded_at > at - span)
        if int(connection.execute(query).scalar_one()) >= most:
            raise NotPossible("短时间内上报过多，请稍后再报；紧急情况请拨打 12351。")
