"""The known ways in which deadline engines go wrong, where a clock runs on a case; each by its number.

Those of pure arithmetic are in tests/rules/test_pitfalls.py.
"""

import ast
import dataclasses
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.clock_rows import ClockRow, DeadlineRow
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid
from foundation.outbox import OutboxMessage
from foundation.work import SYSTEM, begin
from rules import book, deadline
from rules.book import RuleBook, load_rules
from rules.checker import faults
from tests.office import MORNING, Office
from tests.workflows.clock_stories import (
    a_case,
    alerts_of,
    ask_and_grant,
    beijing,
    case_row,
    clock,
    clocks_of,
    dues,
    facts_of,
    in_mediation,
    set_case,
)
from workflows import reissue
from workflows.firing import fire_all_due, fire_due
from workflows.rule_change import follow_rules
from workflows.subjects import read_case

ROOT = Path(__file__).parents[2]
RIGHT = {"infringement_known_on": "2026-09-01"}
PAUSE = {"ground": "awaiting_recognition", "reason": "等待工伤认定，附受理通知", "until_on": "2026-12-31"}


def test_pitfall_05_a_call_after_midnight_belongs_to_the_beijing_day(office: Office) -> None:
    """At 00:30 in Beijing it is still yesterday in UTC; the period begins from the Beijing day."""
    case_id = a_case(office, at=beijing("2026-10-13 00:30"))
    assert clock(office, case_id, "SVC-REVIEW").started_on == date(2026, 10, 13)
    assert clock(office, case_id, "SVC-REVIEW").due_on == date(2026, 10, 14)


def test_pitfall_10_pauses_leave_out_their_days_whatever_their_number(office: Office) -> None:
    case_id = a_case(office, **RIGHT)
    right = clock(office, case_id, "LA-27-1")
    assert right.due_on == date(2027, 9, 1)
    for begun, ended in (("2026-10-13", "2026-10-20"), ("2026-11-02", "2026-11-05")):
        start = beijing(f"{begun} 09:00")
        ask_and_grant(
            office,
            case_id,
            "ask_pause",
            at=start,
            granted_at=start + timedelta(hours=1),
            clock_id=str(right.id),
            **PAUSE,
        )
        assert clock(office, case_id, "LA-27-1").state == "paused"
        office.act(
            "resume_clock",
            case_id,
            by="mediator",
            at=beijing(f"{ended} 09:00"),
            clock_id=str(right.id),
            reason="认定已作出",
        )
    # Seven days and three: from 2027-09-01 to 2027-09-11, a Saturday, and on to Monday.
    assert dues(office, right.id) == ["2027-09-01", "2027-09-08", "2027-09-13"]
    assert clock(office, case_id, "LA-27-1").due_on == date(2027, 9, 13)
    with office.engine.connect() as connection:
        certificates = connection.execute(
            sa.select(DeadlineRow.certificate).where(DeadlineRow.clock_id == right.id)
        ).scalars()
        assert [faults(one) for one in certificates] == [[], [], []]


def test_pitfall_10_a_pause_within_one_day_leaves_out_nothing(office: Office) -> None:
    case_id = a_case(office, **RIGHT)
    right = clock(office, case_id, "LA-27-1")
    start = beijing("2026-10-13 09:00")
    ask_and_grant(office, case_id, "ask_pause", at=start, granted_at=start, clock_id=str(right.id), **PAUSE)
    office.act(
        "resume_clock",
        case_id,
        by="mediator",
        at=start + timedelta(hours=7),
        clock_id=str(right.id),
        reason="当日恢复",
    )
    assert dues(office, right.id) == ["2027-09-01", "2027-09-01"]


def test_pitfall_10_a_pause_that_never_ends_is_seen(office: Office) -> None:
    """The pause has a clock of its own: the handler and the supervisor hear of it, and nothing else fires meanwhile."""
    case_id = a_case(office, **RIGHT)
    right, start = clock(office, case_id, "LA-27-1"), beijing("2026-10-13 09:00")
    ask_and_grant(office, case_id, "ask_pause", at=start, granted_at=start, clock_id=str(right.id), **PAUSE)
    office.act("decline", case_id, by="supervisor", reason="测试：只看暂停")
    fire_all_due(office.engine, beijing("2028-01-01 00:00"))
    [watch] = clocks_of(office, case_id, kind="pause")
    assert watch.due_on == date(2026, 12, 31)
    assert facts_of(office, watch.id)[-1] == "breached"
    assert {alert.role for alert in alerts_of(office, watch.id)} >= {"supervisor"}
    assert facts_of(office, right.id) == []


