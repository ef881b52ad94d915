"""The letters' desk 一函两书: investigation, draft, review, signature and number, service, reply."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.claim import Investigation
from cases.codes import LETTER_KIND
from cases.letter import Letter, LetterNumber
from foundation.errors import NotAllowed, NotPossible
from foundation.ids import new_id
from foundation.numbers import take
from foundation.settings import settings
from foundation.work import Work
from people.roles import Role
from workflows import calendars, clocks, engine, letters
from workflows.acts import act
from workflows.forms import Form, Nothing, choice
from workflows.subjects import CaseNow, LetterNow

HANDLERS = (Role.MEDIATOR, Role.SUPERVISOR)
SIGNATORIES = ("主席", "副主席")
OWN_KINDS = {kind: word for kind, word in LETTER_KIND.items() if kind != "other"}
SERVICE_WAYS = {
    "direct": "直接送达",
    "post": "邮寄送达",
    "electronic": "电子送达（经同意）",
    "left": "留置送达",
}
# The middle word of a number says which letter it is: 宁工劳监函〔2026〕1号.
NUMBER_WORD = {"notice": "函", "opinion": "意", "recommendation": "建"}

_investigation = Investigation.__table__  # type: ignore[attr-defined]
_letter = Letter.__table__  # type: ignore[attr-defined]


class OpenInvestigation(Form):
    """Two supervisors with their certificates."""

    first_supervisor: str = Field(title="监督员一", min_length=1, max_length=60)
    first_certificate: str = Field(title="监督员一证号", min_length=1, max_length=40)
    second_supervisor: str = Field(title="监督员二", min_length=1, max_length=60)
    second_certificate: str = Field(title="监督员二证号", min_length=1, max_length=40)
    purpose: str = Field(title="调查事项", min_length=1, max_length=500)
    opened_on: date | None = Field(default=None, title="开始日期", description="不填按今日")


@act("启动调查", *HANDLERS, form=OpenInvestigation, desk="letters")
def open_investigation(work: Work, case: CaseNow, form: OpenInvestigation) -> dict[str, Any]:
    """指派两名劳动法律监督员开展调查。"""
    if (form.first_supervisor, form.first_certificate) == (form.second_supervisor, form.second_certificate):
        raise NotPossible("调查须由两名不同的监督员进行。")
    if form.first_certificate == form.second_certificate:
        raise NotPossible("两名监督员的证号不能相同。")
    if _open_investigation(work, case.id) is not None:
        raise NotPossible("本案已有进行中的调查，请先办结。")
    investigation_id = new_id()
    values = form.model_dump()
    values["opened_on"] = form.opened_on or work.day
    work.writes.insert(
        Investigation,
        {"id": investigation_id, "case_id": case.id, **values, "recorded_at": work.recorded_at},
    )
    return {"investigation_id": investigation_id}


class CloseInvestigation(Form):
    """The record, read and signed by the employer or refused."""

    record: str = Field(title="调查笔录", min_length=1, max_length=20000)
    employer_signed: bool = Field(title="用人单位已核阅签字")
    refusal_reason: str | None = Field(default=None, title="拒签原因", max_length=500)
    consultation: str = Field(title="协商经过或未协商的理由", min_length=1, max_length=5000)


@act("办结调查", *HANDLERS, form=CloseInvestigation, desk="letters")
def close_investigation(work: Work, case: CaseNow, form: CloseInvestigation) -> dict[str, Any]:
    """办结调查：笔录经用人单位核阅签字，拒签须注明原因。"""
    investigation_id = _open_investigation(work, case.id)
    if investigation_id is None:
        raise NotPossible("本案没有进行中的调查；请先“启动调查”。")
    if not form.employer_signed and not form.refusal_reason:
        raise NotPossible("用人单位未签字的，须写明拒签原因。")
    work.writes.update(Investigation, {"id": investigation_id}, {**form.model_dump(), "closed_at": work.at})
    return {"investigation_id": investigation_id}


def _open_investigation(work: Work, case_id: UUID) -> UUID | None:
    found = work.connection.execute(
        sa.select(_investigation.c.id).where(_investigation.c.case_id == case_id, _investigation.c.closed_at.is_(None))
    ).scalar()
    return UUID(str(found)) if found is not None else None


class DraftLetter(Form):
    """Which letter, and why now."""

    kind: Annotated[str, choice(OWN_KINDS)] = Field(title="文书种类")
    cause: str = Field(title="发函理由", min_length=1, max_length=500)


@act("起草文书", *HANDLERS, form=DraftLetter, desk="letters")
def draft_letter(work: Work, case: CaseNow, form: DraftLetter) -> dict[str, Any]:
    """依据已登记的违法事实起草提示函、意见书或建议书。"""
    previous = _last_issued(work, case.id)
    letter_id = letters.draft(work, case, form.kind, cause=form.cause, cause_key=f"hand:{new_id()}", previous=previous)
    return {"letter_id": letter_id}


def _last_issued(work: Work, case_id: UUID) -> dict[str, Any] | None:
    row = work.connection.execute(
        sa.select(_letter)
        .where(_letter.c.case_id == case_id, _letter.c.served_on.is_not(None))
        .order_by(_letter.c.served_on.desc())
        .limit(1)
    ).one_or_none()
    return dict(row._mapping) if row is not None else None


class RecordOtherLetter(Form):
    """A letter that another union or authority sent: kept in the file, takes no number of ours."""

    kind: Annotated[str, choice(LETTER_KIND)] = Field(title="文书种类")
    kind_label: str = Field(title="文书名称", min_length=1, max_length=40)
    issuer: str = Field(title="发文机关", min_length=1, max_length=80)
    addressee: str = Field(title="主送", min_length=1, max_length=120)
    issued_on: date | None = Field(default=None, title="发文日期")
    number: str | None = Field(default=None, title="原文号", max_length=60)
    note: str | None = Field(default=None, title="说明", max_length=500)


@act("登记外来文书", Role.OPERATOR, *HANDLERS, form=RecordOtherLetter, desk="letters")
def record_other_letter(work: Work, case: CaseNow, form: RecordOtherLetter) -> dict[str, Any]:
    """登记其他工会或机关已发出的文书；不占用本会文号。"""
    letter_id = new_id()
    work.writes.insert(
        Letter,
        {
            "id": letter_id,
            "case_id": case.id,
            "kind": form.kind,
            "kind_label": form.kind_label,
            "state": "recorded",
            "cause": form.note or "外来文书登记",
            "cause_key": f"other:{letter_id}",
            "issuer": form.issuer,
            "issuer_level": "other",
            "region": settings().office_region,
            "addressee": form.addressee,
            "facts": {"original_number": form.number} if form.number else {},
            "issued_on": form.issued_on or work.day,
            "drafted_by": work.by.name,
            "drafted_at": work.at,
            "recorded_at": work.recorded_at,
        },
    )
    return {"letter_id": letter_id}


class EditLetter(Form):
    """What a reviewer may put right in a draft."""

    addressee: str | None = Field(default=None, title="主送", min_length=1, max_length=120)
    findings: tuple[str, ...] = Field(default=(), title="查明的问题（逐项）", max_length=20)
    legal_basis: tuple[str, ...] = Field(default=(), title="法律依据（逐条）", max_length=20)
    demands: tuple[str, ...] = Field(default=(), title="意见和要求（逐项）", max_length=20)


@act("修改文书", *HANDLERS, form=EditLetter, desk="letters", subject="letter", states=("draft", "review"))
def edit_letter(work: Work, letter: LetterNow, case: CaseNow | None, form: EditLetter) -> None:
    """修改草稿的主送、问题、依据和要求；要求与问题一一对应。"""
    facts = dict(letter.facts)
    for name in ("findings", "legal_basis", "demands"):
        given = [item for item in getattr(form, name) if item]
        if given:
            facts[name] = given
    if len(facts["demands"]) != len(facts["findings"]):
        raise NotPossible("意见和要求须与查明的问题一一对应，项数应相同。")
    if form.addressee:
        letter.addressee = form.addressee
    letter.facts = facts


@act("提交审核", *HANDLERS, desk="letters", subject="letter", event="submit_letter")
def submit_letter(work: Work, letter: LetterNow, case: CaseNow | None, form: Nothing) -> None:
    """将草稿提交主管审核。"""
    engine.advance_letter(work, letter, "submit_letter")


class ReturnLetter(Form):
    """Why it goes back."""

    reason: str = Field(title="退回理由", min_length=1, max_length=500)


@act(
    "退回修改", Role.SUPERVISOR, Role.LEADER, form=ReturnLetter, desk="letters", subject="letter", event="return_letter"
)
def return_letter(work: Work, letter: LetterNow, case: CaseNow | None, form: ReturnLetter) -> None:
    """退回起草人修改，写明理由。"""
    engine.advance_letter(work, letter, "return_letter")


@act("审核通过", Role.SUPERVISOR, desk="letters", subject="letter", event="review_letter")
def review_letter(work: Work, letter: LetterNow, case: CaseNow | None, form: Nothing) -> None:
    """主管审核：事实清楚、依据准确，转领导签发。"""
    engine.advance_letter(work, letter, "review_letter")
    letter.reviewed_by = work.by.name
    letter.reviewed_at = work.at


@act(
    "签发编号",
    Role.LEADER,
    desk="letters",
    subject="letter",
    event="sign_letter",
    confirm="签发后取得正式文号，文号不可收回。确认签发？",
)
def sign_letter(work: Work, letter: LetterNow, case: CaseNow | None, form: Nothing) -> dict[str, Any]:
    """主席或副主席签发；取得连续文号。"""
    if work.by.title not in SIGNATORIES:
        raise NotAllowed("文书须由主席或副主席签发。")
    investigated = letter.kind == "notice" or (
        case is not None and letters.latest_investigation(work, case.id) is not None
    )
    level = letter.issuer_level if letter.kind == "recommendation" else "county"
    engine.advance_letter(work, letter, "sign_letter", investigation_closed=investigated, issuer_level=level)
    if case is not None and letter.kind != "notice":
        letter.facts = letters.with_investigation(work, case, letter.facts)
    year = work.day.year
    seq = take(work, f"letter:{letter.issuer}:{letter.kind}:{year}")
    number = f"{settings().office_short}劳监{NUMBER_WORD[letter.kind]}〔{year}〕{seq}号"
    work.writes.insert(
        LetterNumber,
        {
            "issuer": letter.issuer,
            "kind": letter.kind,
            "year": year,
            "seq": seq,
            "number": number,
            "letter_id": letter.id,
            "taken_at": work.at,
        },
    )
    letter.number = number
    letter.signed_by = work.by.name
    letter.signed_at = work.at
    letter.issued_on = work.day
    return {"number": number}


class ServeLetter(Form):
    """How and when it reached the addressee: T0 of the reply clock."""

    served_on: date | None = Field(default=None, title="送达日期", description="不填按今日；答复期限自次日起计")
    how: Annotated[str, choice(SERVICE_WAYS)] = Field(title="送达方式")
    proof: str = Field(title="送达凭证", description="回证编号、快递单号、见证人等", min_length=1, max_length=500)


@act(
    "登记送达",
    *HANDLERS,
    form=ServeLetter,
    desk="letters",
    subject="letter",
    event="serve_letter",
    confirm="送达日期一经登记即为答复期限起点，不可更改。确认登记？",
)
def serve_letter(work: Work, letter: LetterNow, case: CaseNow | None, form: ServeLetter) -> dict[str, Any]:
    """登记送达，答复期限自送达次日起计。"""
    served = form.served_on or work.day
    if served > work.day:
        raise NotPossible("送达日期不能晚于今天。")
    if letter.issued_on is not None and served < letter.issued_on:
        raise NotPossible("送达日期不能早于签发日期。")
    engine.advance_letter(work, letter, "serve_letter")
    letter.served_on = served
    letter.served_how = form.how
    letter.served_proof = form.proof
    letter.reply_due = letters.reply_day(letter.columns, served, calendars.in_force(work))
    if case is not None and letter.reply_due is not None:
        clocks.open_by_rule(
            work,
            case,
            letter.rule_snapshot["rule_id"],
            served,
            kind="obligation",
            cause="serve_letter",
            region=letter.region,
            letter_id=letter.id,
            label=f"{letter.kind_label}答复期限",
        )
    return {"reply_due": letter.reply_due}


class RecordReply(Form):
    """The employer's written answer."""

    replied_on: date | None = Field(default=None, title="答复日期", description="不填按今日")
    reply: str = Field(title="答复内容", min_length=1, max_length=10000)


