"""Meetings: planned without clashing, moved, called off, held with who was there; and their papers."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.contact_attempt import ContactAttempt
from cases.meeting import Meeting, MeetingPerson
from foundation.clock import now
from foundation.errors import NotPossible, NotValid
from people.passwords import hash_password
from tests.desk.papers import docx_words, pdf_words
from tests.office import LOGINS, MORNING, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.workflows.clock_stories import in_mediation

_meeting, _person = Meeting.__table__, MeetingPerson.__table__
INVITED = [{"side": "worker", "name": "赵某"}, {"side": "employer", "name": "测试用建筑劳务有限公司"}]
PLAN = {"starts_at": "2026-10-20T09:30", "room": "第一调解室", "place": "市总工会二楼", "invited": INVITED}


@pytest.fixture
def office(db: sa.Engine) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


def plan(office: Office, case_id: UUID, **more: Any) -> UUID:
    """Plan a meeting by the handler."""
    return UUID(str(office.act("schedule_meeting", case_id, by="mediator", **{**PLAN, **more}).made["meeting_id"]))


def meeting(office: Office, meeting_id: UUID) -> Any:
    """The row."""
    with office.engine.connect() as connection:
        return connection.execute(sa.select(_meeting).where(_meeting.c.id == meeting_id)).one()


def test_room_and_mediator_are_not_booked_twice_unawares(office: Office) -> None:
    first, second = in_mediation(office), in_mediation(office)
    plan(office, first)
    with pytest.raises(NotPossible, match=r"调解员调解员甲、调解室“第一调解室” 已有 2026-10-20 09:30 至 10:30"):
        plan(office, second, starts_at="2026-10-20T10:00")
    with pytest.raises(NotPossible, match=r"^时间冲突：调解员调解员甲 已有"):
        plan(office, second, starts_at="2026-10-20T10:00", room="第二调解室")
    plan(office, second, starts_at="2026-10-20T10:30")
    third = plan(office, second, starts_at="2026-10-20T10:00", despite_clash=True)
    office.act("cancel_meeting", second, by="mediator", meeting_id=str(third), reason="单位不来")
    assert meeting(office, third).state == "cancelled"
    # What was called off takes no room.
    plan(office, second, starts_at="2026-10-20T08:00", minutes_long=90)


def test_what_was_planned_is_called_off_when_the_case_is_closed(office: Office) -> None:
    case_id, other = in_mediation(office), in_mediation(office)
    ahead, elsewhere = plan(office, case_id), plan(office, other, starts_at="2026-10-21T09:30")
    office.act("request_closure", case_id, by="mediator", outcome="other", outcome_note="测试")
    office.act("approve_closure", case_id, by="supervisor")
    assert meeting(office, ahead).state == "planned"
    office.act("record_callback", case_id, contacted=True, resolved=True, satisfied=True)
    office.act("close", case_id, by="supervisor")
    assert (meeting(office, ahead).state, meeting(office, ahead).reason) == ("cancelled", "案件已结案")
    assert meeting(office, elsewhere).state == "planned"


def test_moving_checks_the_new_time_but_not_against_itself(office: Office) -> None:
    case_id = in_mediation(office)
    meeting_id = plan(office, case_id)
    moved = {"meeting_id": str(meeting_id), "reason": "负责人出差"}
    office.act("reschedule_meeting", case_id, by="mediator", starts_at="2026-10-20T10:00", **moved)
    row = meeting(office, meeting_id)
    assert (row.moved, row.ends_at - row.starts_at, row.reason) == (1, timedelta(hours=1), "负责人出差")
    with pytest.raises(NotValid, match="已经过去"):
        office.act("reschedule_meeting", case_id, by="mediator", starts_at="2026-10-12T10:00", **moved)
    with pytest.raises(NotValid, match="没有这次会议"):
        office.act("cancel_meeting", in_mediation(office), by="mediator", meeting_id=str(meeting_id), reason="别案")


def test_the_record_says_who_was_there(office: Office) -> None:
    case_id = in_mediation(office)
    meeting_id = plan(office, case_id)
    said = {
        "meeting_id": str(meeting_id),
        "minutes": "单位承认欠款。\n愿分两期支付。",
        "signing": "refused",
        "people": [
            {"side": "employer", "name": "测试用建筑劳务有限公司", "present": False, "reason": "未说明"},
            {"side": "authority", "name": "区劳动监察大队", "present": True},
        ],
    }
    with pytest.raises(NotValid, match="写明是谁和理由"):
        office.act("record_meeting", case_id, by="mediator", at=MORNING + timedelta(days=8), **said)
    said["signing_note"] = "赵某以需与工友商量为由未签"
    with pytest.raises(NotValid, match="还没有开始"):
        office.act("record_meeting", case_id, by="mediator", **said)
    office.act("record_meeting", case_id, by="mediator", at=MORNING + timedelta(days=8), **said)
    with office.engine.connect() as connection:
        people = connection.execute(
            sa.select(_person.c.name, _person.c.present, _person.c.reason).order_by(_person.c.seq)
        ).all()
    assert [tuple(row) for row in people] == [
        ("赵某", True, None),
        ("测试用建筑劳务有限公司", False, "未说明"),
        ("区劳动监察大队", True, None),
    ]
    client = TestClient(build_app(office.engine))
    client.post("/sign-in", data={"login": LOGINS["mediator"], "password": PASSWORD})
    address = f"/cases/{case_id}/papers"
    for words in (
        pdf_words(client.get(f"{address}/invitation/{meeting_id}.pdf").content),
        docx_words(client.get(f"{address}/invitation/{meeting_id}.docx").content),
    ):
        assert "调解邀请通知书" in words
        assert "2026年10月20日（星期二）9:30至10:30" in words
        assert "市总工会二楼（第一调解室）" in words
        assert "赵某、测试用建筑劳务有限公司" in words
    for words in (
        pdf_words(client.get(f"{address}/minutes/{meeting_id}.pdf").content),
        docx_words(client.get(f"{address}/minutes/{meeting_id}.docx").content),
    ):
        assert "愿分两期支付。" in words
        assert "缺席未说明" in words
        assert "有人拒绝签字：赵某以需与工友商量为由未签" in words
    assert client.get(f"{address}/minutes/{case_id}.pdf").status_code == 404
    assert client.get(f"{address}/invitation/{meeting_id}.exe").status_code == 404


def test_an_unplanned_visit_needs_its_time_and_people(office: Office) -> None:
    case_id = in_mediation(office)
    with pytest.raises(NotValid, match="开始、结束时间和参加人"):
        office.act("record_meeting", case_id, by="mediator", kind="visit", minutes="看了工地", signing="unsigned")
    held = office.act(
        "record_meeting",
        case_id,
        by="mediator",
        kind="visit",
        minutes="看了工地",
        signing="unsigned",
        started_at="2026-10-12T15:00",
        ended_at="2026-10-12T16:00",
        people=[{"side": "worker", "name": "赵某", "present": True}],
    )
    assert meeting(office, UUID(str(held.made["meeting_id"]))).state == "held"


def test_the_page_of_meetings_shows_mine_and_all(office: Office) -> None:
    case_id = in_mediation(office, is_confidential=True, title="名字保密的案件")
    tomorrow = (now() + timedelta(days=1)).isoformat()
    office.act("schedule_meeting", case_id, by="mediator", at=now(), **{**PLAN, "starts_at": tomorrow})
    pages = {}
    for desk in ("mediator", "mediator2"):
        client = TestClient(build_app(office.engine))
        client.post("/sign-in", data={"login": LOGINS[desk], "password": PASSWORD})
        pages[desk] = client.get("/meetings").text, client.get("/meetings?whose=all").text
    assert "名字保密的案件" in pages["mediator"][0]
    assert "没有安排" in pages["mediator2"][0]
    assert "（要求保密）" in pages["mediator2"][1]
    assert "名字保密的案件" not in pages["mediator2"][1]


def test_every_try_counts_also_the_vain_ones(office: Office) -> None:
    case_id = in_mediation(office)
    who = {"side": "employer", "who": "项目经理王某", "way": "phone"}
    with pytest.raises(NotValid, match="谈话内容"):
        office.act("record_contact_attempt", case_id, by="mediator", reached=True, **who)
    office.act("record_contact_attempt", case_id, by="mediator", reached=False, **who)
    office.act("record_contact_attempt", case_id, by="operator", reached=True, said="答应面谈", **who)
    with pytest.raises(NotValid, match="不能晚于现在"):
        office.act(
            "record_contact_attempt", case_id, by="mediator", reached=False, happened_at="2027-01-01T10:00", **who
        )
    with office.engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(ContactAttempt)).scalar_one() == 2
    client = TestClient(build_app(office.engine))
    client.post("/sign-in", data={"login": LOGINS["mediator"], "password": PASSWORD})
    assert "用人单位一方：2 次，联系上 1 次" in client.get(f"/cases/{case_id}").text
