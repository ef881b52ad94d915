"""Activities: lists that are pasted, counts that must agree, corrections, cancelling, what is exported."""

import csv
from io import StringIO

import pytest
import sqlalchemy as sa

from cases.prevention import tables as t
from cases.views.prevention_activities import ActivityFilters, totals
from cases.views.prevention_activities import activity as activity_file
from foundation.database import reading
from foundation.errors import NotPossible, NotValid
from people.passwords import hash_password
from tests.office import PASSWORD, Office, furnish
from tests.prevention.making import activity
from tests.prevention.test_pages import visitor
from workflows.prevention.sign_in import Signed, read_list

LIST = "序号 姓名 单位\n1、赵某\t测试一厂\t0971-0000009\n2. 钱某 0971-0000008 测试二厂\n\n孙某，测试三厂\n李某"


def test_a_pasted_list_is_read_as_people_write_it() -> None:
    assert read_list(LIST) == [
        Signed("赵某", "测试一厂", "0971-0000009"),
        Signed("钱某", "测试二厂", "0971-0000008"),
        Signed("孙某", "测试三厂", None),
        Signed("李某", None, None),
    ]


@pytest.mark.parametrize("text", ["赵某\n0971-0000009", "赵某 0971-0000009 0971-0000008", "赵" * 61])
def test_a_line_that_names_nobody_is_named(text: str) -> None:
    with pytest.raises(NotValid, match=r"签到表第 \d 行"):
        read_list(text)


def test_list_and_count_must_agree(office: Office) -> None:
    with pytest.raises(NotValid, match="签到表 4 人，按对象填的人次合计 5"):
        activity(office, sign_in=LIST, audiences=[{"audience": "worker", "people": 5}])
    agreed = activity(
        office, sign_in=LIST, audiences=[{"audience": "worker", "people": 3}, {"audience": "cadre", "people": 1}]
    )
    counted = activity(office, audiences=[{"audience": "worker", "people": 5}])
    listed = activity(office, sign_in=LIST)
    with reading(office.engine) as session:
        assert [activity_file(session, one).row.people for one in (agreed, counted, listed)] == [4, 5, 4]
        assert [one.name for one in activity_file(session, listed).attendees] == ["赵某", "钱某", "孙某", "李某"]


def test_a_list_that_comes_later(office: Office) -> None:
    one = activity(office, audiences=[{"audience": "worker", "people": 5}])
    with pytest.raises(NotValid, match="两者须一致"):
        office.act("paste_sign_in", activity_id=str(one), sign_in=LIST)
    office.act("paste_sign_in", activity_id=str(one), sign_in=LIST, also_count=True)
    office.act("paste_sign_in", activity_id=str(one), sign_in="周某\n吴某\n郑某\n王某")
    with reading(office.engine) as session:
        file = activity_file(session, one)
    assert file.row.people == 4
    assert [person.name for person in file.attendees] == ["周某", "吴某", "郑某", "王某"]
    with office.engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(t.attendee)).scalar_one() == 8


def test_phones_of_a_list_are_sealed_and_in_no_trace(office: Office) -> None:
    activity(office, sign_in=LIST)
    with office.engine.connect() as connection:
        kept = connection.execute(sa.text("SELECT phone FROM attendee WHERE phone IS NOT NULL")).scalars().all()
        said = str(connection.execute(sa.select(t.trace.c.detail)).scalars().all())
    assert len(kept) == 2
    assert not any("0971" in one for one in kept)
    assert "0971" not in said
    assert "赵某" not in said


def test_cancelled_and_planned_count_nowhere(office: Office) -> None:
    people = [{"audience": "worker", "people": 5}]
    gone = activity(office, audiences=people)
    office.act("cancel_activity", by="supervisor", activity_id=str(gone), reason="重复登记")
    activity(office, audiences=people, held_on="2026-12-01", planned=True)
    activity(office, audiences=people)
    with reading(office.engine) as session:
        assert [(one.sessions, one.people) for one in totals(session, ActivityFilters(), "district")] == [(1, 5)]
    with pytest.raises(NotPossible, match="已取消"):
        office.act("paste_sign_in", activity_id=str(gone), sign_in="赵某")
    with pytest.raises(NotValid, match="今天之后"):
        activity(office, held_on="2026-12-01")


def test_edit_page_holds_what_is_on_file_and_exports_carry_no_names(
    db: sa.Engine,
) -> None:
    office = furnish(db, hash_password(PASSWORD))
    one = activity(
        office,
        topic="=1+1",
        audiences=[{"audience": "worker", "people": 1}],
        sign_in="赵某",
        materials=[{"what": "手册", "copies": 9}],
    )
    client = visitor(office, "operator")
    page = client.get(f"/prevention/activities/{one}/edit").text
    assert 'name="materials.0.copies" value="9"' in page
    token = page.split('name="csrf" value="')[-1].split('"')[0]
    given = {
        "csrf": token,
        "activity_id": str(one),
        "kind": "training",
        "held_on": "2026-10-11",
        "district": "630103",
        "place": "新地点",
        "topic": "=1+1",
        "host_unit": "测试用工会",
        "was_held": "on",
        "audiences.0.audience": "cadre",
        "audiences.0.people": "1",
        "materials.0.what": "手册",
        "materials.0.copies": "8",
    }
    answer = client.post(f"/office/edit-activity?back=/prevention/activities/{one}", data=given)
    assert answer.status_code == 200
    assert answer.url.path == f"/prevention/activities/{one}"
    assert "新地点" in answer.text
    rows = list(csv.reader(StringIO(client.get("/prevention/activities/file.csv").text.lstrip("\ufeff"))))
    assert rows[1][6] == "'=1+1"
    assert rows[1][9] == "1"
    assert rows[1][11] == "8"
    assert "赵某" not in str(rows)
