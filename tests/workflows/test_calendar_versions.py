"""A notice arrives: who may do what, and what running clocks do when it is applied and when it is undone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.calendar_version import CalendarVersion
from cases.case import Case
from cases.checks import run_checks
from cases.clock_rows import Alert, ClockFact, ClockRow, DeadlineRow, Timer
from cases.journal import JournalEntry
from foundation.errors import NotAllowed, NotPossible, NotValid
from foundation.settings import Settings
from foundation.work import SYSTEM, begin
from rules.checker import faults
from rules.papers import Paper, dump, shipped
from tests.office import Office
from workflows import calendars, clocks, engine
from workflows.calendar_checks import calendar_findings
from workflows.calendar_rehearsal import Rehearsal, rehearse
from workflows.charts.registry import known_states
from workflows.firing import fire_all_due
from workflows.reissue_by_calendar import follow
from workflows.subjects import read_case

KNOWN = known_states()
# The emergency change of 27 January 2020: 31 January, 1 and 2 February became days off.
EMERGENCY = next(paper for paper in shipped() if paper.id == "2020-2")
NOTICE_2027: dict[str, Any] = {
    "paper": "2027",
    "year": 2027,
    "notice": "（演练）国办发明电〔2026〕0号",
    "title": "（演练）关于2027年部分节假日安排的通知",
    "source": "https://www.gov.cn/example",
    "published": date(2026, 11, 4),
    "days_off": ["2027-01-01..2027-01-03", "2027-02-05..2027-02-11"],
    "make_up": ["2027-02-14"],
}
NOVEMBER = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)


def at(day: str, hour: int = 9) -> datetime:
    """An instant in office time."""
    return datetime.fromisoformat(f"{day}T{hour:02d}:00:00+08:00").astimezone(UTC)


@pytest.fixture
def before_2020(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program as it came in December 2019."""
    then: tuple[Paper, ...] = tuple(paper for paper in shipped() if paper.known_on(date(2019, 12, 31)))
    monkeypatch.setattr(calendars, "shipped", lambda: then)


def opened(office: Office, rule: str, start: str, kind: str = "stage", **links: Any) -> tuple[UUID, UUID]:
    """A case handled by the mediator, with one clock of this rule."""
    data: dict[str, Any] = {
        "case_type": "wage_arrears",
        "channel": "walk_in",
        "district": "630102",
        "worker_name": "测试",
    }
    data |= {"employer_name": "测试公司", "claims": [{"kind": "wages", "amount": "100.00"}], "narrative": "测试"}
    when = at(start)
    case_id = office.act("open_case", at=when, **data).case_id
    assert case_id is not None
    with begin(office.engine, by=SYSTEM, at=when) as work:
        case = read_case(work, case_id)
        clocks.stop(work, case, lambda clock: clock["kind"] != "citizen", met=False, reason="测试")
        case.handler_id = office.account_id("tiaojie")
        clock_id = clocks.open_by_rule(work, case, rule, date.fromisoformat(start), kind=kind, cause="test", **links)
        engine.save(work, case)
    return case_id, clock_id


def imported(office: Office, text: str, when: datetime) -> UUID:
    """A candidate."""
    found = office.act("import_calendar", by="admin", at=when, text=text).made["version_id"]
    assert isinstance(found, UUID)
    return found


def applied(office: Office, text: str, when: datetime) -> UUID:
    """Imported, approved by another, applied, followed."""
    version = imported(office, text, when)
    office.act("approve_calendar", by="supervisor", at=when, version_id=version)
    office.act("apply_calendar", by="leader", at=when, version_id=version)
    follow(office.engine, when)
    return version


def rehearsed(office: Office, text: str, when: datetime) -> Rehearsal:
    """What the notice would change."""
    from rules.papers import read_paper

    with office.engine.connect() as connection:
        new = calendars.combined([*calendars.applied_papers(connection), read_paper(text, "x")])
        return rehearse(connection, new, when)


def deadlines(office: Office, clock_id: UUID) -> list[tuple[int, str, bool, str]]:
    """Everything ever answered for a clock."""
    query = (
        sa.select(DeadlineRow.seq, DeadlineRow.due, DeadlineRow.provisional, DeadlineRow.cause)
        .where(DeadlineRow.clock_id == clock_id)
        .order_by(DeadlineRow.seq)
    )
    with office.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def one(office: Office, model: Any, key: UUID) -> Any:
    """A row."""
    with office.engine.connect() as connection:
        return connection.execute(sa.select(model).where(model.id == key)).one()


