"""The answer, what we think of it, and the check on the spot: reply and correction are two facts."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.codes import ASSESSMENT, ITEM_ADMITTED, ITEM_RESULT, REPLY_STANCE, REPLY_WAY
from cases.letter_steps import LetterItem, LetterReply
from foundation.errors import NotValid
from foundation.ids import new_id
from foundation.work import Work
from workflows import investigating, letter_moves, letters
from workflows.acts import act
from workflows.commands.investigations import REGISTERED
from workflows.commands.letter_issuing import end
from workflows.commands.letter_service import check_attachment
from workflows.commands.letters import HANDLERS
from workflows.dates import past_day
from workflows.forms import Form, choice
from workflows.happened import Happened, LateForm
from workflows.letter_ladder import draft_next
from workflows.subjects import CaseNow, LetterNow

_item: sa.Table = LetterItem.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_reply: sa.Table = LetterReply.__table__  # type: ignore[attr-defined]


class ReplyItem(Form):
    """The answer to one item."""

    seq: int = Field(title="第几项", ge=1, le=50)
    admitted: Annotated[str, choice(ITEM_ADMITTED)] | None = Field(default=None, title="是否认可")
    measure: str | None = Field(default=None, title="措施", max_length=2000)
    person: str | None = Field(default=None, title="责任人", max_length=60)
    due_on: date | None = Field(default=None, title="完成时限")
    evidence: str | None = Field(default=None, title="佐证", max_length=500)


class RecordReply(LateForm):
    """The employer's written answer, item by item."""

    replied_on: date | None = Field(default=None, title="答复日期", description="收到书面答复之日；不填按今日")
    stance: Annotated[str, choice(REPLY_STANCE)] | None = Field(default=None, title="态度")
    way: Annotated[str, choice(REPLY_WAY)] = Field(default="paper", title="答复方式")
    reply: str = Field(title="答复内容", min_length=1, max_length=10000)
    answered_by: str | None = Field(default=None, title="答复人", max_length=60)
    answered_title: str | None = Field(default=None, title="答复人职务", max_length=60)
    items: tuple[ReplyItem, ...] = Field(default=(), title="逐项答复", max_length=50)
    attachment_id: UUID | None = Field(
        default=None, title="答复扫描件", json_schema_extra={"choose": "letter_attachment"}
    )


@act("登记答复", *HANDLERS, form=RecordReply, desk="letters", subject="letter", event="record_reply")
def record_reply(work: Work, letter: LetterNow, case: CaseNow, form: RecordReply) -> dict[str, Any]:
    """登记用人单位书面答复，系统判断是否按期；第一次答复决定是否按期，以后的都留存。"""
    if form.way == "link":
        raise NotValid(
            "网上答复由用人单位通过链接提交，系统自动登记；收到的书面答复请选其他答复方式。",
            fields={"way": "请选其他方式"},
        )
    if form.attachment_id is not None:
        check_attachment(work, letter, form.attachment_id)
    return take_reply(work, letter, case, form, late_reason=form.late_reason)


def take_reply(
    work: Work,
    letter: LetterNow,
    case: CaseNow,
    form: RecordReply,
    *,
    late_reason: str | None,
    proved: bool = False,
    reply_id: UUID | None = None,
) -> dict[str, Any]:
    """Keep an answer, whoever hands it in; `reply_id` is its identifier where one is given out beforehand.

    Raises NotPossible and NotValid.
    """
    replied = past_day(work, form.replied_on, field="replied_on", label="答复日期", not_before=letter.served_on)
    first = letter.replied_on is None
    # What came in time ends the wait as of that day; a breach recorded meanwhile is taken back with its reason.
    happened = (
        Happened(replied, late_reason, "replied_on", proved=proved) if letter.state in ("served", "overdue") else None
    )
    letter_moves.advance(work, letter, case, "record_reply", happened=happened)
    if first:
        letter.replied_on = replied
        letter.replied_on_time = letter.reply_due is None or replied <= letter.reply_due
    letter.reply = form.reply
    seq = work.connection.execute(
        sa.select(sa.func.count()).select_from(_reply).where(_reply.c.letter_id == letter.id)
    ).scalar_one()
    work.writes.insert(
        LetterReply,
        {
            "id": reply_id or new_id(),
            "letter_id": letter.id,
            "seq": seq + 1,
            "replied_on": replied,
            "stance": form.stance,
            "way": form.way,
            "text": form.reply,
            "answered_by": form.answered_by,
            "answered_title": form.answered_title,
            "attachment_id": form.attachment_id,
            "recorded_by": work.by.name,
            "recorded_at": work.recorded_at,
        },
    )
    known = _items(work, letter)
    for answer in form.items:
        if answer.seq not in known:
            raise NotValid(f"文书没有第{answer.seq}项。", fields={"items": f"文书没有第{answer.seq}项"})
        changes = answer.model_dump(exclude={"seq"}, exclude_none=True)
        if changes:
            work.writes.update(LetterItem, {"id": known[answer.seq]}, changes)
    return {"on_time": letter.replied_on_time}


