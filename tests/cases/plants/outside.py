"""Planted violations of what happens outside the house and at the end."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.clock_rows import ClockRow
from foundation.work import SYSTEM, begin
from tests.office import MORNING, Office
from tests.stories.scripts import opening

_clock: sa.Table = ClockRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


def _break(office: Office, *statements: str) -> None:
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        for statement in statements:
            work.connection.execute(sa.text(statement))


def _case(office: Office, case_type: str, **more: Any) -> UUID:
    given = {name: value for name, value in opening(case_type, **more).items() if name != "infringement_known_on"}
    case_id = office.act("open_case", **given).case_id
    assert case_id is not None
    return case_id


def _closed(office: Office) -> UUID:
    case_id = _case(office, "wage_arrears")
    office.act("answer_directly", case_id, answer="政策解答")
    office.act("approve_closure", case_id, by="supervisor", outcome="answered")
    office.act("record_callback", case_id, contacted=True, resolved=True, satisfied=True)
    office.act("close", case_id, by="supervisor")
    return case_id


def _aided(office: Office) -> UUID:
    case_id = _case(office, "legal_aid")
    office.act("accept", case_id)
    office.act("grant_aid", case_id, by="supervisor")
    office.act("appoint_lawyer", case_id, by="supervisor", lawyer="孙律师", firm="测试律师事务所")
    return case_id


def sent_without_clock(office: Office) -> None:
    """A referral whose acknowledgement nobody waits for."""
    case_id = _case(office, "wage_arrears")
    office.act("refer", case_id, addressee="procuratorate", addressee_name="区检察院")
    office.act("send_referral", case_id, by="supervisor")
    _break(office, "UPDATE clock SET referral_id = NULL")


def stored_without_list(office: Office) -> None:
    """An archived case whose catalogue is gone."""
    case_id = _closed(office)
    office.act("archive", case_id, incomplete_reason="测试")
    _break(office, "DELETE FROM archive_item", "DELETE FROM archive_volume")


def closed_uncalled(office: Office) -> None:
    """A closed case without a callback."""
    _closed(office)
    _break(office, "DELETE FROM callback")


def paid_unapproved(office: Office) -> None:
    """A subsidy that was paid without anybody's approval."""
    case_id = _aided(office)
    office.act("compute_subsidy", case_id, by="supervisor", stage="mediation")
    with office.engine.connect() as connection:
        found = connection.execute(sa.text("SELECT id FROM aid_subsidy")).scalar_one()
    office.act("approve_subsidy", case_id, by="leader", subsidy_id=str(UUID(str(found))))
    office.act("pay_subsidy", case_id, by="supervisor", subsidy_id=str(UUID(str(found))))
    _break(office, "UPDATE aid_subsidy SET approved_at = NULL, approved_by = NULL, approved_by_id = NULL")


def granted_without_lawyer(office: Office) -> None:
    """Aid that was granted, the time for appointing over (its clock was met then), and no lawyer on file."""
    _aided(office)
    passed = sa.update(_clock).where(_clock.c.rule_id == "SVC-AID-APPOINT")
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        work.connection.execute(passed.values(due_at=MORNING - timedelta(days=1)))
    _break(office, "UPDATE aid_file SET appointed_on = NULL, lawyer_id = NULL")


PLANTS: dict[str, Callable[[Office], None]] = {
    "referral_clock": sent_without_clock,
    "archive_catalogue": stored_without_list,
    "closed_callback": closed_uncalled,
    "subsidy_approval": paid_unapproved,
    "aid_lawyer": granted_without_lawyer,
}
