"""When time runs out: alert, notice, number, paper, service, no answer, opinion. The supervisor's story."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import docx
import pdfplumber
import pytest
import sqlalchemy as sa

from cases.clock_rows import Alert, ClockFact
from cases.letter import Letter, LetterNumber
from foundation.database import reading
from foundation.errors import NotAllowed, NotPossible
from foundation.outbox import OutboxMessage
from rules.deadline import Question, answer
from tests.letter_steps import put_right, sent
from tests.office import MORNING, Office
from tests.stories.players import filled
from tests.stories.scripts import INVESTIGATION, RECORD, TO_MEDIATION, VIOLATION, opening
from workflows.effects import run_effects
from workflows.firing import fire_all_due
from workflows.letters import render


def rows(office: Office, model: Any, **wanted: Any) -> list[Any]:
    """Rows of a table with these values."""
    query = sa.select(model.__table__)
    for name, value in wanted.items():
        query = query.where(model.__table__.c[name] == value)
    with office.engine.connect() as connection:
        return list(connection.execute(query))


def in_mediation(office: Office, *, breach: bool = True) -> UUID:
    """A wage case in mediation since MORNING."""
    case_id = office.act("open_case", **opening("wage_arrears")).case_id
    assert case_id is not None
    for line in TO_MEDIATION:
        office.act(line.act, case_id, by=line.by, **filled(office, line.data))
    if breach:
        office.act("record_violation", case_id, by="mediator", **VIOLATION)
    return case_id


def everything_due(office: Office, at: datetime) -> None:
    """What the engine does at one beat."""
    fire_all_due(office.engine, at)
    run_effects(office.engine, at)


def test_without_a_breach_on_file_only_the_alert_goes_out(office: Office) -> None:
    in_mediation(office, breach=False)
    everything_due(office, MORNING + timedelta(days=30))
    assert rows(office, Letter) == []
    assert {row.role for row in rows(office, Alert)} >= {"supervisor", "leader"}
    with pytest.raises(NotPossible, match="登记违法事实"):
        office.act("draft_letter", in_mediation(office, breach=False), by="mediator", kind="notice", cause="测试")


def test_from_overdue_mediation_to_the_opinion(office: Office) -> None:
    case_id = in_mediation(office)
    due = answer(Question("LA-14-1", date(2026, 10, 13))).due_at
    everything_due(office, due - timedelta(seconds=1))
    assert rows(office, Letter) == []
    for _ in range(3):
        everything_due(office, due)
    assert len(rows(office, ClockFact, kind="breached")) >= 1
    assert len(rows(office, Alert, role="supervisor", level=1)) == len(rows(office, ClockFact, kind="breached"))
    assert len({row.key for row in rows(office, OutboxMessage)}) == len(rows(office, OutboxMessage))
    (notice,) = rows(office, Letter)
    assert (notice.kind, notice.state, notice.case_id) == ("notice", "draft", case_id)

    later = due + timedelta(hours=2)
    office.act("submit_letter", notice.id, by="mediator", at=later)
    office.act("return_letter", notice.id, by="supervisor", at=later, reason="补充事实")
    office.act("edit_letter", notice.id, by="mediator", at=later, addressee="测试用建筑劳务有限公司（更正）")
    office.act("submit_letter", notice.id, by="mediator", at=later)
    with pytest.raises(NotAllowed, match="主管"):
        office.act("review_letter", notice.id, by="mediator", at=later)
    office.act("review_letter", notice.id, by="supervisor", at=later)
    made = sent(office, notice.id, since="sign_letter", until="dispatch_letter", at=later)
    assert made["number_letter"]["number"] == "宁工劳监函〔2026〕1号"
    with reading(office.engine) as session:
        pdf, word = render(session, notice.id, "pdf"), render(session, notice.id, "docx")
    with pdfplumber.open(BytesIO(pdf)) as printed:
        text = "".join(page.extract_text() for page in printed.pages).replace("\n", "")
    for words in ("宁工劳监函〔2026〕1号", "更正", "拖欠工资54000元", "送达回证", "15日内（本会自定期限）"):
        assert words in text.replace(" ", ""), words
    assert any("宁工劳监函〔2026〕1号" in p.text for p in docx.Document(BytesIO(word)).paragraphs)

    served = office.act("serve_letter", notice.id, by="mediator", at=later, how="direct", proof="回证1号")
    reply_due = served.made["reply_due"]
    expected = answer(Question("LTR-NOTICE-REPLY", date(2026, 10, 29), region="QH"))
    assert reply_due == expected.due
    everything_due(office, expected.due_at)
    everything_due(office, expected.due_at + timedelta(days=1))
    opinion = next(row for row in rows(office, Letter) if row.kind == "opinion")
    assert len(rows(office, Letter)) == 2
    assert next(row for row in rows(office, Letter) if row.kind == "notice").state == "overdue"

    after = expected.due_at + timedelta(days=2)
    for act, by in (("submit_letter", "mediator"), ("review_letter", "supervisor")):
        office.act(act, opinion.id, by=by, at=after)
    with pytest.raises(NotPossible, match="两名监督员"):
        office.act("sign_letter", opinion.id, by="leader", at=after)
    same = {**INVESTIGATION, "second_supervisor_id": INVESTIGATION["first_supervisor_id"]}
    with pytest.raises(NotPossible, match="两名不同的监督员"):
        office.act("open_investigation", case_id, by="mediator", at=after, **same)
    office.act("open_investigation", case_id, by="mediator", at=after, **INVESTIGATION)
    with pytest.raises(NotPossible, match="拒签"):
        office.act("close_investigation", case_id, by="mediator", at=after, **{**RECORD, "employer_signed": False})
    office.act("close_investigation", case_id, by="mediator", at=after, **RECORD)
    made = sent(office, opinion.id, since="sign_letter", until="dispatch_letter", at=after)
    assert made["number_letter"]["number"] == "宁工劳监意〔2026〕1号"
    assert next(row for row in rows(office, Letter) if row.kind == "notice").state == "escalated"
    with reading(office.engine) as session, pdfplumber.open(BytesIO(render(session, opinion.id, "pdf"))) as printed:
        text = "".join(page.extract_text() for page in printed.pages).replace("\n", "")
    assert "监督员甲（证号001）" in text
    assert "宁工劳监函〔2026〕1号" in text
    office.act("serve_letter", opinion.id, by="mediator", at=after, how="post", proof="快递单号")
    office.act("record_reply", opinion.id, by="mediator", at=after + timedelta(days=1), reply="已支付")
    checked = after + timedelta(days=2)
    promised = (checked + timedelta(days=5)).date().isoformat()
    office.act(
        "assess_reply",
        opinion.id,
        by="mediator",
        at=checked,
        assessed_as="accepted",
        note="措施可行",
        rectify_on=promised,
    )
    put_right(office, opinion.id, at=checked)
    put_right(office, notice.id, at=checked)
    office.act("archive_letter", opinion.id, by="supervisor", at=checked)


def test_numbers_have_no_gap_when_signing_is_rolled_back(office: Office) -> None:
    case_id = in_mediation(office)
    numbers = []
    for _ in range(3):
        letter_id = office.act("draft_letter", case_id, by="mediator", kind="notice", cause="测试").made["letter_id"]
        office.act("submit_letter", letter_id, by="mediator")
        office.act("review_letter", letter_id, by="supervisor")
        office.act("sign_letter", letter_id, by="leader")
        with pytest.raises(NotPossible, match="其他人"):
            office.act("number_letter", letter_id, by="supervisor", expected_version=99)
        numbers.append(office.act("number_letter", letter_id, by="supervisor").made["number"])
        office.act("withdraw_letter", letter_id, by="leader", reason="测试撤回")
    assert numbers == [f"宁工劳监函〔2026〕{place}号" for place in (1, 2, 3)]
    assert [row.voided for row in rows(office, LetterNumber)] == [True] * 3


def test_letters_of_others_take_no_number(office: Office) -> None:
    case_id = in_mediation(office, breach=False)
    data = {"kind": "opinion", "kind_label": "意见书", "issuer": "外地工会", "addressee": "某公司"}
    office.act("record_other_letter", case_id, by="mediator", **data)
    assert rows(office, LetterNumber) == []
    (letter,) = rows(office, Letter)
    with reading(office.engine) as session, pytest.raises(NotPossible, match="外来文书"):
        render(session, letter.id, "pdf")