def _items(work: Work, letter: LetterNow) -> dict[int, UUID]:
    rows = work.connection.execute(sa.select(_item.c.seq, _item.c.id).where(_item.c.letter_id == letter.id))
    return {row.seq: row.id for row in rows}


class AssessReply(Form):
    """What the answer is worth."""

    assessed_as: Annotated[str, choice(ASSESSMENT)] = Field(title="评估结论")
    note: str = Field(title="评估理由", min_length=1, max_length=2000)
    rectify_on: date | None = Field(
        default=None, title="整改期限", description="认可的必填：用人单位承诺或者本会要求的完成日期"
    )


@act("评估答复", *HANDLERS, form=AssessReply, desk="letters", subject="letter", event="assess_reply")
def assess_reply(work: Work, letter: LetterNow, case: CaseNow, form: AssessReply) -> dict[str, Any]:
    """评估答复：认可的转整改（另计期限）；异议成立的撤回；不适当、不真实、无理拒绝的升级。"""
    if form.assessed_as == "accepted":
        if form.rectify_on is None:
            raise NotValid("认可答复的，须写明整改期限。", fields={"rectify_on": "必填"})
        if form.rectify_on < work.day:
            raise NotValid("整改期限不能早于今天。", fields={"rectify_on": "不能早于今天"})
    letter_moves.advance(work, letter, case, "assess_reply", assessed=form.assessed_as)
    letter.assessed_as = form.assessed_as
    letter.assessed_by = work.by.name
    letter.assessed_at = work.at
    letter.assessment = form.note
    if letter.state == "rectifying" and form.rectify_on is not None:
        basis = "用人单位书面承诺或者本会要求（工会自定）"
        letter_moves.await_rectification(work, letter, case, form.rectify_on, basis=basis)
    elif letter.state == "withdrawn":
        end(work, letter, f"异议成立：{form.note}")
    elif letter.state == "rejected":
        drafted = draft_next(work, letter, case, letters.ASSESSED_TRIGGER[form.assessed_as])
        return {"drafted": drafted} if drafted is not None else {}
    return {}


class CheckedItem(Form):
    """What was seen of one item."""

    seq: int = Field(title="第几项", ge=1, le=50)
    result: Annotated[str, choice(ITEM_RESULT)] = Field(title="复查结果")
    note: str = Field(default="", title="复查情况", max_length=1000)


class VerifyLetter(Form):
    """The check on the spot by two supervisors, item by item."""

    items: tuple[CheckedItem, ...] = Field(title="逐项复查", min_length=1, max_length=50)
    first_checker_id: UUID | None = Field(
        default=None, title="复查监督员一", description="必选", json_schema_extra=REGISTERED
    )
    second_checker_id: UUID | None = Field(
        default=None, title="复查监督员二", description="必选；须持证有效、无须回避", json_schema_extra=REGISTERED
    )
    checked_on: date | None = Field(default=None, title="复查日期", description="不填按今日")


@act("复查整改", *HANDLERS, form=VerifyLetter, desk="letters", subject="letter", event="verify_letter")
def verify_letter(work: Work, letter: LetterNow, case: CaseNow, form: VerifyLetter) -> dict[str, Any]:
    """两名监督员逐项复查整改；全部已改为全部整改，一项未改也没有的为未整改。"""
    day = past_day(
        work, form.checked_on, field="checked_on", label="复查日期", not_before=letter.served_on or letter.issued_on
    )
    known, seen = _items(work, letter), {one.seq: one for one in form.items}
    missing = sorted(set(known) - set(seen))
    if missing or set(seen) - set(known):
        listed = "、".join(str(one) for one in missing) or "无"
        raise NotValid(
            f"须逐项复查：还缺第 {listed} 项，或者写了文书没有的项。", fields={"items": "须与文书各项一一对应"}
        )
    ids = {"first_checker_id": form.first_checker_id, "second_checker_id": form.second_checker_id}
    first, second = investigating.fit_pair(work, case, ids, day, what="复查")
    results = {one.result for one in form.items}
    outcome = "full" if results == {"done"} else "none" if results == {"none"} else "partial"
    letter_moves.advance(work, letter, case, "verify_letter", rectification=outcome)
    letter.rectification = outcome
    letter.rectified = outcome == "full"
    letter.verified_on = day
    # The names as they stand now beside the register's lines: what is printed of a check does not change later.
    people = {"first_checker_id": first.id, "first_checker": first.name}
    people |= {"second_checker_id": second.id, "second_checker": second.name}
    for seq, item_id in known.items():
        checked = {"result": seen[seq].result, "check_note": seen[seq].note or None, "checked_on": day}
        work.writes.update(LetterItem, {"id": item_id}, {**checked, **people})
    if letter.state == "unrectified":
        drafted = draft_next(work, letter, case, "J6" if letter.assessed_as == "accepted" else "J3")
        return {"rectification": outcome, **({"drafted": drafted} if drafted is not None else {})}
    return {"rectification": outcome}
