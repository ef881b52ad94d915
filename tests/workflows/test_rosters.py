"""Rosters: taken once however often they are pasted, ticked once however many tick, and equal to the case's sums."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.check_digits import id_check
from cases.checks.run import run_checks
from cases.views.roster import roster_file
from foundation.clock import office_day
from foundation.database import reading
from foundation.errors import NotPossible, NotValid, Refusal
from foundation.settings import Settings
from tests.office import MORNING, Office
from tests.stories.scripts import opening
from workflows.charts.registry import known_states

STATES = known_states()
TEN = "姓名\t电话\t诉求金额\n" + "\n".join(
    f"工友{mark}\t0971-00000{n}\t1000" for n, mark in enumerate("甲乙丙丁戊己庚辛壬", 10)
)


def id_of(order: int) -> str:
    """An ID number with an invented prefix."""
    first = f"99009919900101{order:03d}"
    return first + id_check(first)


def a_case(office: Office, **more: Any) -> UUID:
    """A fresh case of one person."""
    case_id = office.act("open_case", **opening("wage_arrears", **{"head_count": 1, **more})).case_id
    assert case_id is not None
    return case_id


def rows(office: Office, sql: str) -> list[Any]:
    """What the database says."""
    with office.engine.connect() as connection:
        return list(connection.execute(sa.text(sql)))


def sound(office: Office) -> None:
    """No check finds an error."""
    found = run_checks(office.engine, MORNING, Settings(), STATES)
    assert [one for one in found if one.severity == "error"] == []


def test_the_same_roster_twice_doubles_nobody(office: Office) -> None:
    case_id = a_case(office)
    first = office.act("take_roster", case_id, roster_text=TEN).made
    again = office.act("take_roster", case_id, roster_text=TEN).made
    assert (first["added"], first["same"]) == (9, 0)
    assert (again["added"], again["same"]) == (0, 9)
    [case] = rows(office, 'SELECT head_count, is_collective FROM "case"')
    assert (case.head_count, bool(case.is_collective)) == (10, True)
    sound(office)


def test_numbers_that_come_later_complete_the_entry_and_two_numbers_are_two_people(office: Office) -> None:
    case_id = a_case(office)
    office.act("take_roster", case_id, roster_text="姓名,电话\n钱某,0971-0000010")
    office.act("take_roster", case_id, roster_text=f"姓名,电话,证件号码\n钱某,0971-0000010,{id_of(1)}")
    made = office.act("take_roster", case_id, roster_text=f"姓名,电话,证件号码\n钱某,0971-0000010,{id_of(2)}").made
    assert made["added"] == 1
    assert rows(office, "SELECT count(*) AS n FROM party WHERE name = '钱某'")[0].n == 2


def test_bad_lines_stop_the_roster_and_are_named_or_skipped(office: Office) -> None:
    case_id = a_case(office)
    text = f"姓名,证件号码\n钱某,{id_of(1)}\n孙某,{id_of(2)[:-1]}A"
    with pytest.raises(NotValid) as refused:
        office.act("take_roster", case_id, roster_text=text)
    assert "第3行" in refused.value.fields["roster_text"]
    assert id_of(2)[:-1] not in str(refused.value.fields)
    made = office.act("take_roster", case_id, roster_text=text, skip_bad=True).made
    assert (made["added"], made["skipped"]) == (1, 1)
    [entry] = rows(office, "SELECT detail FROM journal_entry WHERE act = 'take_roster'")
    assert id_of(1) not in str(entry.detail)


def test_ticks_add_up_with_the_case(office: Office) -> None:
    case_id = a_case(office)
    office.act("update_person", case_id, party="赵某", claimed="1000")
    office.act("take_roster", case_id, roster_text=TEN)
    office.act("tick_agreed", case_id, by="supervisor", everyone=True)
    office.act("tick_paid", case_id, by="supervisor", parties=["工友甲", "工友乙"])
    office.act("tick_paid", case_id, by="supervisor", roster_text="工友丙\t400")
    with pytest.raises(NotPossible, match="多于应得"):
        office.act("tick_paid", case_id, by="supervisor", roster_text="工友丙\t700")
    with pytest.raises(NotPossible, match="没有重复登记"):
        office.act("tick_paid", case_id, by="supervisor", parties=["工友甲"])
    with reading(office.engine) as session:
        file = roster_file(session, case_id, office_day(MORNING))
        unpaid = roster_file(session, case_id, office_day(MORNING), show="unpaid")
    assert file.complete
    assert [one.name for one in file.rows[:4]] == ["赵某", "工友甲", "工友乙", "工友丙"]
    assert (file.case.claimed, file.case.agreed, file.case.paid) == (10000, 10000, 2400)
    assert (file.sums.claimed, file.sums.agreed, file.sums.paid) == (Decimal(10000), Decimal(10000), Decimal(2400))
    assert unpaid.found == 8
    office.act("tick_paid", case_id, by="supervisor", everyone=True)
    assert rows(office, "SELECT sum(amount) AS n FROM payment")[0].n == 1000000
    sound(office)


def test_money_confirmed_before_is_divided_and_not_counted_twice(office: Office) -> None:
    case_id = a_case(office)
    office.act("take_roster", case_id, roster_text="姓名,金额\n钱某,600\n孙某,400")
    office.act("confirm_payment", case_id, by="supervisor", amount="1000")
    with pytest.raises(NotPossible, match="还没有分到个人"):
        office.act("tick_paid", case_id, by="supervisor", parties=["钱某", "孙某"])
    payment = str(UUID(str(rows(office, "SELECT id FROM payment")[0].id)))
    office.act("tick_paid", case_id, by="supervisor", parties=["钱某", "孙某"], payment_id=payment)
    assert rows(office, 'SELECT paid FROM "case"')[0].paid == 100000
    assert len(rows(office, "SELECT id FROM payment")) == 1
    sound(office)


def test_a_payment_with_shares_must_add_up(office: Office) -> None:
    case_id = a_case(office)
    office.act("take_roster", case_id, roster_text="钱某\t600")
    with pytest.raises(NotValid, match="不一致"):
        office.act(
            "confirm_payment", case_id, by="supervisor", amount="500", shares=[{"party": "钱某", "amount": "600"}]
        )
    office.act("confirm_payment", case_id, by="supervisor", shares=[{"party": "钱某", "amount": "600"}])
    assert rows(office, "SELECT paid FROM party WHERE name = '钱某'")[0].paid == 60000
    sound(office)


def test_two_who_tick_one_person_at_once_pay_once(office: Office) -> None:
    case_id = a_case(office)
    office.act("take_roster", case_id, roster_text="钱某\t600")

    def tick(_turn: int) -> bool:
        try:
            office.act("tick_paid", case_id, by="supervisor", parties=["钱某"])
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(tick, range(4)))
    assert done.count(True) == 1
    assert rows(office, 'SELECT paid FROM "case"')[0].paid == 60000
    sound(office)


def test_two_entries_of_one_person_are_joined_and_parted_exactly(office: Office) -> None:
    case_id = a_case(office)
    office.act("take_roster", case_id, roster_text="姓名,电话,金额\n钱某,0971-0000010,600\n钱某某,0971-0000011,500")
    office.act("tick_paid", case_id, by="supervisor", parties=["钱某", "钱某某"])
    before = rows(office, "SELECT id, status, claimed, paid, phone_index FROM party ORDER BY id")
    made = office.act("merge_people", case_id, by="supervisor", gone="钱某某", stays="钱某", reason="同一人").made
    assert rows(office, "SELECT paid FROM party WHERE name = '钱某'")[0].paid == 110000
    sound(office)
    office.act("unmerge_people", case_id, by="supervisor", merge_id=made["merge_id"], reason="不是")
    assert rows(office, "SELECT id, status, claimed, paid, phone_index FROM party ORDER BY id") == before
    sound(office)
    with pytest.raises(NotPossible, match="已经撤销"):
        office.act("unmerge_people", case_id, by="supervisor", merge_id=made["merge_id"], reason="不是")


def test_representatives_are_as_many_as_the_rules_say(office: Office) -> None:
    case_id = a_case(office)
    with pytest.raises(NotPossible, match="不适用推举代表"):
        office.act("choose_representatives", case_id, parties=["赵某"])
    office.act("take_roster", case_id, roster_text=TEN)
    with reading(office.engine) as session:
        remarks = roster_file(session, case_id, office_day(MORNING)).remarks
    assert any("没有按规定推举代表" in one and "第七条" not in one.split("（")[0] for one in remarks)
    with pytest.raises(NotPossible, match="3至5名"):
        office.act("choose_representatives", case_id, parties=["工友甲", "工友乙"])
    office.act("choose_representatives", case_id, parties=["工友甲", "工友乙", "工友丙"])
    assert rows(office, "SELECT count(*) AS n FROM party WHERE role = 'representative'")[0].n == 3
    with reading(office.engine) as session:
        assert not roster_file(session, case_id, office_day(MORNING)).remarks


def test_two_thousand_people_are_taken_in_one_act_and_shown_by_hundreds(office: Office) -> None:
    case_id = a_case(office)
    text = "姓名\t证件号码\t诉求金额\n" + "\n".join(f"工友{n}\t{_many(n)}\t{n + 1}" for n in range(1999))
    office.act("take_roster", case_id, roster_text=text)
    office.act("update_person", case_id, party="赵某", claimed="1")
    office.act("tick_paid", case_id, by="supervisor", everyone=True)
    with reading(office.engine) as session:
        file = roster_file(session, case_id, office_day(MORNING), number=20)
    assert (len(file.rows), file.pages, file.sums.people) == (100, 20, 2000)
    assert file.sums.paid == file.case.paid == Decimal(1999 * 2000 // 2 + 1)
    sound(office)


def _many(order: int) -> str:
    first = f"990099199{order // 1000}0101{order % 1000:03d}"
    return first + id_check(first)
