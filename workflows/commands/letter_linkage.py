"""抄送与联动: what the rules L1 to L9 have called for is sent, with its proof, and what came back is noted."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.codes import SERVICE_WAY
from cases.letter_copy import COPY_ACTION, COPY_ORGAN, LetterCopy
from cases.views.linkage_organs import names_beside
from foundation.errors import NotFound, NotPossible, NotValid
from foundation.ids import new_id
from foundation.settings import settings
from foundation.work import Work
from workflows import letter_privacy
from workflows.acts import act
from workflows.charts.registry import VERSIONS
from workflows.commands.letters import HANDLERS
from workflows.dates import past_day
from workflows.forms import Form, choice
from workflows.letter_linkage import organ_name
from workflows.subjects import CaseNow

# A court is told of a result that often comes with the closing of the file: only the archive locks it.
UNLOCKED = tuple(sorted({state for chart in VERSIONS.values() for state in chart.states} - {"archived"}))
WAYS = {name: word for name, word in SERVICE_WAY.items() if name != "left"}
COPIES = ("notify", "copy", "joint")
_copy: sa.Table = LetterCopy.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


class Sent(Form):
    """To whom, when, how, with what receipt."""

    organ_name: str | None = Field(default=None, title="机关名称", max_length=120, description="不填按联动规则中的名称")
    sent_on: date | None = Field(default=None, title="发出日期", description="不填按今日")
    how: Annotated[str, choice(WAYS)] = Field(title="送达方式")
    receipt: str = Field(title="凭证", description="回执、签收、邮件号", min_length=1, max_length=500)


class RecordCopy(Sent):
    """A copy that went out."""

    copy_id: UUID | None = Field(
        default=None, title="抄送事项", json_schema_extra={"choose": "owed_copy"}, description="规则之外自行决定的不选"
    )
    organ: Annotated[str, choice(COPY_ORGAN)] | None = Field(
        default=None, title="抄送机关", description="没有选抄送事项的必填"
    )
    note: str | None = Field(default=None, title="说明", max_length=1000)


@act("登记抄送", *HANDLERS, form=RecordCopy, desk="linkage", states=UNLOCKED)
def record_copy(work: Work, case: CaseNow, form: RecordCopy) -> dict[str, Any]:
    """登记文书已通报、抄送法院、检察院等，附回执；规则之外自行决定的抄送也在此登记。"""
    if form.copy_id is None:
        if form.organ is None:
            raise NotValid("请选择抄送事项，或者写明抄送机关。", fields={"organ": "必填"})
        return _by_hand(work, case, form.organ, "copy", form, note=form.note)
    return _send(work, case, form.copy_id, form, COPIES, note=form.note)


class TransferClue(Sent):
    """A clue that went to the procuratorate, with its material."""

    copy_id: UUID = Field(title="移送事项", json_schema_extra={"choose": "owed_transfer"})
    materials: str = Field(
        title="随附材料", description="逐件写明，不指明反映人和劳动者", min_length=1, max_length=2000
    )


@act("登记移送线索", *HANDLERS, form=TransferClue, desk="linkage", states=UNLOCKED)
def transfer_clue(work: Work, case: CaseNow, form: TransferClue) -> dict[str, Any]:
    """登记向检察机关移送线索和材料：重点群体或者群体性争议，用人单位拒不配合的（L5）。"""
    organ = form.organ_name or _find(work, case, form.copy_id)["organ_name"]
    letter_privacy.check_clue(work, case, form.materials, organ)
    return _send(work, case, form.copy_id, form, ("transfer",), note=form.materials)


class FeedBack(Sent):
    """What came of the court's judicial advice."""

    copy_id: UUID | None = Field(
        default=None,
        title="反馈事项",
        json_schema_extra={"choose": "owed_feedback"},
        description="法院通报等没有列出事项的不选",
    )
    result: str = Field(title="督促结果", min_length=1, max_length=2000)