def test_pitfall_10_a_pause_after_the_end_or_where_no_law_allows_it_is_refused(office: Office) -> None:
    case_id = in_mediation(office, **RIGHT)
    right, stage = clock(office, case_id, "LA-27-1"), clock(office, case_id, "LA-14-1")
    with pytest.raises(NotPossible, match="没有规定可以中止"):
        office.act("ask_pause", case_id, by="mediator", clock_id=str(stage.id), **PAUSE)
    late = beijing("2027-10-01 09:00")
    with pytest.raises(NotPossible, match="届满"):
        office.act(
            "ask_pause", case_id, by="mediator", at=late, clock_id=str(right.id), **PAUSE | {"until_on": "2027-12-31"}
        )
    with pytest.raises(NotValid, match="应在今天之后"):
        office.act("ask_pause", case_id, by="mediator", clock_id=str(right.id), **PAUSE | {"until_on": "2026-10-13"})


def test_a_pause_or_extension_needs_a_second_person(office: Office) -> None:
    case_id = a_case(office, **RIGHT)
    right = clock(office, case_id, "LA-27-1")
    made = office.act("ask_pause", case_id, by="supervisor", clock_id=str(right.id), **PAUSE).made
    request = str(made["request_id"])
    with pytest.raises(NotAllowed, match="另一人"):
        office.act("approve_clock_request", case_id, by="supervisor", request_id=request)
    with pytest.raises(NotPossible, match="待批"):
        office.act("ask_pause", case_id, by="supervisor", clock_id=str(right.id), **PAUSE)
    office.act("approve_clock_request", case_id, by="leader", request_id=request)
    with pytest.raises(NotPossible, match="已经批复"):
        office.act("approve_clock_request", case_id, by="leader", request_id=request)


def test_an_extension_is_asked_before_the_end_and_counted_from_the_raw_day(office: Office) -> None:
    """Five working days for papers from Tuesday 2026-10-13 end on the 20th; three more make it the 23rd."""
    case_id = a_case(office)
    office.act("request_materials", case_id, materials="工资欠条")
    papers = clock(office, case_id, "SVC-MATERIALS")
    ask = {"clock_id": str(papers.id), "amount": 3, "reason": "劳动者在外地"}
    with pytest.raises(NotPossible, match="届满"):
        office.act("ask_extension", case_id, by="supervisor", at=beijing("2026-10-21 00:00"), **ask)
    made = office.act("ask_extension", case_id, by="supervisor", at=beijing("2026-10-20 23:59"), **ask).made
    # Approved after the end: what was asked in time is granted in time, and the breach in between is taken back.
    fire_all_due(office.engine, beijing("2026-10-21 08:00"))
    assert clock(office, case_id, "SVC-MATERIALS").breached
    office.act(
        "approve_clock_request",
        case_id,
        by="leader",
        at=beijing("2026-10-21 09:00"),
        request_id=str(made["request_id"]),
    )
    after = clock(office, case_id, "SVC-MATERIALS")
    assert (after.due_on, after.breached) == (date(2026, 10, 23), False)
    assert dues(office, papers.id) == ["2026-10-20", "2026-10-23"]
    assert facts_of(office, papers.id) == ["warned", "breached", "withdrawn"]
    assert case_row(office, case_id).breaches == 0


def test_an_extension_beyond_what_the_rule_allows_is_refused(office: Office) -> None:
    case_id = in_mediation(office)
    with pytest.raises(NotPossible, match="没有规定可以延长"):
        office.act(
            "ask_extension",
            case_id,
            by="mediator",
            clock_id=str(clock(office, case_id, "LA-14-1").id),
            amount=5,
            reason="需要时间",
        )


