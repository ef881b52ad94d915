"""Agreements add up, are printed in words, and joint applications stop and reopen their limits."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.clock_rows import ClockRow
from cases.confirmation import Confirmation
from foundation.errors import NotPossible, NotValid
from people.passwords import hash_password
from tests.desk.papers import docx_words, pdf_words
from tests.office import LOGINS, MORNING, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.workflows.clock_stories import in_mediation

_clock, _confirmation = ClockRow.__table__, Confirmation.__table__
BOTH = {"worker_applied": True, "employer_applied": True}
TERMS = {
    "amount": "54000",
    "terms": "双方一次性了结",
    "items": [{"kind": "wages", "amount": "50000"}, {"kind": "overtime_pay", "amount": "4000"}],
    "instalments": [{"due_on": "2026-11-01", "amount": "20000"}, {"due_on": "2026-12-01", "amount": "34000"}],
    "payment_way": "bank",
    "breach_terms": "任何一期逾期的，其余各期立即到期。",
}


@pytest.fixture
def office(db: sa.Engine) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


def agreed(office: Office, **more: Any) -> tuple[UUID, UUID]:
    """A case with an agreement of 13 October."""
    case_id = in_mediation(office)
    done = office.act("record_agreement", case_id, by="mediator", **{**TERMS, **more})
    return case_id, UUID(str(done.made["agreement_id"]))


def states(office: Office, case_id: UUID) -> dict[str, str]:
    """The newest clock of each rule about joint applications and enforcement: its state."""
    with office.engine.connect() as connection:
        rows = connection.execute(sa.select(_clock).where(_clock.c.case_id == case_id).order_by(_clock.c.id))
        wanted = ("AR-74-1", "PM-33-1", "AR-76", "JC-5", "EX-250")
        return {row.rule_id: row.state for row in rows if row.rule_id in wanted}


def application(office: Office) -> Any:
    """The newest application."""
    with office.engine.connect() as connection:
        return connection.execute(sa.select(_confirmation).order_by(_confirmation.c.id.desc())).first()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"instalments": [{"due_on": "2026-11-01", "amount": "53999.99"}]},
            "分期合计 53999.99 元与约定金额 54000 元不一致",
        ),
        ({"items": [{"kind": "wages", "amount": "60000"}, {"kind": "bonus"}]}, "超过约定金额"),
        ({"items": [{"kind": "wages", "amount": "50000"}]}, "各项诉求合计 50000 元"),
        ({"worker_signed": True}, "签字日期"),
        ({"signed_on": "2026-10-14", "worker_signed": True}, "不能晚于今天"),
    ],
)
def test_what_does_not_add_up_is_refused(office: Office, change: dict[str, Any], words: str) -> None:
    case_id = in_mediation(office)
    with pytest.raises(NotValid, match=words):
        office.act("record_agreement", case_id, by="mediator", **{**TERMS, **change})


def test_the_printed_agreement_writes_money_in_words(office: Office) -> None:
    case_id, agreement_id = agreed(office)
    number = "990099199001011230"
    office.act("add_workers", case_id, by="mediator", workers=[{"name": "钱某", "id_number": number}])
    client = TestClient(build_app(office.engine))
    client.post("/sign-in", data={"login": LOGINS["mediator"], "password": PASSWORD})
    address = f"/cases/{case_id}/papers/agreement/{agreement_id}"
    for form, words_of in (("pdf", pdf_words), ("docx", docx_words)):
        words = words_of(client.get(f"{address}.{form}").content)
        for wanted in (
            "甲方（劳动者）：赵某、钱某",
            "乙方（用人单位）：测试用建筑劳务有限公司",
            "54000.00元（人民币伍万肆仟元整）",
            "第2期2026年12月1日34000.00元（人民币叁万肆仟元整）",
            "违约责任：任何一期逾期的",
            "银行转账至本人账户",
        ):
            assert wanted in words, (form, wanted)
        assert number not in words
        assert number in words_of(client.get(f"{address}.{form}?id_numbers=true").content)


def test_a_joint_application_meets_its_limit_and_the_answer_opens_enforcement(office: Office) -> None:
    case_id, agreement_id = agreed(office)
    assert states(office, case_id) == {"AR-74-1": "running", "PM-33-1": "running"}
    with pytest.raises(NotValid, match="双方共同申请"):
        office.act("apply_jointly", case_id, by="mediator", way="court", worker_applied=True, employer_applied=False)
    office.act("apply_jointly", case_id, by="mediator", way="court", body="区法院", **BOTH)
    assert states(office, case_id) == {"AR-74-1": "stopped", "PM-33-1": "met"}
    with pytest.raises(NotPossible, match="没有结果"):
        office.act("apply_jointly", case_id, by="mediator", way="arbitration", **BOTH)
    asked = {"confirmation_id": str(application(office).id)}
    office.act("application_accepted", case_id, by="mediator", **asked)
    assert states(office, case_id)["JC-5"] == "running"
    later = MORNING + timedelta(days=20)
    with pytest.raises(NotValid, match="写明理由"):
        office.act("record_confirmation_result", case_id, by="mediator", at=later, decision="refused", **asked)
    office.act(
        "record_confirmation_result", case_id, by="mediator", at=later, decision="refused", note="材料不全", **asked
    )
    # Fifteen days from the 13th are over, thirty are not.
    assert states(office, case_id) == {"AR-74-1": "stopped", "PM-33-1": "running", "JC-5": "stopped"}
    office.act("apply_jointly", case_id, by="mediator", at=later, way="court", **BOTH)
    asked = {"confirmation_id": str(application(office).id), "decision": "confirmed", "document": "〔2026〕民特1号"}
    office.act("record_confirmation_result", case_id, by="mediator", at=later, **asked)
    row = application(office)
    assert (row.agreement_id, row.result, row.document) == (agreement_id, "confirmed", "〔2026〕民特1号")
    assert "EX-250" not in states(office, case_id)
    office.act("record_breach", case_id, by="mediator", at=MORNING + timedelta(days=60), reason="第二期未付")
    with office.engine.connect() as connection:
        enforce = connection.execute(sa.select(_clock).where(_clock.c.rule_id == "EX-250")).one()
    # Two years from the end of the last instalment, the first of December.
    assert (enforce.kind, enforce.started_on.isoformat(), enforce.due_on.isoformat()) == (
        "right",
        "2026-12-01",
        "2028-12-01",
    )


def test_late_entry_needs_its_reason(office: Office) -> None:
    """Applied in time, entered after the end: the day in the world decides, with the reason on file."""
    case_id, _ = agreed(office)
    done = {"way": "arbitration", "applied_on": "2026-10-20", **BOTH}
    office.act("apply_jointly", case_id, by="mediator", at=MORNING + timedelta(days=16), late_reason="回执晚到", **done)
    assert states(office, case_id)["AR-74-1"] == "met"
    other, _ = agreed(office)
    with pytest.raises(NotValid, match="不能早于 2026-10-13"):
        office.act("apply_jointly", other, by="mediator", **{**done, "applied_on": "2026-10-01"})


def test_a_broken_promise_shows_the_ways(office: Office) -> None:
    case_id, _ = agreed(office)
    office.act("record_breach", case_id, by="mediator", at=MORNING + timedelta(days=30), reason="第一期未付")
    client = TestClient(build_app(office.engine))
    client.post("/sign-in", data={"login": LOGINS["mediator"], "password": PASSWORD})
    page = client.get(f"/cases/{case_id}").text
    assert "可以凭调解协议申请支付令" in page
    assert "《劳动争议调解仲裁法》第十六条" in page
    assert "不能直接申请强制执行" in page