def facts(office: Office, clock_id: UUID) -> list[tuple[str, int, int]]:
    """What became of a clock."""
    query = (
        sa.select(ClockFact.kind, ClockFact.generation, ClockFact.level)
        .where(ClockFact.clock_id == clock_id)
        .order_by(ClockFact.generation, ClockFact.recorded_at, ClockFact.level)
    )
    with office.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def sound(office: Office, when: datetime) -> None:
    """No check finds an error, every certificate holds."""
    findings = [*run_checks(office.engine, when, Settings(), KNOWN), *calendar_findings(office.engine, when)]
    # These stories run without this year's notice, without an engine, and with the one clock that each is about.
    meant = {"calendar_year", "unfired_timer", "next_clock"}
    assert [one for one in findings if one.severity == "error" and one.check not in meant] == []
    with office.engine.connect() as connection:
        texts = calendars.texts(connection)
        for certificate in connection.execute(sa.select(DeadlineRow.certificate)).scalars():
            assert faults(certificate, texts) == []


@pytest.mark.usefixtures("before_2020")
def test_the_spring_of_2020(office: Office) -> None:
    """
    Five working days from 20 January ended on Saturday 1 February, a make-up day. On the 27th the holiday was
    prolonged to 2 February: the last day became the 4th. The system learnt it only on 3 February, when the breach
    of the 1st stood on record; it is withdrawn, and nothing that stood there is lost.
    """
    case_id, clock_id = opened(office, "LA-29-1", "2020-01-20")
    _, rolled = opened(office, "LA-14-1", "2020-01-17")
    _, far = opened(office, "LA-14-1", "2020-01-03")
    assert one(office, ClockRow, clock_id).due_on == date(2020, 2, 1)
    fire_all_due(office.engine, at("2020-02-02"))
    assert one(office, ClockRow, clock_id).breached
    assert one(office, Case, case_id).breaches == 1
    learnt = at("2020-02-03")

    plan = rehearsed(office, EMERGENCY.text, learnt)
    assert {(move.clock_id, move.outcome, move.old_due, move.new_due) for move in plan.moves} == {
        (clock_id, "later", "2020-02-01", "2020-02-04"),
        (rolled, "later", "2020-02-01", "2020-02-03"),
    }
    assert plan.counts["withdrawn_breaches"] == 2
    version = applied(office, EMERGENCY.text, learnt)

    assert deadlines(office, clock_id) == [
        (1, "2020-02-01", False, "test"),
        (2, "2020-02-04", False, "calendar:2020-2"),
    ]
    assert [row[1] for row in deadlines(office, rolled)] == ["2020-02-01", "2020-02-03"]
    assert len(deadlines(office, far)) == 1
    clock = one(office, ClockRow, clock_id)
    assert (clock.breached, clock.generation, clock.due_on) == (False, 2, date(2020, 2, 4))
    assert one(office, Case, case_id).next_due_at == clock.due_at
    assert one(office, Case, case_id).breaches == 0
    assert ("withdrawn", 1, 1) in facts(office, clock_id)
    assert ("breached", 1, 1) in facts(office, clock_id)
    assert rehearsed(office, EMERGENCY.text, learnt).moves == []
    sound(office, learnt)

    office.act("undo_calendar", by="supervisor", at=at("2020-02-03", 12), version_id=version, reason="演练")
    follow(office.engine, at("2020-02-03", 12))
    assert [row[1:] for row in deadlines(office, clock_id)][-1] == ("2020-02-01", False, "calendar-undo:2020-2")
    assert [row[1] for row in deadlines(office, rolled)] == ["2020-02-01", "2020-02-03", "2020-02-01"]
    fire_all_due(office.engine, at("2020-02-03", 13))
    assert one(office, ClockRow, clock_id).breached
    assert one(office, Case, case_id).breaches == 1
    with office.engine.connect() as connection:
        assert calendars.as_known(connection, at("2020-02-03", 10)).papers[-1].id == "2020-2"
        assert calendars.as_known(connection, at("2020-02-03", 14)).papers[-1].id == "2020"
        titles = list(
            connection.execute(
                sa.select(JournalEntry.act).where(JournalEntry.case_id == case_id).order_by(JournalEntry.seq)
            ).scalars()
        )
    assert [name for name in titles if name.startswith("calendar")] == ["calendar_applied", "calendar_undone"]
    sound(office, at("2020-02-03", 13))


