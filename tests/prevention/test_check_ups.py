"""Check-ups: the checklist, findings that become cases or letters, correction, one reminder for what is late."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.case import Case
from cases.claim import Violation
from cases.clock_rows import Alert
from cases.codes import MATTER
from cases.employer import Employer
from cases.letter import Letter
from cases.prevention import tables as t
from cases.prevention.settings import checklist
from cases.views.prevention_campaigns import of_case
from cases.views.prevention_check_ups import check_up as check_up_file
from foundation.database import reading
from foundation.errors import NotPossible, NotValid
from tests.letter_steps import sent
from tests.office import Office
from tests.prevention.making import check_up, finding
from tests.stories.scripts import opening
from workflows.effects import run_effects
from workflows.firing import fire_all_due
from workflows.prevention.night import remind_overdue

LATE = datetime(2026, 10, 21, 1, 0, tzinfo=UTC)
ABOUT = {"case_type": "wage_arrears", "claim_kind": "wages", "worker_name": "赵某", "head_count": 3}


def rows(office: Office, model: type) -> list[sa.Row[Any]]:
    """All rows of a table."""
    with office.engine.connect() as connection:
        return list(connection.execute(sa.select(model.__table__)))


def test_fourteen_items_of_known_matters() -> None:
    assert len(checklist().items) == 14
    assert {one.matter for one in checklist().items} <= set(MATTER)


def test_the_firm_that_is_known_is_found_by_its_name(office: Office) -> None:
    office.act("open_case", **opening("wage_arrears", employer_name="测试用商贸有限公司"))
    check_up(office, employer_name="测试用商贸有限公司 ")
    check_up(office, employer_name="测试用新公司")
    assert len(rows(office, Employer)) == 2


def test_two_persons_and_every_item(office: Office) -> None:
    with pytest.raises(NotValid, match="两人"):
        check_up(office, second_member="体检员甲")
    checked = check_up(office, answered=False)
    with pytest.raises(NotValid, match="须写明依据"):
        office.act("answer_checklist", check_up_id=str(checked), answers=[{"item": "wages", "answer": "breach"}])
    office.act("answer_checklist", check_up_id=str(checked), answers=[{"item": "wages", "answer": "ok"}])
    given = [{"item": "wages", "answer": "breach", "evidence": "工资表缺两个月"}]
    office.act("answer_checklist", check_up_id=str(checked), answers=given)
    with pytest.raises(NotPossible, match="还有项目没有填写：劳动合同"):
        office.act("finish_check_up", check_up_id=str(checked), summary="有问题")
    with reading(office.engine) as session:
        assert check_up_file(session, checked).answers["wages"].answer == "breach"


def test_a_finding_becomes_a_case_once(office: Office) -> None:
    found = finding(office, check_up(office))
    case_id = office.act("finding_to_case", finding_id=str(found), **ABOUT).case_id
    [case] = rows(office, Case)
    assert (case.channel, case.has_violation, case.head_count) == ("check_up", True, 3)
    [breach] = rows(office, Violation)
    assert (breach.matter, breach.law_article) == ("M04", "《中华人民共和国劳动法》第五十条")
    with reading(office.engine) as session:
        assert [one.id for one in of_case(session, case_id).findings] == [found]
    with pytest.raises(NotPossible, match="已经立案"):
        office.act("finding_to_case", finding_id=str(found), **ABOUT)
    with pytest.raises(NotPossible, match="在案件中起草"):
        office.act("finding_to_letter", by="mediator", finding_id=str(found))
    office.act("draft_letter", case_id, by="mediator", kind="notice", cause="体检发现")
    assert len(rows(office, Letter)) == 1


def test_a_finding_becomes_a_letter_without_a_case_that_goes_its_whole_way(office: Office) -> None:
    found = finding(office, check_up(office, workers=40))
    letter_id = office.act("finding_to_letter", by="mediator", finding_id=str(found)).made["letter_id"]
    with pytest.raises(NotPossible, match="已经起草"):
        office.act("finding_to_letter", by="mediator", finding_id=str(found))
    sent(office, UUID(str(letter_id)))
    [letter] = rows(office, Letter)
    with office.engine.connect() as connection:
        kind = sa.select(Case.__table__.c.case_type).where(Case.__table__.c.id == letter.case_id)  # type: ignore[attr-defined]
        assert connection.execute(kind).scalar_one() == "supervision"
    assert letter.state == "served"
    assert letter.reply_due is not None
    late = datetime(letter.reply_due.year + 1, 1, 1, tzinfo=UTC)
    office.act("correct_finding", finding_id=str(found), verified_by="体检员甲", result="已补发", at=LATE)
    # Its limit hangs on the supervision file, and is watched like any other.
    fire_all_due(office.engine, late)
    run_effects(office.engine, late)
    [letter] = [one for one in rows(office, Letter) if one.kind == "notice"]
    assert letter.state == "overdue"
    assert any(one.letter_id == letter.id and one.role == "supervisor" for one in rows(office, Alert))
    assert [one.kind for one in rows(office, Letter) if one.state == "draft"] == ["opinion"]


def test_without_an_article_no_letter(office: Office) -> None:
    found = finding(office, check_up(office), law_article=None)
    with pytest.raises(NotPossible, match="没有填法律条文"):
        office.act("finding_to_letter", by="mediator", finding_id=str(found))


def test_a_late_finding_is_reminded_of_once_and_again_for_a_new_day(office: Office) -> None:
    owner = office.account_id("tiaojie")
    found = finding(office, check_up(office, owner_id=str(owner)), due_on="2026-10-20")
    assert remind_overdue(office.engine, datetime(2026, 10, 20, 1, 0, tzinfo=UTC)) == 0
    assert remind_overdue(office.engine, LATE) == 1
    assert remind_overdue(office.engine, LATE) == 0
    assert [(one.account_id, one.role) for one in rows(office, Alert)] == [(owner, None)]
    given = {"finding_id": str(found), "reason": "资金困难"}
    with pytest.raises(NotPossible, match="晚于原期限"):
        office.act("move_finding_due", by="supervisor", due_on="2026-10-20", **given)
    office.act("move_finding_due", by="supervisor", due_on="2026-10-25", **given)
    assert remind_overdue(office.engine, LATE) == 0
    assert remind_overdue(office.engine, datetime(2026, 10, 26, 1, 0, tzinfo=UTC)) == 1


def test_what_was_corrected_is_not_reminded_of(office: Office) -> None:
    found = finding(office, check_up(office))
    with pytest.raises(NotValid, match="不能早于"):
        office.act("correct_finding", finding_id=str(found), corrected_on="2026-10-01", verified_by="甲", result="已改")
    office.act("correct_finding", finding_id=str(found), verified_by="体检员乙", result="已补发")
    with pytest.raises(NotPossible, match="已经登记整改"):
        office.act("correct_finding", finding_id=str(found), verified_by="体检员乙", result="再次")
    assert remind_overdue(office.engine, LATE) == 0
    assert rows(office, Alert) == []


def test_used_check_ups_are_not_cancelled(office: Office) -> None:
    checked = check_up(office)
    found = finding(office, checked)
    office.act("finding_to_case", finding_id=str(found), **ABOUT)
    with pytest.raises(NotPossible, match="不能取消"):
        office.act("cancel_check_up", by="supervisor", check_up_id=str(checked), reason="误登记")
    other = check_up(office)
    office.act("cancel_check_up", by="supervisor", check_up_id=str(other), reason="误登记")
    with office.engine.connect() as connection:
        states = connection.execute(sa.select(t.check_up.c.state).order_by(t.check_up.c.recorded_at)).scalars()
        assert sorted(states) == ["cancelled", "open"]