@act("登记反馈法院", *HANDLERS, form=FeedBack, desk="linkage", states=UNLOCKED)
def feed_back_to_court(work: Work, case: CaseNow, form: FeedBack) -> dict[str, Any]:
    """法院抄送的司法建议，督促结果已反馈法院（L4）。"""
    if form.copy_id is None:
        return _by_hand(work, case, "court", "feedback", form, note=form.result)
    return _send(work, case, form.copy_id, form, ("feedback",), note=form.result)


class RecordCopyAnswer(Form):
    """What the organ answered."""

    copy_id: UUID = Field(title="抄送事项", json_schema_extra={"choose": "sent_copy"})
    answered_on: date | None = Field(default=None, title="回复日期", description="不填按今日")
    answer: str = Field(title="回复内容", min_length=1, max_length=2000)


@act("登记联动回复", *HANDLERS, form=RecordCopyAnswer, desk="linkage", states=UNLOCKED)
def record_copy_answer(work: Work, case: CaseNow, form: RecordCopyAnswer) -> None:
    """登记法院、检察院等对抄送、移送的回复。"""
    row = _find(work, case, form.copy_id)
    if row["sent_on"] is None:
        raise NotPossible(f"{row['organ_name']}的{COPY_ACTION[row['action']]}尚未登记发出，不能登记回复。")
    answered = past_day(work, form.answered_on, field="answered_on", label="回复日期", not_before=row["sent_on"])
    work.writes.update(LetterCopy, {"id": row["id"]}, {"answered_on": answered, "answer": form.answer})


def _by_hand(work: Work, case: CaseNow, organ: str, action: str, form: Sent, *, note: str | None) -> dict[str, Any]:
    """People told somebody whom no rule names: it stands in the same list."""
    copy_id = new_id()
    sent = past_day(work, form.sent_on, field="sent_on", label="发出日期")
    known = names_beside(work.connection, settings().office_name)
    name = form.organ_name or known.get(organ, organ_name(organ))
    work.writes.insert(
        LetterCopy,
        {
            "id": copy_id,
            "owed_key": f"hand:{copy_id}",
            "case_id": case.id,
            "organ": organ,
            "organ_name": name,
            "action": action,
            "basis": "承办人决定（工会自定）",
            "tag": "D",
            "cause": "by_hand",
            "owed_on": sent,
            "sent_on": sent,
            "how": form.how,
            "receipt": form.receipt,
            "note": note,
            "sent_by": work.by.name,
            "recorded_at": work.recorded_at,
        },
    )
    return {"organ": name}


def _find(work: Work, case: CaseNow, copy_id: UUID) -> dict[str, Any]:
    query = sa.select(_copy).where(_copy.c.id == copy_id, _copy.c.case_id == case.id)
    row = work.connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound("本案没有这一抄送、联动事项；请从列出的事项中选择。")
    return dict(row)


def _send(
    work: Work, case: CaseNow, copy_id: UUID, form: Sent, actions: tuple[str, ...], *, note: str | None
) -> dict[str, Any]:
    row = _find(work, case, copy_id)
    word = COPY_ACTION[row["action"]]
    if row["action"] not in actions:
        raise NotPossible(f"这一事项是“{word}”，请办理相应的登记。")
    if row["sent_on"] is not None:
        raise NotPossible(
            f"{row['organ_name']}的{word}已于 {row['sent_on']} 登记，不必重复；收到回复的请“登记联动回复”。"
        )
    sent = past_day(work, form.sent_on, field="sent_on", label="发出日期", not_before=row["owed_on"])
    changes = {"sent_on": sent, "how": form.how, "receipt": form.receipt, "note": note, "sent_by": work.by.name}
    if form.organ_name:
        changes["organ_name"] = form.organ_name
    work.writes.update(LetterCopy, {"id": row["id"]}, changes)
    return {"rule": row["rule"], "organ": form.organ_name or row["organ_name"]}