def test_the_notice_of_next_year(office: Office) -> None:
    """Later by a notice on the file, final where nothing changes, never earlier; one word to each person."""
    # Sixty working days across 春节 end later; forty-five days to 15 January end where they ended.
    _, later = opened(office, "LS-17-1", "2026-11-10")
    _, final = opened(office, "LA-43-1", "2026-12-01")
    right_case, right = opened(office, "LA-48-1", "2027-01-30", "right")
    assert one(office, ClockRow, later).provisional
    when = datetime(2027, 2, 1, 2, 0, tzinfo=UTC)
    old = {clock_id: one(office, ClockRow, clock_id) for clock_id in (later, final, right)}
    assert old[right].due_on == date(2027, 2, 15)

    version = applied(office, dump(NOTICE_2027), when)

    assert one(office, ClockRow, later).due_on > old[later].due_on
    assert not one(office, ClockRow, later).provisional
    assert one(office, ClockRow, final).due_on == old[final].due_on
    assert one(office, ClockRow, final).generation == 1
    kept = one(office, ClockRow, right)
    # 14 February is a Sunday made up: it is the true last day, and the day on file stays.
    assert (kept.due_on, kept.provisional, kept.generation) == (date(2027, 2, 15), False, 1)
    assert [row[1:] for row in deadlines(office, right)] == [
        ("2027-02-15", True, "test"),
        ("2027-02-15", False, "calendar:2027"),
    ]
    with office.engine.connect() as connection:
        certificate = connection.execute(
            sa.select(DeadlineRow.certificate).where(DeadlineRow.clock_id == right, DeadlineRow.seq == 2)
        ).scalar_one()
        told = connection.execute(sa.select(Alert).where(Alert.key.startswith("calendar:"))).all()
        entry = connection.execute(
            sa.select(JournalEntry.detail).where(
                JournalEntry.case_id == right_case, JournalEntry.act == "calendar_applied"
            )
        ).scalar_one()
    assert certificate["due"] == "2027-02-14"
    assert "2027-02-14 以前" in certificate["warnings"][0]
    assert entry["clocks"][0]["safe_until"] == "2027-02-14"
    assert {(row.role, row.account_id) for row in told} == {
        ("supervisor", None),
        (None, office.account_id("tiaojie")),
    }
    assert all("安全日 2027-02-14" in row.body for row in told)
    row = one(office, CalendarVersion, version)
    assert row.settled_at is not None
    assert (row.result["later"], row.result["kept"], row.result["dangers"]) == (1, 1, 1)
    sound(office, when)

    count = len(deadlines(office, later))
    follow(office.engine, when, again=version)
    assert len(deadlines(office, later)) == count
    with pytest.raises(NotPossible, match="已启用"):
        office.act("apply_calendar", by="leader", at=when, version_id=version)

    office.act("undo_calendar", by="leader", at=when, version_id=version, reason="演练")
    follow(office.engine, when)
    for clock_id, was in old.items():
        now = one(office, ClockRow, clock_id)
        assert (now.due_at, now.provisional, now.state) == (was.due_at, was.provisional, was.state)
        before, after = deadlines(office, clock_id)[0], deadlines(office, clock_id)[-1]
        assert before[1:3] == after[1:3]
    sound(office, when)
    # The same notice may come again, as a new version that says what it follows.
    second = imported(office, dump(NOTICE_2027), when)
    assert one(office, CalendarVersion, second).supersedes == version


