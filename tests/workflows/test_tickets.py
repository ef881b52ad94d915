"""A provincial ticket from receipt to the result sent back; sent down and reported up; many pasted at once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.case import Case
from cases.journal import JournalEntry
from cases.ticket import Ticket
from cases.views.tickets import list_tickets
from foundation.database import reading
from foundation.errors import NotPossible, NotValid
from people.unit import Unit
from tests.office import MORNING, Office
from tests.stories.scripts import opening
from workflows.ticket_lines import read_pasted

_ticket: sa.Table = Ticket.__table__
_unit: sa.Table = Unit.__table__
_entry: sa.Table = JournalEntry.__table__
EARLIER = MORNING - timedelta(hours=20)


def ticket(office: Office, number: str = "QH-2026-0001", **more: Any) -> UUID:
    """A ticket of the province."""
    values = {"caller_name": "赵某", "phone": "0971-0000009", "content": "拖欠工资", **more}
    made: UUID = office.act("register_ticket", number=number, **values).made["ticket_id"]
    return made


def row(office: Office, ticket_id: UUID) -> Any:
    with office.engine.connect() as connection:
        return connection.execute(sa.select(_ticket).where(_ticket.c.id == ticket_id)).one()


def unit(office: Office, code: str = "630123") -> str:
    with office.engine.connect() as connection:
        return str(connection.execute(sa.select(_unit.c.id).where(_unit.c.code == code)).scalar_one())


def owed(office: Office) -> list[str]:
    with reading(office.engine) as session:
        return [one["number"] for one in list_tickets(session, office.actor("supervisor")).rows]


def test_a_ticket_becomes_a_case_and_its_result_goes_back_up(office: Office) -> None:
    """The citizen's clock runs from the day on which the province got the call; the result waits for the case's."""
    ticket_id = ticket(office, received_at=EARLIER.isoformat(), due_on="2026-10-20")
    contact_id = office.act("take_up_ticket", ticket_id=ticket_id).made["contact_id"]
    with pytest.raises(NotPossible, match="还没有答复"):
        office.act("send_ticket_result", ticket_id=ticket_id, result="已办")
    with pytest.raises(NotPossible, match="已经在办"):
        office.act("take_up_ticket", ticket_id=ticket_id)
    case = office.act("open_case", contact_id=str(contact_id), **opening("wage_arrears"))
    with office.engine.connect() as connection:
        opened = connection.execute(sa.select(Case.opened_at).where(Case.id == case.case_id)).scalar_one()
    assert opened == EARLIER
    with pytest.raises(NotPossible, match="薪0001号还没有办理结果"):
        office.act("send_ticket_result", ticket_id=ticket_id, result="已办")
    assert owed(office) == ["QH-2026-0001"]

    office.act("answer_directly", case.case_id, answer="已当面解答并支付")
    office.act("send_ticket_result", by="supervisor", ticket_id=ticket_id, result="单位已付清工资")

    found = row(office, ticket_id)
    assert (found.state, found.result, found.sent_back_by) == ("sent_back", "单位已付清工资", "主管甲")
    assert found.case_id == case.case_id
    assert owed(office) == []
    with pytest.raises(NotPossible, match="文字不能再改"):
        office.act("send_ticket_result", ticket_id=ticket_id, result="改口")
    assert row(office, ticket_id).result == "单位已付清工资"
    with office.engine.connect() as connection:
        entry = connection.execute(sa.select(_entry.c.detail).where(_entry.c.act == "send_ticket_result")).scalar_one()
    assert "QH-2026-0001" in entry["note"]


def test_an_answer_is_result_enough(office: Office) -> None:
    ticket_id = ticket(office)
    contact_id = office.act("take_up_ticket", ticket_id=ticket_id).made["contact_id"]
    office.act("answer_contact", contact_id=contact_id, answer_kind="policy_advice", answer="加班费按劳动法计")
    office.act("send_ticket_result", ticket_id=ticket_id)
    assert row(office, ticket_id).result == "加班费按劳动法计"


def test_a_number_is_registered_once_for_each_sender(office: Office) -> None:
    first = ticket(office)
    with pytest.raises(NotPossible, match=f"/tickets/{first}"):
        ticket(office)
    assert ticket(office, sender="海东市总工会") != first


def test_a_ticket_is_sent_down_and_the_unit_reports(office: Office) -> None:
    ticket_id = ticket(office, due_on="2026-10-20")
    down = office.act("send_ticket_down", unit_id=unit(office), ticket_id=ticket_id).made["ticket_id"]
    sent = row(office, down)
    assert (sent.direction, sent.other_side, str(sent.due_on), sent.content) == (
        "out",
        "湟源县总工会",
        "2026-10-20",
        "拖欠工资",
    )
    with pytest.raises(NotPossible, match="湟源县总工会还没有报回结果"):
        office.act("send_ticket_result", ticket_id=ticket_id)
    office.act("record_ticket_result", ticket_id=down, result="已调解，付清")
    with pytest.raises(NotPossible, match="已经报回"):
        office.act("record_ticket_result", ticket_id=down, result="再报")
    office.act("send_ticket_result", ticket_id=ticket_id)
    assert row(office, ticket_id).result == "湟源县总工会：已调解，付清"
    with pytest.raises(NotPossible, match="已经反馈上级"):
        office.act("send_ticket_down", unit_id=unit(office), ticket_id=ticket_id)


def test_secrets_do_not_go_down_to_an_enterprise(office: Office) -> None:
    employer = office.act("open_case", **opening("wage_arrears"))
    with office.engine.connect() as connection:
        employer_id = connection.execute(sa.select(Case.employer_id).where(Case.id == employer.case_id)).scalar_one()
    own = office.act(
        "add_unit", by="admin", name="测试公司工会", kind="enterprise_union", employer_id=str(employer_id)
    ).made["unit_id"]
    ticket_id = ticket(office, is_confidential=True)
    with pytest.raises(NotPossible, match="上级工会"):
        office.act("send_ticket_down", unit_id=str(own), ticket_id=ticket_id)
    office.act("send_ticket_down", unit_id=unit(office), ticket_id=ticket_id)


PASTED = """工单编号\t来件时间\t来电人\t联系电话\t诉求内容\t办理期限
QH-1\t2026/10/12 9:05\t钱某\t0971-0000002\t欠薪三个月\t2026年10月20日
QH-2\t昨天\t孙某\t0971-0000003\t工伤\t
QH-3\t\t\t\t\t
QH-1\t\t李某\t\t又一件\t
QH-4\t2026-10-12\t\t\t匿名反映\t2026-02-30
QH-5 没有分列
QH-6\t\t\t打不通\t加班费\t
QH-7\t\t\t\t社保\t2026-10-18
QH-0\t\t\t\t已经登记过的\t
"""


def test_bad_lines_are_named_and_the_good_ones_taken(office: Office) -> None:
    ticket(office, "QH-0")
    with pytest.raises(NotValid) as refused:
        office.act("paste_tickets", pasted=PASTED)
    said = refused.value.detail
    for words in (
        "第3行：来件时间看不懂",
        "第4行：没有内容",
        "第5行：工单号与第2行相同",
        "第6行：办理期限看不懂",
        "第7行：只有一列",
        "第8行：电话格式不对",
        "第10行：工单号QH-0已经登记过",
    ):
        assert words in said
    assert "孙某" not in said
    assert owed(office) == ["QH-0"]
    made = office.act("paste_tickets", pasted=PASTED, take_good=True).made
    assert (made["taken"], made["left"]) == (2, 7)
    assert owed(office) == ["QH-7", "QH-1", "QH-0"]
    with pytest.raises(NotValid, match="没有可以登记的行"):
        office.act("paste_tickets", pasted=PASTED, take_good=True)


def test_without_a_head_the_columns_have_their_order() -> None:
    found = read_pasted("A1\t2026-10-12 09:30\t赵某\t0971-0000009\t内容\t2026-10-31\nA2\t\t\t\t内容二\n")
    assert [one.number for one in found.good] == ["A1", "A2"]
    assert found.good[0].received_at is not None
    assert found.good[0].received_at.isoformat() == "2026-10-12T09:30:00+08:00"
    assert found.bad == []
