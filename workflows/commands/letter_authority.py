"""After a recommendation: the authority opens a file or says why not, handles it, and feeds back to the union."""

from datetime import date
from typing import Annotated

from pydantic import Field

from cases.codes import DISPOSAL
from foundation.work import Work
from workflows import letter_moves
from workflows.acts import act
from workflows.commands.letters import HANDLERS
from workflows.dates import past_day
from workflows.forms import choice
from workflows.happened import Happened, LateForm
from workflows.subjects import CaseNow, LetterNow


class RecordFiled(LateForm):
    """The day on which the authority opened a file."""

    filed_on: date | None = Field(default=None, title="立案日期", description="不填按今日")
    note: str | None = Field(default=None, title="立案文号或者说明", max_length=200)


@act("登记部门立案", *HANDLERS, form=RecordFiled, desk="letters", subject="letter", event="record_filed")
def record_filed(work: Work, letter: LetterNow, case: CaseNow, form: RecordFiled) -> None:
    """主管部门已立案，调查处理期限起计。"""
    day = past_day(work, form.filed_on, field="filed_on", label="立案日期", not_before=letter.served_on)
    happened = Happened(day, form.late_reason, "filed_on") if letter.state == "filing" else None
    letter_moves.advance(work, letter, case, "record_filed", happened=happened)
    letter.filed_on = day
    letter.filing_reason = form.note
    letter_moves.await_addressee(
        work, letter, case, letter_moves.AUTHORITY_FINISH, day, label="部门办结期限", cause="record_filed"
    )


class RecordNotFiled(LateForm):
    """That it opened none, and why."""

    told_on: date | None = Field(default=None, title="告知日期", description="不填按今日")
    reason: str = Field(title="不予立案理由", min_length=1, max_length=1000)


@act("登记部门不予立案", *HANDLERS, form=RecordNotFiled, desk="letters", subject="letter", event="record_not_filed")
def record_not_filed(work: Work, letter: LetterNow, case: CaseNow, form: RecordNotFiled) -> None:
    """主管部门不予立案并说明理由：督促、向检察机关移送线索或者办结。"""
    day = past_day(work, form.told_on, field="told_on", label="告知日期", not_before=letter.served_on)
    happened = Happened(day, form.late_reason, "told_on") if letter.state == "filing" else None
    letter_moves.advance(work, letter, case, "record_not_filed", happened=happened)
    letter.filing_reason = form.reason


class RecordDisposed(LateForm):
    """How the authority dealt with it (劳动保障监察条例18)."""

    disposal: Annotated[str, choice(DISPOSAL)] = Field(title="处理结果")
    disposed_on: date | None = Field(default=None, title="处理日期", description="不填按今日")
    note: str | None = Field(default=None, title="文号或者说明", max_length=500)


@act("登记部门处理", *HANDLERS, form=RecordDisposed, desk="letters", subject="letter", event="record_disposed")
def record_disposed(work: Work, letter: LetterNow, case: CaseNow, form: RecordDisposed) -> None:
    """主管部门已作出处理，向工会反馈的期限起计。"""
    day = past_day(work, form.disposed_on, field="disposed_on", label="处理日期", not_before=letter.filed_on)
    happened = Happened(day, form.late_reason, "disposed_on")
    letter_moves.advance(work, letter, case, "record_disposed", happened=happened)
    letter.disposed_on = day
    letter.disposal = form.disposal
    if form.note:
        letter.feedback = form.note
    letter_moves.await_addressee(
        work, letter, case, letter_moves.AUTHORITY_FEEDBACK, day, label="部门反馈期限", cause="record_disposed"
    )


class RecordFeedback(LateForm):
    """What the authority told the union."""

    fed_back_on: date | None = Field(default=None, title="反馈日期", description="不填按今日")
    feedback: str = Field(title="反馈内容", min_length=1, max_length=5000)


@act("登记部门反馈", *HANDLERS, form=RecordFeedback, desk="letters", subject="letter", event="record_feedback")
def record_feedback(work: Work, letter: LetterNow, case: CaseNow, form: RecordFeedback) -> None:
    """主管部门书面反馈处理结果；由承办人告知反映人后办结。"""
    day = past_day(work, form.fed_back_on, field="fed_back_on", label="反馈日期", not_before=letter.served_on)
    happened = Happened(day, form.late_reason, "fed_back_on") if letter.state in ("filed", "disposed") else None
    letter_moves.advance(work, letter, case, "record_feedback", happened=happened)
    letter.fed_back_on = day
    letter.feedback = form.feedback
