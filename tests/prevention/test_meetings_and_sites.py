"""Meetings, issues with reminders, sites with ratings, collective contracts with coverage."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from cases.clock_rows import Alert
from cases.views.prevention_campaigns import of_case
from cases.views.prevention_meetings import issue as issue_file
from cases.views.prevention_meetings import issues
from cases.views.prevention_sites import contracts, sites, sites_by_district
from foundation.database import reading
from foundation.errors import NotPossible, NotValid
from reports.monthly import monthly
from tests.office import MORNING, Office
from tests.stories.scripts import opening
from workflows.prevention.night import remind_overdue

LATE = datetime(2026, 10, 21, 1, 0, tzinfo=UTC)


def test_an_issue_from_a_case_is_reminded_of_once_and_closed(office: Office) -> None:
    held = office.act("record_joint_meeting", kind="tripartite", title="三方会议", held_on="2026-10-12", topics="欠薪")
    case_id = office.act("open_case", **opening("wage_arrears")).case_id
    given = {"title": "工资保证金", "owner_body": "住建局", "due_on": "2026-10-20"}
    office.act("raise_case_issue", case_id, by="supervisor", meeting_id=str(held.made["meeting_id"]), **given)
    with reading(office.engine) as session:
        [raised] = of_case(session, case_id).issues
        assert issues(session, 1, LATE.date(), state="overdue").total == 1
        assert issues(session, 1, MORNING.date(), state="overdue").total == 0
    assert remind_overdue(office.engine, LATE) == 1
    assert remind_overdue(office.engine, LATE) == 0
    with office.engine.connect() as connection:
        alert = connection.execute(sa.select(Alert.__table__)).one()
    assert (alert.account_id, alert.case_id) == (office.account_id("zhuguan"), case_id)
    office.act("note_issue", issue_id=str(raised.id), note="已发函", due_on="2026-10-30")
    assert remind_overdue(office.engine, LATE) == 0
    office.act("close_issue", issue_id=str(raised.id), done=True, result="已存入")
    with pytest.raises(NotPossible, match="已经办结"):
        office.act("note_issue", issue_id=str(raised.id), note="又")
    with reading(office.engine) as session:
        row, done = issue_file(session, raised.id)
    assert row.state == "done"
    assert [one.note for one in done][:2] == ["已存入", "已发函"]


def test_sites_are_rated_and_closed(office: Office) -> None:
    given = {"name": "测试样板站", "kind": "model_station", "district": "630105", "address": "测试路一号"}
    site_id = str(office.act("add_site", **given).made["site_id"])
    with pytest.raises(NotValid, match="同名"):
        office.act("add_site", **given)
    office.act("rate_site", site_id=site_id, rated_on="2026-10-01", platform=True)
    office.act("rate_site", site_id=site_id, platform=True, team=True, system=True)
    with reading(office.engine) as session:
        [row] = sites(session, 1).rows
        assert [(one.district, one.kind, one.sites) for one in sites_by_district(session)] == [
            ("630105", "model_station", 1)
        ]
    assert (row.met, row.asked) == (3, 6)
    office.act("close_site", by="supervisor", site_id=site_id, reason="撤并")
    with pytest.raises(NotPossible, match="停用"):
        office.act("rate_site", site_id=site_id, platform=True)
    with reading(office.engine) as session:
        assert sites_by_district(session) == []
        assert sites(session, 1, still="closed").total == 1


def test_collective_contracts_count_by_the_day_of_signing(office: Office) -> None:
    given = {"title": "工资专项", "parties": "测试行业", "district": "630102", "firms": 30, "workers": 900}
    first = office.act("record_collective_contract", kind="wages", signed_on="2026-10-01", **given)
    office.act("record_collective_contract", kind="women", signed_on="2026-10-02", filed_on="2026-10-05", **given)
    office.act("record_collective_contract", kind="wages", signed_on="2026-09-30", **given)
    wrong = office.act("record_collective_contract", kind="safety", signed_on="2026-10-03", **given)
    office.act("end_collective_contract", by="supervisor", contract_id=str(wrong.made["contract_id"]), reason="误登记")
    office.act("file_collective_contract", contract_id=str(first.made["contract_id"]), filed_with="市人社局")
    with reading(office.engine) as session:
        _, sums = contracts(session, 1, since="2026-10-01", until="2026-10-31")
        figures = {code: int(one.value or 0) for code, one in monthly(session, "2026-10").figures.items()}
    assert [(one.key, one.contracts, one.firms, one.filed) for one in sums] == [
        ("wages", 1, 30, 1),
        ("women", 1, 30, 1),
    ]
    assert (figures["contracts"], figures["contract_firms"], figures["contract_workers"]) == (2, 60, 1800)
    with pytest.raises(NotValid, match="报送日期"):
        office.act("record_collective_contract", kind="wages", signed_on="2026-10-02", filed_on="2026-10-01", **given)
