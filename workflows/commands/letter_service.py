"""Serving a letter: every try is a row with its proof; the first that reaches the addressee is T0 and stays."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.attachment import Attachment
from cases.codes import SERVICE_WAY
from cases.letter_steps import LetterService
from foundation.errors import NotFound, NotValid
from foundation.work import Work
from workflows import calendars, letter_moves, letters
from workflows.acts import act
from workflows.commands.letters import HANDLERS
from workflows.dates import past_day
from workflows.forms import Form, choice
from workflows.letter_ladder import draft_next
from workflows.letter_service_rules import service_rules
from workflows.subjects import CaseNow, LetterNow

_service: sa.Table = LetterService.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_attachment: sa.Table = Attachment.__table__  # type: ignore[attr-defined]
# 留置 is an act of its own, after a refusal.
WAYS = {name: word for name, word in SERVICE_WAY.items() if name != "left"}


class Proof(Form):
    """Who went, and what shows it."""

    first_server: str | None = Field(default=None, title="送达人一", max_length=60)
    second_server: str | None = Field(
        default=None, title="送达人二", max_length=60, description="拒收、留置须两名送达人（工会自定）"
    )
    place: str | None = Field(default=None, title="地点", max_length=200)
    proof: str = Field(title="凭证", description="回证编号、邮件号、照片说明", min_length=1, max_length=500)
    attachment_id: UUID | None = Field(
        default=None,
        title="凭证附件",
        json_schema_extra={"choose": "letter_attachment"},
        description="照片、回执扫描件",
    )


class ServeLetter(Proof):
    """How and when it reached the addressee: T0 of the reply clock."""

    served_on: date | None = Field(
        default=None,
        title="送达日期",
        description="不填按今日；邮寄的填回执上注明的收件日期（参照民事诉讼法第91条）；答复期限自次日起计",
    )
    how: Annotated[str, choice(WAYS)] = Field(title="送达方式")
    receiver: str | None = Field(default=None, title="收件人", max_length=60)
    relation: str | None = Field(default=None, title="与受送达单位的关系", max_length=60)
    consent: str | None = Field(
        default=None,
        title="同意电子送达的凭据",
        max_length=200,
        description="电子送达须经受送达单位同意（参照民事诉讼法第90条）：写明何时、何人、以何方式同意",
    )


@act(
    "登记送达",
    *HANDLERS,
    form=ServeLetter,
    desk="letters",
    subject="letter",
    event="serve_letter",
    confirm="送达日期一经登记即为答复期限起点，不可更改。确认登记？",
)
def serve_letter(work: Work, letter: LetterNow, case: CaseNow, form: ServeLetter) -> dict[str, Any]:
    """登记送达，答复期限自送达次日起计。"""
    served = past_day(work, form.served_on, field="served_on", label="送达日期", not_before=letter.issued_on)
    if form.how == "electronic" and not form.consent:
        raise NotValid(
            "电子送达须经受送达单位同意，请写明同意的凭据；没有同意的，请改用其他方式送达。",
            fields={"consent": "电子送达必填"},
        )
    letter_moves.advance(work, letter, case, "serve_letter")
    said = {"receiver": form.receiver, "relation": form.relation, "consent": form.consent}
    _row(work, letter, "served", form.how, served, form, **said)
    return reached(work, letter, case, served, form.how, form.proof, cause="serve_letter")


class RefuseService(Proof):
    """That the addressee would not take it."""

    refused_on: date | None = Field(default=None, title="拒收日期", description="不填按今日")
    how: Annotated[str, choice(WAYS)] = Field(title="送达方式")
    reason: str = Field(title="拒收事由", min_length=1, max_length=500)
    witness: str = Field(title="见证人", min_length=1, max_length=120, description="基层组织或者单位代表、在场人员")


@act("登记拒收", *HANDLERS, form=RefuseService, desk="letters", subject="letter", event="refuse_service")
def refuse_service(work: Work, letter: LetterNow, case: CaseNow, form: RefuseService) -> dict[str, Any]:
    """被送达单位拒绝签收：记明事由、见证人和凭证；意见书被拒收的，随即起草建议书。"""
    day = past_day(work, form.refused_on, field="refused_on", label="拒收日期", not_before=letter.issued_on)
    letter_moves.advance(work, letter, case, "refuse_service")
    letter.refused_on = day
    _row(work, letter, "refused", form.how, day, form, reason=form.reason, witness=form.witness)
    drafted = draft_next(work, letter, case, "J1") if letter.kind == "opinion" else None
    return {"drafted": drafted} if drafted is not None else {}


class LeaveLetter(Proof):
    """Left in place after a refusal."""

    served_on: date | None = Field(default=None, title="留置日期", description="不填按今日")
    witness: str = Field(title="见证人或者拍照、录像说明", min_length=1, max_length=120)


@act(
    "留置送达",
    *HANDLERS,
    form=LeaveLetter,
    desk="letters",
    subject="letter",
    event="leave_letter",
    confirm="留置之日即为答复期限起点，不可更改。确认登记？",
)
def leave_letter(work: Work, letter: LetterNow, case: CaseNow, form: LeaveLetter) -> dict[str, Any]:
    """拒收后留置送达（参照民事诉讼法第89条），答复期限自留置次日起计。"""
    served = past_day(work, form.served_on, field="served_on", label="留置日期", not_before=letter.refused_on)
    letter_moves.advance(work, letter, case, "leave_letter")
    _row(work, letter, "served", "left", served, form, witness=form.witness)
    return reached(work, letter, case, served, "left", form.proof, cause="leave_letter")


class Undelivered(Proof):
    """That it came back, or nobody was found."""

    tried_on: date | None = Field(default=None, title="退回（未果）日期", description="不填按今日")
    how: Annotated[str, choice(WAYS)] = Field(title="送达方式")
    reason: str = Field(title="未能送达的事由", min_length=1, max_length=500)


@act("登记未能送达", *HANDLERS, form=Undelivered, desk="letters", subject="letter", event="record_undelivered")
def record_undelivered(work: Work, letter: LetterNow, case: CaseNow, form: Undelivered) -> None:
    """查无下落、退件等未能送达：换一种方式再发，或者作废。"""
    day = past_day(work, form.tried_on, field="tried_on", label="退回（未果）日期", not_before=letter.issued_on)
    letter_moves.advance(work, letter, case, "record_undelivered")
    _row(work, letter, "undelivered", form.how, day, form, reason=form.reason)


def reached(
    work: Work, letter: LetterNow, case: CaseNow, served: date, how: str, proof: str, *, cause: str
) -> dict[str, Any]:
    """T0: the day stays, and the addressee's limit runs from the day after it."""
    letter.served_on = served
    letter.served_how = how
    letter.served_proof = proof
    if letter.kind == "recommendation":
        rule, label = letter_moves.AUTHORITY_ACCEPT, "受理期限"
    else:
        rule, label = letter.rule_snapshot.get("rule_id"), "答复期限"
    letter.reply_due = letters.reply_day(letter.columns, served, calendars.in_force(work))
    if rule is not None and letter.reply_due is not None:
        letter_moves.await_addressee(work, letter, case, rule, served, label=label, cause=cause)
    return {"reply_due": letter.reply_due}


