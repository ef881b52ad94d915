"""The end of a letter: the closing report, and the place in the archive."""

from pydantic import Field

from cases.codes import RECTIFICATION
from foundation.errors import NotValid
from foundation.numbers import take
from foundation.work import Work
from people.roles import Role
from workflows import letter_moves
from workflows.acts import act
from workflows.commands.letters import HANDLERS
from workflows.forms import Form, Nothing
from workflows.subjects import CaseNow, LetterNow


class CloseLetter(Form):
    """What came of it; reply and rectification are two facts."""

    report: str = Field(title="结案报告", description="经过、结果、人数与金额、归档意见", min_length=1, max_length=5000)
    told_complainant: bool = Field(default=False, title="结果已告知反映人")
    nobody_to_tell: bool = Field(default=False, title="没有反映人（主动监督）")


@act("文书办结", *HANDLERS, form=CloseLetter, desk="letters", subject="letter", event="close_letter")
def close_letter(work: Work, letter: LetterNow, case: CaseNow, form: CloseLetter) -> dict[str, str]:
    """写出结案报告，文书办结；结果应告知反映人。"""
    if not (form.told_complainant or form.nobody_to_tell):
        raise NotValid(
            "结果应告知反映人；没有反映人的请勾选“没有反映人”。", fields={"told_complainant": "请告知反映人"}
        )
    letter_moves.advance(work, letter, case, "close_letter")
    letter.closing_report = form.report
    letter.closed_at = work.at
    return {"rectification": RECTIFICATION[letter.rectification]} if letter.rectification else {}


@act(
    "文书归档",
    Role.SUPERVISOR,
    desk="letters",
    subject="letter",
    event="archive_letter",
    confirm="归档后文书及其送达、答复、复查记录不再改动。确认归档？",
)
def archive_letter(work: Work, letter: LetterNow, case: CaseNow, form: Nothing) -> dict[str, str]:
    """结案报告批准，取得归档号。"""
    year = work.day.year
    letter_moves.advance(work, letter, case, "archive_letter")
    letter.archive_number = f"监归〔{year}〕{take(work, f'letter-archive:{year}')}号"
    letter.archived_at = work.at
    return {"archive_number": letter.archive_number}