@act("登记答复", *HANDLERS, form=RecordReply, desk="letters", subject="letter", event="record_reply")
def record_reply(work: Work, letter: LetterNow, case: CaseNow | None, form: RecordReply) -> None:
    """登记用人单位书面答复，系统判断是否按期。"""
    replied = form.replied_on or work.day
    if replied > work.day:
        raise NotPossible("答复日期不能晚于今天。")
    if letter.served_on is not None and replied < letter.served_on:
        raise NotPossible("答复日期不能早于送达日期。")
    engine.advance_letter(work, letter, "record_reply")
    letter.replied_on = replied
    letter.reply = form.reply
    letter.replied_on_time = letter.reply_due is None or replied <= letter.reply_due
    if case is not None:
        clocks.stop(work, case, lambda clock: clock["letter_id"] == letter.id, met=True, reason="已答复")


class CloseLetter(Form):
    """Reply and rectification are two facts."""

    rectified: bool = Field(title="经复查已整改")
    note: str = Field(title="复查情况", min_length=1, max_length=2000)


@act("文书办结", *HANDLERS, form=CloseLetter, desk="letters", subject="letter", event="close_letter")
def close_letter(work: Work, letter: LetterNow, case: CaseNow | None, form: CloseLetter) -> None:
    """复查整改情况并办结文书；答复与整改是两件事。"""
    engine.advance_letter(work, letter, "close_letter")
    letter.rectified = form.rectified
    letter.closed_at = work.at
    if case is not None:
        clocks.stop(work, case, lambda clock: clock["letter_id"] == letter.id, met=False, reason="文书已办结")


class WithdrawLetter(Form):
    """Why it is withdrawn; a number once taken stays consumed."""

    reason: str = Field(title="撤回理由", min_length=1, max_length=500)


@act(
    "撤回文书",
    Role.SUPERVISOR,
    Role.LEADER,
    form=WithdrawLetter,
    desk="letters",
    subject="letter",
    event="withdraw_letter",
    confirm="撤回后不可恢复；已取得的文号作废并保留在文号簿中。确认撤回？",
)
def withdraw_letter(work: Work, letter: LetterNow, case: CaseNow | None, form: WithdrawLetter) -> None:
    """撤回文书；已取得的文号保留并标记作废。"""
    engine.advance_letter(work, letter, "withdraw_letter")
    letter.closed_at = work.at
    if letter.number is not None:
        found = work.connection.execute(
            sa.select(LetterNumber.__table__.c.id).where(LetterNumber.__table__.c.letter_id == letter.id)  # type: ignore[attr-defined]
        ).scalar_one()
        work.writes.update(LetterNumber, {"id": found}, {"voided": True})