def test_pitfall_11_a_late_entry_withdraws_a_breach_and_deletes_nothing(office: Office) -> None:
    """Told on the 15th, entered on the 21st; the alert of the 20th stays and says that it was withdrawn."""
    case_id = a_case(office)
    office.act("decline", case_id, by="supervisor", reason="不属受理范围")
    limit = clock(office, case_id, "LTR-REJECT-NOTICE")
    after = limit.due_at + timedelta(hours=9)
    fire_all_due(office.engine, after)
    assert case_row(office, case_id).breaches == 1
    told = {"served_on": "2026-10-15", "how": "oral"}
    with pytest.raises(NotValid, match="补录原因"):
        office.act("serve_decline_notice", case_id, at=after, **told)
    office.act("serve_decline_notice", case_id, at=after, late_reason="外勤当面告知，今日补录", **told)
    stopped = clock(office, case_id, "LTR-REJECT-NOTICE")
    assert (stopped.state, stopped.breached) == ("met", False)
    assert facts_of(office, limit.id) == ["warned", "breached", "withdrawn", "met"]
    assert case_row(office, case_id).breaches == 0
    withdrawn = [alert.withdrawn_why for alert in alerts_of(office, limit.id) if alert.level >= 1]
    assert withdrawn
    assert set(withdrawn) == {"外勤当面告知，今日补录"}


def test_pitfall_11_an_entry_that_comes_too_late_needs_the_supervisor(office: Office) -> None:
    case_id = a_case(office)
    office.act("decline", case_id, by="supervisor", reason="不属受理范围")
    limit = clock(office, case_id, "LTR-REJECT-NOTICE")
    much_later = limit.due_at + timedelta(days=60)
    fire_all_due(office.engine, much_later)
    with pytest.raises(NotPossible, match="撤销逾期"):
        office.act(
            "serve_decline_notice", case_id, at=much_later, served_on="2026-10-15", how="oral", late_reason="补录"
        )
    with pytest.raises(NotPossible, match="逾期成立"):
        office.act(
            "withdraw_breach",
            case_id,
            by="supervisor",
            at=much_later,
            clock_id=str(limit.id),
            happened_on=str(limit.due_on + timedelta(days=1)),
            reason="送达回证",
        )
    office.act(
        "withdraw_breach",
        case_id,
        by="supervisor",
        at=much_later,
        clock_id=str(limit.id),
        happened_on="2026-10-15",
        reason="送达回证",
    )
    assert facts_of(office, limit.id)[-2:] == ["withdrawn", "met"]


def closed(office: Office, case_id: object, at: str) -> None:
    """Bring a case in mediation to its close."""
    office.act("request_closure", case_id, by="mediator", at=beijing(at), outcome="other", outcome_note="测试")
    office.act("approve_closure", case_id, by="supervisor", at=beijing(at))
    office.act("record_callback", case_id, at=beijing(at), contacted=True, resolved=True, satisfied=True)
    office.act("close", case_id, by="supervisor", at=beijing(at))


def test_pitfall_12_reopening_continues_rights_and_the_citizen_clock_and_restarts_our_own(office: Office) -> None:
    case_id = in_mediation(office, **RIGHT)
    closed(office, case_id, "2026-10-20 10:00")
    assert [one.rule_id for one in clocks_of(office, case_id, state="running")] == ["SVC-ARCHIVE"]
    office.act("reopen", case_id, by="supervisor", at=beijing("2026-12-01 10:00"), reason="协议未履行")
    right, citizen = clock(office, case_id, "LA-27-1"), clock(office, case_id, "CITIZEN")
    assert (right.state, right.due_on) == ("running", date(2027, 9, 1))
    assert citizen.opened_at == MORNING
    first = clock(office, case_id, "SVC-FIRST-RESPONSE")
    assert first.opened_at == beijing("2026-12-01 10:00")
    assert clock(office, case_id, "LA-14-1").state == "met"


def test_pitfall_13_reassigning_returning_and_referring_reset_nothing_of_the_worker(office: Office) -> None:
    case_id = in_mediation(office, **RIGHT)
    before = {one.rule_id: one.due_at for one in clocks_of(office, case_id) if one.kind in ("right", "citizen")}
    office.act("reassign", case_id, by="supervisor", handler_id=str(office.account_id("tiaojie2")))
    stage = clock(office, case_id, "LA-14-1")
    assert (stage.state, stage.generation) == ("running", 1)
    refer = {"addressee": "industry_authority", "addressee_name": "市住建局"}
    office.act("refer", case_id, by="supervisor", **refer)
    office.act("send_referral", case_id, by="supervisor")
    office.act("referral_returned", case_id, by="supervisor", reason="不属本单位职责")
    after = {one.rule_id: one.due_at for one in clocks_of(office, case_id, state="running")}
    assert {rule: after[rule] for rule in before} == before
    assert case_row(office, case_id).opened_at == MORNING