def test_a_run_that_is_cut_goes_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from workflows import reissue_by_calendar

    ids = [opened(office, "LS-17-1", "2026-11-10")[1] for _ in range(5)]
    monkeypatch.setattr(reissue_by_calendar, "CASES_AT_ONCE", 2)
    version = imported(office, dump(NOTICE_2027), NOVEMBER)
    office.act("approve_calendar", by="supervisor", at=NOVEMBER, version_id=version)
    office.act("apply_calendar", by="leader", at=NOVEMBER, version_id=version)
    batch, calls = reissue_by_calendar._batch, []

    def cut(*given: Any) -> int:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return batch(*given)

    monkeypatch.setattr(reissue_by_calendar, "_batch", cut)
    with pytest.raises(KeyboardInterrupt):
        follow(office.engine, NOVEMBER)
    assert sorted(len(deadlines(office, clock_id)) for clock_id in ids) == [1, 1, 1, 2, 2]
    assert any(one.check == "calendar_unsettled" for one in calendar_findings(office.engine, NOVEMBER))
    # Opened by a process that had not looked again: found, and followed with the rest.
    monkeypatch.setattr(calendars, "in_force", lambda work: calendars.combined([]))
    stray = opened(office, "LS-17-1", "2026-11-10")[1]
    monkeypatch.undo()
    assert any(one.check == "calendar_clock" for one in calendar_findings(office.engine, NOVEMBER))
    done = follow(office.engine, NOVEMBER + timedelta(minutes=1))
    assert done.clocks == 4
    assert {len(deadlines(office, clock_id)) for clock_id in (*ids, stray)} == {2}
    with office.engine.connect() as connection:
        open_timers = connection.execute(
            sa.select(sa.func.count())
            .select_from(Timer)
            .where(Timer.done_at.is_(None), Timer.clock_id.in_([*ids, stray]))
        ).scalar_one()
        told = connection.execute(sa.select(Alert.key).where(Alert.key.startswith("calendar:"))).all()
    assert open_timers == 6
    assert len(told) == 2
    sound(office, NOVEMBER)


def test_who_may(office: Office) -> None:
    text = dump(NOTICE_2027)
    for desk in ("operator", "mediator", "supervisor", "leader"):
        with pytest.raises(NotAllowed):
            office.act("import_calendar", by=desk, at=NOVEMBER, text=text)
    version = imported(office, text, NOVEMBER)
    assert imported(office, text, NOVEMBER) == version
    for desk in ("admin", "operator", "mediator"):
        with pytest.raises(NotAllowed):
            office.act("approve_calendar", by=desk, at=NOVEMBER, version_id=version)
    with pytest.raises(NotPossible, match="待批准"):
        office.act("apply_calendar", by="leader", at=NOVEMBER, version_id=version)
    # One account that held both desks in turn is still one person.
    with begin(office.engine, by=SYSTEM, at=NOVEMBER) as work:
        changes = {"imported_by": office.account_id("zhuguan")}
        work.writes.update(CalendarVersion, {"id": version}, changes)
    with pytest.raises(NotAllowed, match="另一人"):
        office.act("approve_calendar", by="supervisor", at=NOVEMBER, version_id=version)
    office.act("approve_calendar", by="leader", at=NOVEMBER, version_id=version)
    with pytest.raises(NotPossible):
        office.act("undo_calendar", by="leader", at=NOVEMBER, version_id=version, reason="演练")
    with pytest.raises(NotPossible, match="已随程序提供"):
        imported(office, EMERGENCY.text, NOVEMBER)
    with pytest.raises(NotPossible, match="2027"):
        imported(
            office,
            dump({**NOTICE_2027, "paper": "2028", "year": 2028, "days_off": ["2028-01-01"], "make_up": []}),
            NOVEMBER,
        )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"days_off": ["2027-01-01", "2026-05-01"]}, "2026-05-01 不属于 2027 年"),
        ({"make_up": ["2027-01-04"]}, "2027-01-04 不是周末"),
        ({"make_up": ["2027-01-02"]}, "2027-01-02 既放假又上班"),
        ({"days_off": ["元旦"]}, "放假日"),
        ({"days_off": ["2027-01-03..2027-01-01"]}, "2027-01-03..2027-01-01"),
        ({"published": date(2026, 11, 11)}, "晚于今天"),
        ({"published": "未核"}, "发布日期"),
        ({"source": "口头"}, "网址"),
        ({"year": "明年"}, "整数"),
        ({"paper": "2027-2"}, "replaces"),
        ({"notice": ""}, "文号"),
        ({"colour": "red"}, "没有 colour 这一项"),
    ],
)
def test_what_is_wrong_is_said_in_chinese(office: Office, change: dict[str, Any], said: str) -> None:
    with pytest.raises(NotValid, match=said):
        imported(office, dump({**NOTICE_2027, **change}), NOVEMBER)


