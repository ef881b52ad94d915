"""A supervision file that goes its whole way, and its papers opened again."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import docx
import pdfplumber
from docx.oxml.ns import qn

from foundation.database import reading
from tests.letter_steps import CHECKERS, sent
from tests.office import FIRST_SUPERVISOR, MORNING, Office
from tests.stories.lives.inquiry import ASKED
from tests.stories.players import filled
from tests.stories.scripts import INVESTIGATION, VIOLATION
from workflows.annexes.making import fill, open_paper
from workflows.annexes.registry import PAPERS

# Two characters that no form, firm or official of these tests has.
INFORMANT, PHONE = "阿依古丽", "13900000017"
FIRM = "大通测试建筑有限公司"
CLUE: dict[str, Any] = {
    "source": "complaint",
    "employer_name": FIRM,
    "district": "630102",
    "matter": "M04",
    "facts": "拖欠三名工人2026年7月至8月工资",
    "head_count": 3,
    "amount": "54000.00",
    "proceedings": "none",
    "informant_name": INFORMANT,
    "phone": PHONE,
    "is_real_name": True,
}
REMEDIES = "可以依法向劳动人事争议仲裁委员会申请仲裁"
PACKAGE = {
    "matter": "请依法查处拖欠工资",
    "facts": "该单位拖欠三名工人工资",
    "evidence": ["工资表复印件", "考勤记录"],
    "union_did": "已发出提示函",
    "contact": "调解员甲　0971-0000001",
}


def registered(office: Office, **more: Any) -> UUID:
    """A clue of somebody who gave their name."""
    case_id = office.act("register_clue", **{**CLUE, **more}).case_id
    assert case_id is not None
    return case_id


def in_hand(office: Office, **more: Any) -> UUID:
    """Taken on and signed for by the mediator, with a breach of the law on file."""
    case_id = registered(office, **more)
    office.act("accept", case_id, by="supervisor", note="属于本会监督范围")
    office.act("assign", case_id, by="supervisor", handler_id=str(office.account_id("tiaojie")))
    office.act("sign_for", case_id, by="mediator")
    office.act("record_violation", case_id, by="mediator", **VIOLATION)
    return case_id


def investigated(office: Office, case_id: UUID) -> dict[str, UUID]:
    """Looked into by two, with every paper of it; their identifiers by the names of the papers."""
    act = {name: {"by": "mediator", **data} for name, data in INQUIRY.items()}
    act["issue_inquiry_letter"]["by"] = "supervisor"
    made = {name: office.act(name, case_id, **filled(office, data, case_id)).made for name, data in act.items()}
    return {
        "investigation_letter": made["issue_inquiry_letter"]["inquiry_letter_id"],
        "interview_record": made["add_investigation_record"]["record_id"],
        "evidence_list": made["open_investigation"]["investigation_id"],
        "consultation_record": made["record_consultation"]["consultation_id"],
    }


INQUIRY: dict[str, dict[str, Any]] = {
    "open_investigation": {**INVESTIGATION, "first_supervisor_id": str(FIRST_SUPERVISOR)},
    "issue_inquiry_letter": {
        "addressee": FIRM,
        "matters": "2026年7月至8月工资支付情况",
        "scope": "工资支付表、考勤记录",
        "valid_until": "2026-12-31",
    },
    "add_investigation_record": {**ASKED, "signed": False, "refusal_reason": "须请示公司"},
    "add_investigation_evidence": {"name": "工资表", "pages": 12, "form": "copy", "source": "财务部"},
    "record_consultation": {
        "place": "工地会议室",
        "parties": "监督员甲、单位代理人",
        "claims": "补发工资",
        "result": "failed",
        "outcome": "单位要求分期",
    },
    "close_investigation": {"finding": "breach", "conclusion": "拖欠工资属实"},
}


def drafted(office: Office, case_id: UUID, kind: str = "notice") -> UUID:
    """A letter of the file, its findings of two items."""
    made = office.act("draft_letter", case_id, by="mediator", kind=kind, cause="协商不成").made
    letter_id = UUID(str(made["letter_id"]))
    findings = ["未足额支付三名工人工资", "未订立书面劳动合同"]
    demands = ["足额支付并提交凭证", "依法补订劳动合同"]
    office.act("edit_letter", letter_id, by="mediator", findings=findings, demands=demands)
    return letter_id


def served(office: Office, letter_id: UUID, **more: Any) -> None:
    """Reviewed and signed with a word beside it, and served by two."""
    office.act("submit_letter", letter_id, by="mediator")
    office.act("review_letter", letter_id, by="supervisor", opinion="事实清楚，依据准确")
    office.act("sign_letter", letter_id, by="leader", opinion="同意，抓紧送达")
    sent(office, letter_id, since="number_letter", until="dispatch_letter")
    given = {"how": "direct", "proof": "回证1号", "first_server": "监督员甲", "second_server": "监督员乙"}
    given |= {"place": "单位办公室", "receiver": "周某", "relation": "人事主管", **more}
    office.act("serve_letter", letter_id, by="mediator", **given)


ANSWERED: dict[str, Any] = {
    "reply": "合同一项有异议，其余整改",
    "stance": "partly",
    "answered_by": "周某",
    "answered_title": "人事主管",
    "items": [
        {
            "seq": 1,
            "admitted": "yes",
            "measure": "分两批补发",
            "person": "孙某",
            "due_on": "2026-10-30",
            "evidence": "转账凭证",
        },
        {"seq": 2, "admitted": "no", "measure": "合同已经订立"},
    ],
}


def answered(office: Office, letter_id: UUID, at: datetime) -> None:
    """Answered item by item, and taken as good."""
    office.act("record_reply", letter_id, by="mediator", at=at, **ANSWERED)
    taken = {"assessed_as": "accepted", "note": "措施可行", "rectify_on": "2026-11-10"}
    office.act("assess_reply", letter_id, by="mediator", at=at, **taken)


def checked(office: Office, letter_id: UUID, at: datetime, *, note: str = "抽查三人均已到账") -> None:
    """Looked at on the spot by two of the register."""
    items = [{"seq": 1, "result": "done", "note": note}, {"seq": 2, "result": "partial"}]
    office.act("verify_letter", letter_id, by="mediator", at=at, items=items, **CHECKERS)


def whole_way(office: Office) -> tuple[UUID, UUID, dict[str, UUID]]:
    """The file, its letter, and its papers of the investigation, up to the end of both."""
    case_id = in_hand(office)
    papers = investigated(office, case_id)
    office.act("start_issuing", case_id, by="mediator")
    letter_id = drafted(office, case_id)
    served(office, letter_id)
    later = MORNING + timedelta(days=3)
    answered(office, letter_id, later)
    checked(office, letter_id, later + timedelta(days=5))
    end = later + timedelta(days=6)
    office.act("close_letter", letter_id, by="mediator", at=end, report="工资已付清，合同补订中", told_complainant=True)
    office.act("archive_letter", letter_id, by="supervisor", at=end)
    office.act("request_closure", case_id, by="mediator", at=end, outcome="rectified", outcome_note="已补发工资")
    return case_id, letter_id, papers


def paper(
    office: Office,
    name: str,
    owner_id: UUID,
    subject_id: UUID | None = None,
    *,
    by: str = "supervisor",
    at: datetime = MORNING,
    form: str = "docx",
) -> bytes:
    """One paper as this desk gets it."""
    who, place = office.actor(by), PAPERS[name].place
    return open_paper(office.engine, who, place, name, owner_id, subject_id or owner_id, at=at, form=form)


def facts(office: Office, name: str, owner_id: UUID, subject_id: UUID | None = None, *, by: str = "supervisor") -> Any:
    """What it is filled with."""
    with reading(office.engine) as session:
        who, place = office.actor(by), PAPERS[name].place
        return fill(session, who, place, name, owner_id, subject_id or owner_id, MORNING).facts


def squeezed(text: str) -> str:
    """Without spaces and line breaks."""
    return "".join(text.split())


def docx_words(content: bytes) -> str:
    """Everything a Word file says, tables too."""
    body = docx.Document(BytesIO(content)).element
    return squeezed("".join("".join(one.itertext()) for one in body.iter(qn("w:p"))))


def pdf_cells(content: bytes) -> str:
    """Everything a PDF says, cell by cell where it has tables, so that words stay together."""
    with pdfplumber.open(BytesIO(content)) as printed:
        pages = [page.extract_text() for page in printed.pages]
        tables = [table for page in printed.pages for table in page.extract_tables()]
    cells = [cell or "" for table in tables for row in table for cell in row]
    return squeezed("".join((*pages, *cells)))


def holds(office: Office, name: str, owner: UUID, subject: UUID | None, said: tuple[str, ...], **more: Any) -> None:
    """Both files say all of this."""
    for form, words_of in (("docx", docx_words), ("pdf", pdf_cells)):
        words = words_of(paper(office, name, owner, subject, form=form, **more))
        for one in said:
            assert squeezed(one) in words, (name, form, one)