def test_pitfall_14_in_a_joined_case_the_earliest_start_wins(office: Office) -> None:
    older = a_case(office, at=beijing("2026-10-01 09:00"), infringement_known_on="2025-11-03")
    newer = a_case(office, **RIGHT)
    number = case_row(office, newer).number
    office.act("merge_case", older, by="supervisor", into=number, reason="同一工地同一批工人")
    joined = case_row(office, newer)
    assert joined.opened_at == beijing("2026-10-01 09:00")
    assert clock(office, newer, "CITIZEN").opened_at == joined.opened_at
    rights = {one.due_on for one in clocks_of(office, newer, rule_id="LA-27-1", state="running")}
    assert rights == {date(2026, 11, 3), date(2027, 9, 1)}
    # The nearest of them leads.
    assert case_row(office, older).outcome == "merged"
    assert case_row(office, older).state == "closed"
    running = [one.rule_id for one in clocks_of(office, older, state="running")]
    assert running == ["SVC-ARCHIVE"]


def test_pitfall_14_a_divided_case_keeps_the_beginnings(office: Office) -> None:
    case_id = a_case(office, at=beijing("2026-10-01 09:00"), infringement_known_on="2025-11-03")
    made = office.act(
        "split_case",
        case_id,
        by="supervisor",
        case_type="labour_dispute",
        title="加班费部分",
        worker_name="钱某",
        claims=[{"kind": "overtime_pay", "amount": "3000.00"}],
        reason="诉求不同",
    ).made
    with office.engine.connect() as connection:
        new_id = connection.execute(sa.text('SELECT id FROM "case" WHERE number = :n'), {"n": made["new_case"]})
        found = new_id.scalar_one()
    new = UUID(str(found))
    assert case_row(office, new).opened_at == beijing("2026-10-01 09:00")
    assert clock(office, new, "LA-27-1").due_on == clock(office, case_id, "LA-27-1").due_on == date(2026, 11, 3)
    assert clock(office, new, "SVC-REVIEW").started_on == date(2026, 10, 13)


def changed_book(monkeypatch: pytest.MonkeyPatch, length: int, *, reaches_back: bool) -> None:
    """As if the law of mediation had been changed on 2026-10-20: other days, from then on."""
    old = load_rules().get("LA-14-1")
    ended = dataclasses.replace(old, effective_to=date(2026, 10, 19))
    new = dataclasses.replace(
        old,
        effective_from=date(2026, 10, 20),
        length=length,
        version="2026-10-20#made-up",
        applies_to_running=reaches_back,
    )
    rest = [rule for rule in load_rules().all() if rule.id != "LA-14-1"]
    made = RuleBook([*rest, ended, new, *load_rules().duties()])
    for module in (deadline, book, reissue):
        monkeypatch.setattr(module, "load_rules", lambda: made)
    monkeypatch.setattr("workflows.rule_change.load_rules", lambda: made)
    monkeypatch.setattr("workflows.clocks.load_rules", lambda: made)


@pytest.mark.parametrize(
    ("length", "reaches_back", "expected"),
    [
        (20, False, ["2026-10-28"]),
        (20, True, ["2026-10-28", "2026-11-02"]),
        # A shorter period moves nothing that was issued.
        (10, True, ["2026-10-28", "2026-10-28"]),
    ],
)
def test_pitfall_15_a_running_clock_keeps_its_rule_unless_the_new_one_reaches_back(
    office: Office, monkeypatch: pytest.MonkeyPatch, length: int, reaches_back: bool, expected: list[str]
) -> None:
    case_id = in_mediation(office)
    limit = clock(office, case_id, "LA-14-1")
    changed_book(monkeypatch, length, reaches_back=reaches_back)
    at = beijing("2026-10-21 02:30")
    follow_rules(office.engine, at)
    assert follow_rules(office.engine, at) == 0
    assert dues(office, limit.id) == expected
    assert str(clock(office, case_id, "LA-14-1").due_on) == expected[-1]
    assert case_row(office, case_id).next_due_at == clock(office, case_id, "LA-14-1").due_at