def test_a_notice_that_is_missing_is_asked_for(office: Office) -> None:
    def said(when: datetime) -> list[str]:
        return [one.message for one in calendar_findings(office.engine, when)]

    assert said(at("2026-09-30")) == []
    assert "2027 年的放假通知还没有启用" in said(at("2026-10-01"))[0]
    imported(office, dump(NOTICE_2027), NOVEMBER)
    assert "已导入" in said(NOVEMBER)[0]
    assert "今年的期限都只是暂定" in said(at("2027-01-02"))[0]


def test_notices_undone_one_after_the_other(office: Office) -> None:
    """A correction and a change rest on the notice; undone in turn, the clock is where it was before all."""
    _, clock_id = opened(office, "LS-17-1", "2026-11-10")
    before = one(office, ClockRow, clock_id).due_at
    corrected = {**NOTICE_2027, "days_off": ["2027-01-01..2027-01-05", "2027-02-05..2027-02-11"]}
    change = {**NOTICE_2027, "paper": "2027-2", "replaces": "2027-01-11..2027-01-12", "make_up": []}
    first = applied(office, dump(NOTICE_2027), NOVEMBER)
    after_first = one(office, ClockRow, clock_id).due_at
    second = applied(office, dump(corrected), NOVEMBER + timedelta(hours=1))
    after_second = one(office, ClockRow, clock_id).due_at
    text = dump({**change, "days_off": ["2027-01-11..2027-01-12"]})
    third = applied(office, text, NOVEMBER + timedelta(hours=2))
    assert before < after_first < after_second < one(office, ClockRow, clock_id).due_at
    sound(office, NOVEMBER + timedelta(hours=2))
    with pytest.raises(NotPossible, match="更正版"):
        office.act("undo_calendar", by="leader", at=NOVEMBER, version_id=first, reason="演练")

    for hour, version, expected in ((3, third, after_second), (4, second, after_first), (5, first, before)):
        when = NOVEMBER + timedelta(hours=hour)
        office.act("undo_calendar", by="leader", at=when, version_id=version, reason="演练")
        follow(office.engine, when)
        assert one(office, ClockRow, clock_id).due_at == expected
        assert follow(office.engine, when, again=version).clocks == 0
    assert one(office, ClockRow, clock_id).provisional
    assert len(deadlines(office, clock_id)) == 7
    sound(office, NOVEMBER + timedelta(hours=6))


def test_a_main_notice_under_a_change_stays(office: Office) -> None:
    first = applied(office, dump(NOTICE_2027), NOVEMBER)
    change = {**NOTICE_2027, "paper": "2027-2", "replaces": "2027-01-11..2027-01-12", "make_up": []}
    applied(office, dump({**change, "days_off": ["2027-01-11"]}), NOVEMBER)
    with pytest.raises(NotPossible, match="没有该年的全年通知"):
        office.act("undo_calendar", by="leader", at=NOVEMBER, version_id=first, reason="演练")


def test_a_reply_clock_takes_its_letter_along(office: Office) -> None:
    from cases.letter import Letter

    case_id, _ = opened(office, "LA-14-1", "2026-11-10")
    letter = Letter(
        case_id=case_id,
        kind="notice",
        kind_label="提示函",
        state="overdue",
        cause_key="test",
        issuer="测试",
        issuer_level="city",
        region="QH",
        addressee="测试公司",
        rule_snapshot={"rule_id": "LS-17-1"},
        drafted_by="测试",
        drafted_at=NOVEMBER,
        recorded_at=NOVEMBER,
    )
    with begin(office.engine, by=SYSTEM, at=NOVEMBER) as work:
        work.writes.insert(Letter, letter.model_dump())
        work.write_now()
        case = read_case(work, case_id)
        clock_id = clocks.open_by_rule(
            work, case, "LS-17-1", date(2026, 11, 10), kind="obligation", cause="test", letter_id=letter.id
        )
        engine.save(work, case)
    late = one(office, ClockRow, clock_id).due_at + timedelta(hours=1)
    fire_all_due(office.engine, late)

    applied(office, dump(NOTICE_2027), late)

    moved, kept = one(office, ClockRow, clock_id), one(office, Letter, letter.id)
    assert not moved.breached
    assert (kept.state, kept.reply_due, kept.version) == ("served", moved.due_on, 2)
    assert ("withdrawn", 1, 1) in facts(office, clock_id)
