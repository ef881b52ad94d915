"""An investigation as a record: letter, notice, records, evidence, talks, time limit, replacement, closing."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.checks.investigators import investigators
from cases.checks.registry import Night
from foundation.errors import NotPossible, NotValid
from foundation.settings import Settings, settings
from foundation.work import IMPORTER, begin
from rules.deadline import Question, answer
from tests.inquiry.test_supervisors import a_file, certified, start
from tests.office import FIRST_SUPERVISOR, MORNING, SECOND_SUPERVISOR, Office
from tests.stories.lives.inquiry import ASKED
from tests.stories.players import filled
from tests.stories.scripts import INVESTIGATION, RECORD, VIOLATION, opening
from tests.workflows.clock_stories import clock, clocks_of
from workflows.letters import with_investigation
from workflows.perform import perform
from workflows.subjects import read_case

LETTER = {"addressee": "青海恒远建筑劳务有限公司", "matters": "工资", "scope": "工资表", "valid_until": "2026-12-31"}
EVIDENCE = {"name": "工资表", "pages": 12, "form": "copy", "source": "财务部", "given_by": "钱某"}
TALK = {"parties": "赵某、用人单位", "claims": "补发工资", "result": "failed", "outcome": "赵某要求一次付清"}


def rows(office: Office, table: str) -> list[Any]:
    """A table in the order of its rows."""
    with office.engine.connect() as connection:
        return list(connection.execute(sa.text(f"SELECT * FROM {table} ORDER BY recorded_at, id")))  # noqa: S608


def act(office: Office, act_name: str, case_id: UUID, *, by: str = "mediator", **data: Any) -> Any:
    """One act on the file, with days filled in."""
    return office.act(act_name, case_id, by=by, **filled(office, data, case_id))


def found(office: Office) -> list[str]:
    """What the nightly check says."""
    night = Night(MORNING, Settings(), {})
    with office.engine.connect() as connection:
        return [one.message for one in investigators(connection, night)]


def test_the_whole_record_reaches_the_letter_without_anybody_who_was_asked(office: Office) -> None:
    case_id = a_file(office)
    act(office, "record_violation", case_id, **VIOLATION)
    with pytest.raises(NotPossible, match="请先“启动调查”"):
        act(office, "issue_inquiry_letter", case_id, by="supervisor", **LETTER)
    start(office, case_id, FIRST_SUPERVISOR, opened_on="2026-10-12")
    made = act(office, "issue_inquiry_letter", case_id, by="supervisor", **LETTER).made
    assert made["number"] == "监调〔2026〕1号"
    with pytest.raises(NotValid, match="没有调查笔录"):
        act(office, "close_investigation", case_id, consultation="已协商")
    act(office, "add_investigation_record", case_id, **ASKED, signed=True)
    act(office, "add_investigation_record", case_id, **ASKED, signed=False, refusal_reason="须请示公司")
    act(office, "add_investigation_evidence", case_id, **EVIDENCE)
    with pytest.raises(NotValid, match="没有登记协商"):
        act(office, "close_investigation", case_id)
    act(office, "skip_consultation", case_id, skipped_why="联系不上单位负责人")
    act(office, "record_consultation", case_id, held_on="2026-10-12", **TALK)
    with pytest.raises(NotPossible, match="不再需要"):
        act(office, "skip_consultation", case_id, skipped_why="联系不上单位负责人")
    act(office, "close_investigation", case_id, conclusion="拖欠属实")
    with begin(office.engine, by=office.actor("mediator"), at=MORNING) as work:
        facts = with_investigation(work, read_case(work, case_id), {"findings": ["拖欠工资"]})
    assert facts["findings"] == ["拖欠工资"]
    assert facts["evidence"] == ["工资表（12页）"]
    assert facts["investigation"] == {
        "supervisors": [["监督员甲", "001"], ["监督员乙", "002"]],
        "opened_on": "2026-10-12",
        "closed_on": "2026-10-13",
        "consultation": "2026年10月12日协商，未达成一致",
        "records": 2,
        "evidence": ["工资表（12页）"],
        "inquiry_letters": ["监调〔2026〕1号"],
        "finding": "breach",
    }
    assert [(one.seq, bool(one.signed)) for one in rows(office, "investigation_record")] == [(1, True), (2, False)]
    [closed] = rows(office, "investigation")
    assert not closed.employer_signed


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"certificates_shown": False, "signed": True}, "先出示监督员证"),
        ({"told_rights": False, "signed": True}, "告知被调查人"),
        ({"signed": False}, "拒绝签字的原因"),
        ({"read_back": False, "signed": True}, "签名之前"),
        ({"talk": [], "signed": True}, "问答"),
        ({"asked_at": "<day:1>", "signed": True}, "不能晚于现在"),
        ({"asked_at": "<day:-1>", "signed": True}, "不能早于调查开始"),
        ({"attachment_id": str(UUID(int=7)), "signed": True}, "没有这个文件"),
    ],
)
def test_a_record_that_would_not_hold_is_refused(office: Office, changes: dict[str, Any], says: str) -> None:
    case_id = a_file(office)
    start(office, case_id, FIRST_SUPERVISOR)
    with pytest.raises(NotValid, match=says):
        act(office, "add_investigation_record", case_id, **{**ASKED, **changes})
    assert rows(office, "investigation_record") == []


def test_the_short_form_writes_the_one_record(office: Office) -> None:
    case_id = a_file(office)
    start(office, case_id, FIRST_SUPERVISOR)
    with pytest.raises(NotValid, match="是否已核阅签字"):
        act(office, "close_investigation", case_id, record="笔录", consultation="未协商")
    act(office, "close_investigation", case_id, **RECORD)
    [record] = rows(office, "investigation_record")
    assert (record.text, record.certificates_shown, bool(record.signed)) == ("问答笔录全文", None, True)
    [closed] = rows(office, "investigation")
    # No breach is on file: none was found.
    assert closed.finding == "none"
    start(office, case_id, FIRST_SUPERVISOR)
    with pytest.raises(NotPossible, match="登记违法事实"):
        act(office, "close_investigation", case_id, **RECORD, finding="breach")


def test_letters_of_inquiry_have_no_gaps_whatever_is_refused(office: Office) -> None:
    numbers = []
    for place in range(3):
        case_id = a_file(office)
        start(office, case_id, FIRST_SUPERVISOR)
        with pytest.raises(NotValid, match="早于今天"):
            act(office, "issue_inquiry_letter", case_id, by="supervisor", **{**LETTER, "valid_until": "2026-10-12"})
        number = act(office, "issue_inquiry_letter", case_id, by="supervisor", **LETTER).made["number"]
        numbers.append(number)
        assert number == f"监调〔2026〕{place + 1}号"
    assert [one.number for one in rows(office, "investigation_letter")] == numbers


def test_whoever_stands_aside_is_replaced_and_kept_on_the_record(office: Office) -> None:
    case_id, third = a_file(office), certified(office)
    start(office, case_id, FIRST_SUPERVISOR, opened_on="2026-10-10")
    going = {"out_id": str(FIRST_SUPERVISOR), "relation": "relative", "reason": "近亲属在该单位任职"}
    with pytest.raises(NotPossible, match="两名不同的监督员"):
        act(office, "replace_supervisor", case_id, in_id=str(SECOND_SUPERVISOR), **going)
    act(office, "replace_supervisor", case_id, in_id=str(third), **going)
    [inquiry] = rows(office, "investigation")
    assert (inquiry.first_supervisor, inquiry.first_certificate, inquiry.first_since) in (
        ("监督员丙", "003", "2026-10-13"),
        ("监督员丙", "003", date(2026, 10, 13)),
    )
    [change] = rows(office, "investigation_change")
    assert (change.out_name, change.relation, change.reason) == ("监督员甲", "relative", "近亲属在该单位任职")
    assert found(office) == []
    # Not for this matter again, but for others.
    with pytest.raises(NotPossible, match="须回避：监督员甲 —（亲属任职"):
        act(office, "replace_supervisor", case_id, out_id=str(third), in_id=str(FIRST_SUPERVISOR), reason="换回")
    with pytest.raises(NotValid, match="没有参加本次调查"):
        act(office, "replace_supervisor", case_id, in_id=str(third), **going)
    start(office, a_file(office), FIRST_SUPERVISOR)


def test_the_night_finds_a_tie_that_was_declared_while_the_investigation_goes_on(office: Office) -> None:
    case_id = a_file(office)
    start(office, case_id, FIRST_SUPERVISOR)
    tie = {"supervisor_id": str(FIRST_SUPERVISOR), "relation": "shares", "from_on": "2024-01-01"}
    office.act("declare_supervisor_interest", by="supervisor", employer_name="青海恒远建筑劳务有限公司", **tie)
    assert found(office) == ["应当回避的监督员仍在参加调查，请办理“监督员回避、更换”。"]
    third = str(certified(office))
    act(office, "replace_supervisor", case_id, out_id=str(FIRST_SUPERVISOR), in_id=third, reason="回避")
    assert found(office) == []


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("UPDATE investigation SET second_certificate = first_certificate", "不足两名"),
        ("UPDATE investigation SET second_supervisor = ''", "不足两名"),
        ("UPDATE supervisor_term SET valid_from = '2026-10-14'", "无效"),
        ("UPDATE supervisor SET withdrawn_on = '2026-10-13' WHERE certificate = '001'", "无效"),
    ],
)
def test_the_night_finds_what_went_behind_the_acts(office: Office, broken: str, says: str) -> None:
    start(office, a_file(office), FIRST_SUPERVISOR)
    assert found(office) == []
    with office.engine.begin() as connection:
        connection.execute(sa.text(broken))
    assert all(says in message for message in found(office))
    assert found(office)


def test_old_files_bring_their_supervisors_by_name(office: Office) -> None:
    case_id = a_file(office)
    typed = {"first_supervisor": "某甲", "first_certificate": "旧1", "second_supervisor": "某乙"}
    data = {"purpose": "核实", **typed, "second_certificate": "旧2"}
    with begin(office.engine, by=IMPORTER, at=MORNING, history=True) as work:
        perform(work, "open_investigation", case_id, data)
    [inquiry] = rows(office, "investigation")
    assert (inquiry.first_supervisor, inquiry.first_supervisor_id) == ("某甲", None)
    assert found(office) == []


@pytest.mark.parametrize(("region", "unit"), [("QH", "work_day"), ("SN", "cal_day"), ("NM", "work_day")])
def test_the_time_limit_runs_from_the_opening_and_ends_with_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, region: str, unit: str
) -> None:
    monkeypatch.setattr(settings(), "office_region", region)
    case_id = a_file(office)
    start(office, case_id, FIRST_SUPERVISOR, opened_on="2026-10-12")
    limit = clock(office, case_id, "LTR-INVESTIGATE")
    due = answer(Question("LTR-INVESTIGATE", date(2026, 10, 12), region=region))
    assert (limit.due_on, due.rule.unit, limit.state) == (due.due, unit, "running")
    act(office, "close_investigation", case_id, **RECORD)
    assert clock(office, case_id, "LTR-INVESTIGATE").state == "met"


def test_on_a_supervision_file_the_state_opens_the_limit_and_no_second_one_runs(office: Office) -> None:
    case_id = office.act("register_clue", **opening("supervision")).case_id
    assert case_id is not None
    office.act("accept", case_id)
    office.act("assign", case_id, by="supervisor", handler_id=str(office.account_id("tiaojie")))
    office.act("sign_for", case_id, by="mediator")
    office.act("open_investigation", case_id, by="mediator", **INVESTIGATION)
    office.act("close_investigation", case_id, by="mediator", **RECORD)
    [limit] = clocks_of(office, case_id, rule_id="LTR-INVESTIGATE")
    assert (limit.state, limit.bound_state) == ("running", "preparing")


@pytest.mark.parametrize(("region", "days"), [("QH", None), ("HB", 5)])
def test_a_clue_that_is_not_accepted_is_told_in_time(
    office: Office, monkeypatch: pytest.MonkeyPatch, region: str, days: int | None
) -> None:
    monkeypatch.setattr(settings(), "office_region", region)
    real = {"source": "complaint", "informant_name": "赵某", "phone": "0971-0000009", "is_real_name": True}
    case_id = office.act("register_clue", **opening("supervision", **real)).case_id
    assert case_id is not None
    office.act("decline", case_id, by="supervisor", reason="已由仲裁委受理")
    told = clock(office, case_id, "LTR-REJECT-NOTICE")
    due = answer(Question("LTR-REJECT-NOTICE", MORNING, region=region))
    assert told.due_on == due.due
    if days is not None:
        # 湖北20: calendar days; the 18th is a Sunday, so the last day is the Monday.
        assert told.due_on == date(2026, 10, 13) + timedelta(days=days + 1)
    else:
        assert told.due_on == date(2026, 10, 20)
    office.act("serve_decline_notice", case_id)
    assert clock(office, case_id, "LTR-REJECT-NOTICE").state == "met"