def test_pitfall_16_a_closed_case_is_not_judged_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = in_mediation(office)
    limit = clock(office, case_id, "LA-14-1")
    closed(office, case_id, "2026-10-20 10:00")
    changed_book(monkeypatch, 20, reaches_back=True)
    follow_rules(office.engine, beijing("2026-10-21 02:30"))
    fire_all_due(office.engine, beijing("2027-10-21 02:30"))
    assert dues(office, limit.id) == ["2026-10-28"]
    assert facts_of(office, limit.id) == ["met"]


def test_pitfall_17_what_was_paused_or_moved_in_the_same_second_does_not_fire(office: Office) -> None:
    """The timer is due at the very instant at which the clock is paused; whoever comes second sees the generation."""
    case_id = a_case(office, infringement_known_on="2025-10-14")
    right = clock(office, case_id, "LA-27-1")
    last_second = right.due_at - timedelta(seconds=1)
    ask_and_grant(office, case_id, "ask_pause", at=last_second, granted_at=last_second, clock_id=str(right.id), **PAUSE)
    fire_all_due(office.engine, right.due_at)
    assert "breached" not in facts_of(office, right.id)
    office.act(
        "resume_clock",
        case_id,
        by="mediator",
        at=beijing("2026-10-24 09:00"),
        clock_id=str(right.id),
        reason="障碍消除",
    )
    # Ten days stood still from the 14th: the 24th is a Saturday, so Monday the 26th is the last.
    assert clock(office, case_id, "LA-27-1").due_on == date(2026, 10, 26)
    fire_all_due(office.engine, beijing("2026-10-27 00:00"))
    assert facts_of(office, right.id)[-1] == "breached"


def test_pitfall_18_a_night_that_was_missed_is_made_up_for_however_long(office: Office) -> None:
    case_id = in_mediation(office)
    limit = clock(office, case_id, "LA-14-1")
    fire_all_due(office.engine, limit.due_at + timedelta(days=400))
    assert facts_of(office, limit.id) == ["warned", "breached", "escalated", "escalated"]


def test_pitfall_19_no_date_is_computed_twice_in_two_places() -> None:
    """Periods are added up in rules/ alone: no other room moves a day by months or counts working days."""
    wanted = {"add_months", "add_worked", "working_days", "next_worked", "previous_worked"}
    guilty = []
    for room in ("api", "cases", "cli", "notifications", "reports", "web", "workflows"):
        for path in (ROOT / room).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            if used & wanted:
                guilty.append(path.name)
    assert guilty == []


def test_pitfall_22_a_server_whose_clock_is_wrong_neither_loses_nor_repeats(office: Office) -> None:
    """One server is five minutes behind the other. Facts carry the instant of the timer, not of the server."""
    case_id = in_mediation(office)
    limit = clock(office, case_id, "LA-14-1")
    for at in (limit.due_at - timedelta(minutes=5), limit.due_at, limit.due_at - timedelta(minutes=5), limit.due_at):
        fire_due(office.engine, at)
    assert facts_of(office, limit.id) == ["warned", "breached"]
    with office.engine.connect() as connection:
        at = connection.execute(sa.text("SELECT count(*) FROM clock_fact WHERE recorded_at < at"))
        assert at.scalar_one() == 0


def test_pitfall_24_after_a_stopped_night_each_person_gets_one_mail_that_lists_the_rest(office: Office) -> None:
    for _ in range(15):
        in_mediation(office)
    fire_all_due(office.engine, beijing("2026-10-29 00:00"))
    with office.engine.connect() as connection:
        rows = connection.execute(sa.select(OutboxMessage.key, OutboxMessage.payload)).all()
        alerts = connection.execute(sa.text("SELECT count(*) FROM alert WHERE level = 1")).scalar_one()
    mails = [row for row in rows if row.key.startswith("mail:")]
    assert alerts == 30
    digests = [row for row in mails if row.key.startswith("mail:digest:")]
    assert len(mails) == len(digests)
    assert all("汇总" in row.payload["subject"] for row in digests)
    assert max(row.payload["body"].count("\n") + 1 for row in digests) >= 15


