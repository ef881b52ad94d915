"""What the night finds is kept: once, however many nights it lasts; a new error is told, one that went is marked."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from cases.check_finding import CheckFinding, CheckRun
from cases.checks.run import every_check
from cases.clock_rows import Alert
from foundation.work import SYSTEM, begin
from people.account import SignIn
from tests.cases.planting import run
from tests.office import MORNING, Office
from tests.workflows.clock_stories import a_case, case_row
from workflows.checking import check_and_keep, check_everything, tidy
from workflows.following import follow_open

NIGHT = timedelta(days=1)
_finding, _run, _alert = CheckFinding.__table__, CheckRun.__table__, Alert.__table__


def kept(office: Office, name: str) -> list[Any]:
    """The findings on file of one check."""
    with office.engine.connect() as connection:
        return list(connection.execute(sa.select(_finding).where(_finding.c.check_name == name)))


def told(office: Office) -> list[str]:
    """To whom the checks spoke."""
    query = sa.select(_alert.c.role).where(_alert.c.key.like("alert:check:%")).order_by(_alert.c.at, _alert.c.role)
    with office.engine.connect() as connection:
        return list(connection.execute(query).scalars())


def test_a_finding_is_kept_once_until_it_is_gone_and_again_when_it_returns(office: Office) -> None:
    case_id = a_case(office)
    run(office, 'UPDATE "case" SET claimed = claimed + 1')
    for _ in range(2):
        check_and_keep(office.engine, MORNING)
    check_and_keep(office.engine, MORNING + timedelta(hours=1))
    [one] = kept(office, "claimed")
    assert (one.case_id, one.severity, one.gone_at) == (case_id, "error", None)
    assert (one.first_seen, one.last_seen) == (MORNING, MORNING + timedelta(hours=1))
    assert told(office) == ["admin", "supervisor"]

    run(office, 'UPDATE "case" SET claimed = claimed - 1')
    check_and_keep(office.engine, MORNING + timedelta(hours=2))
    [one] = kept(office, "claimed")
    assert one.gone_at == MORNING + timedelta(hours=2)
    run(office, 'UPDATE "case" SET claimed = claimed + 1')
    check_and_keep(office.engine, MORNING + timedelta(hours=3))
    [one] = kept(office, "claimed")
    assert (one.first_seen, one.gone_at) == (MORNING, None)
    assert told(office) == ["admin", "supervisor"] * 2


def test_every_check_says_when_it_last_ran(office: Office) -> None:
    check_and_keep(office.engine, MORNING)
    with office.engine.connect() as connection:
        rows = list(connection.execute(sa.select(_run)))
    assert {row.check_name for row in rows} == {one.name for one in every_check()}
    assert {row.ran_at for row in rows} == {MORNING}


def test_a_warning_wakes_nobody(office: Office) -> None:
    assert check_everything(office.engine, MORNING)
    check_and_keep(office.engine, MORNING)
    assert told(office) == []


def test_what_is_over_is_put_away(office: Office) -> None:
    given = {"token_hash": "0" * 64, "account_id": office.account_id("huawu"), "created_at": MORNING}
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        work.writes.insert(SignIn, {**given, "expires_at": MORNING + timedelta(hours=12)})
    assert tidy(office.engine, MORNING + timedelta(hours=11)) == 0
    assert tidy(office.engine, MORNING + NIGHT) == 1
    assert tidy(office.engine, MORNING + NIGHT) == 0


def test_a_case_that_nothing_brings_back_is_followed_up_at_night(office: Office) -> None:
    case_id = a_case(office)
    run(office, "UPDATE clock SET state = 'stopped' WHERE rule_id = 'SVC-REVIEW'")
    run(office, 'UPDATE "case" SET next_due_at = NULL')
    assert "next_clock" in {one.check for one in check_everything(office.engine, MORNING)}
    assert [follow_open(office.engine, MORNING) for _ in range(2)] == [1, 0]
    assert {one.severity for one in check_everything(office.engine, MORNING)} == {"warning"}
    row = case_row(office, case_id)
    assert (row.next_rule, row.version) == ("SVC-PROGRESS", 1)
    office.act("accept", case_id)