def _check_servers(outcome: str, how: str, form: Proof) -> None:
    """Two different people where the office asks for two. Raises NotValid."""
    if not service_rules().two_servers & {outcome, how}:
        return
    missing = {name: "必填" for name in ("first_server", "second_server") if not getattr(form, name)}
    if missing:
        raise NotValid("拒收、留置等送达记录须写明两名送达人（工会自定）。", fields=missing)
    if form.first_server == form.second_server:
        raise NotValid("送达人须是两名不同的人。", fields={"second_server": "与送达人一相同"})


def _row(work: Work, letter: LetterNow, outcome: str, how: str, day: date, form: Proof, **said: str | None) -> None:
    _check_servers(outcome, how, form)
    if form.attachment_id is not None:
        check_attachment(work, letter, form.attachment_id)
    seq = work.connection.execute(
        sa.select(sa.func.count()).select_from(_service).where(_service.c.letter_id == letter.id)
    ).scalar_one()
    row = {"letter_id": letter.id, "seq": seq + 1, "outcome": outcome, "how": how, "tried_on": day, **said}
    proof = form.model_dump(include={"first_server", "second_server", "place", "proof", "attachment_id"})
    work.writes.insert(LetterService, {**row, **proof, "recorded_by": work.by.name, "recorded_at": work.recorded_at})


def check_attachment(work: Work, letter: LetterNow, attachment_id: UUID) -> None:
    """Raises NotFound unless the file lies in the same case as the letter."""
    found = work.connection.execute(
        sa.select(_attachment.c.case_id).where(_attachment.c.id == attachment_id)
    ).scalar_one_or_none()
    if found is None or found != letter.case_id:
        raise NotFound("本案没有这份附件；请先把扫描件放进案卷。")