def test_the_citizen_clock_is_never_paused_or_extended(office: Office) -> None:
    case_id = a_case(office)
    citizen = clock(office, case_id, "CITIZEN")
    for name, data in (("ask_pause", PAUSE), ("ask_extension", {"amount": 1, "reason": "忙"})):
        with pytest.raises(NotPossible, match="群众时钟"):
            office.act(name, case_id, by="supervisor", clock_id=str(citizen.id), **data)


def test_an_interruption_opens_a_full_year_and_points_to_the_old_clock(office: Office) -> None:
    case_id = a_case(office, infringement_known_on="2025-11-03")
    old = clock(office, case_id, "LA-27-1")
    office.act(
        "record_interruption",
        case_id,
        clock_id=str(old.id),
        ground="claim_made",
        happened_on="2026-10-12",
        evidence="催告函及签收单",
    )
    new = clock(office, case_id, "LA-27-2")
    assert (new.due_on, new.kind) == (date(2027, 10, 12), "right")
    assert clock(office, case_id, "LA-27-1").state == "stopped"
    with office.engine.connect() as connection:
        [link] = connection.execute(sa.text("SELECT why, evidence, happened_on FROM clock_link")).all()
    assert (link.why, link.evidence, str(link.happened_on)) == ("claim_made", "催告函及签收单", "2026-10-12")


def test_what_had_ended_is_not_interrupted_any_more(office: Office) -> None:
    case_id = a_case(office, infringement_known_on="2025-09-01")
    old = clock(office, case_id, "LA-27-1")
    with pytest.raises(NotPossible, match="届满"):
        office.act(
            "record_interruption",
            case_id,
            clock_id=str(old.id),
            ground="claim_made",
            happened_on="2026-10-12",
            evidence="催告函",
        )


def test_filing_at_the_right_place_uses_the_right_and_asking_an_authority_interrupts(office: Office) -> None:
    for addressee, state, running in (("arbitration", "met", None), ("labour_inspection", "stopped", "LA-27-2")):
        case_id = in_mediation(office, **RIGHT)
        office.act("refer", case_id, by="mediator", addressee=addressee, addressee_name="市某单位")
        office.act("send_referral", case_id, by="mediator")
        office.act("acknowledge_referral", case_id, by="mediator")
        assert clock(office, case_id, "LA-27-1").state == state
        anew = clock(office, case_id, "LA-27-2")
        assert (anew.rule_id if anew is not None else None) == running
    # What arbitration sends back undecided has interrupted.
    case_id = in_mediation(office, **RIGHT)
    office.act("refer", case_id, by="mediator", addressee="arbitration", addressee_name="市仲裁委")
    office.act("send_referral", case_id, by="mediator")
    office.act("acknowledge_referral", case_id, by="mediator")
    office.act("referral_returned", case_id, by="mediator", reason="不予受理")
    assert clock(office, case_id, "LA-27-2").due_on == date(2027, 10, 13)


def test_a_clock_of_another_case_is_not_found(office: Office) -> None:
    one, other = a_case(office, **RIGHT), a_case(office)
    with pytest.raises(NotFound):
        office.act("ask_pause", other, by="supervisor", clock_id=str(clock(office, one, "LA-27-1").id), **PAUSE)


def test_an_issued_date_stays_when_the_answer_would_be_earlier(office: Office) -> None:
    """Whatever is asked anew: the date in force is the later of the two."""
    case_id = in_mediation(office)
    limit = clock(office, case_id, "LA-14-1")
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        later = limit.due_at + timedelta(days=7)
        work.writes.update(ClockRow, {"id": limit.id}, {"due_at": later, "due_on": limit.due_on + timedelta(days=7)})
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        case = read_case(work, case_id)
        now = next(one for one in case.running_clocks(work) if one["id"] == limit.id)
        certificate = reissue.certificate_of(work, now)
        reissue.reissue(work, case, now, certificate, reissue.question_now(work, now, certificate), cause="test")
    assert clock(office, case_id, "LA-14-1").due_at == later
    set_case(office, case_id, next_due_at=later)
