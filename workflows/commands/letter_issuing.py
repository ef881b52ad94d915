"""From signature to the post: number, seal, dispatch, publication; withdrawing and voiding."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.codes import SERVICE_WAY
from cases.letter import LetterNumber
from cases.letter_life import IN_THE_HOUSE
from foundation.errors import NotAllowed
from foundation.numbers import take
from foundation.settings import settings
from foundation.work import Work
from people.roles import Role
from workflows import copies_on_paper, letter_moves, letters, seals
from workflows.acts import act
from workflows.commands.letters import HANDLERS
from workflows.dates import past_day
from workflows.forms import Form, Nothing, choice
from workflows.letter_regions import letter_region
from workflows.subjects import CaseNow, LetterNow

# The middle word of a number says which letter it is: 宁工劳监函〔2026〕1号 (代字工会自定).
NUMBER_WORD = {"notice": "函", "opinion": "意", "recommendation": "建", "public_notice": "公"}
_number: sa.Table = LetterNumber.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


@act(
    "编号",
    Role.SUPERVISOR,
    desk="letters",
    subject="letter",
    event="number_letter",
    confirm="编号后取得正式文号，文号不可收回；作废的文号仍然占用。确认编号？",
)
def number_letter(work: Work, letter: LetterNow, case: CaseNow, form: Nothing) -> dict[str, Any]:
    """取得连续文号（按发文机关、文种、年度）；成文日期为签发之日。"""
    letter_moves.advance(work, letter, case, "number_letter")
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
    letter.numbered_at = work.at
    letter.issued_on = work.day
    copies_on_paper.freeze(work, letter)
    # From here on the words stand: later templates and facts never change them.
    letter.composed = letters.words_of(letter.columns).to_json()
    return {"number": number}


class SealLetter(Form):
    """Which seal, and how many copies are sealed."""

    copies: int = Field(default=2, title="用印份数", ge=1, le=99)
    seal_id: UUID | None = Field(
        default=None,
        title="印章",
        json_schema_extra={"choose": "my_seal"},
        description="登记过印章的必选，只有保管人可以用；没有登记的盖实体章",
    )
    purpose: str | None = Field(default=None, title="用印事由", max_length=200, description="不填为发出本文书")


@act("用印", Role.SUPERVISOR, form=SealLetter, desk="letters", subject="letter", event="seal_letter")
def seal_letter(work: Work, letter: LetterNow, case: CaseNow, form: SealLetter) -> None:
    """核对签发手续后用印，记入用印登记。"""
    letter_moves.advance(work, letter, case, "seal_letter")
    purpose = form.purpose or f"发出{letter.kind_label}（{letter.number}）"
    seals.use(work, letter, form.seal_id, form.copies, purpose[:200])
    letter.sealed_by = work.by.name
    letter.sealed_at = work.at


class DispatchLetter(Form):
    """How it leaves the house."""

    how: Annotated[str, choice(SERVICE_WAY)] = Field(title="送达方式")
    dispatched_on: date | None = Field(default=None, title="发出日期", description="不填按今日")


@act("发出文书", *HANDLERS, form=DispatchLetter, desk="letters", subject="letter", event="dispatch_letter")
def dispatch_letter(work: Work, letter: LetterNow, case: CaseNow, form: DispatchLetter) -> None:
    """发出文书；未能送达的可以换一种方式再发。"""
    day = past_day(work, form.dispatched_on, field="dispatched_on", label="发出日期", not_before=letter.issued_on)
    letter_moves.advance(work, letter, case, "dispatch_letter")
    letter.dispatched_on = day
    letter.dispatched_how = form.how


class PublishLetter(Form):
    """Where a public notice appears."""

    where: str = Field(title="发布渠道", min_length=1, max_length=200)
    published_on: date | None = Field(default=None, title="发布日期", description="不填按今日")


@act("公开发布", *HANDLERS, form=PublishLetter, desk="letters", subject="letter", event="publish_letter")
def publish_letter(work: Work, letter: LetterNow, case: CaseNow, form: PublishLetter) -> None:
    """公开提示函没有受送达单位和答复期限，发布即可。"""
    day = past_day(work, form.published_on, field="published_on", label="发布日期", not_before=letter.issued_on)
    letter_moves.advance(work, letter, case, "publish_letter")
    letter.published_on = day
    letter.published_where = form.where


class EndLetter(Form):
    """Why it ends; a number once taken stays consumed."""

    reason: str = Field(title="理由", min_length=1, max_length=500)


@act(
    "撤回文书",
    Role.SUPERVISOR,
    Role.LEADER,
    form=EndLetter,
    desk="letters",
    subject="letter",
    event="withdraw_letter",
    confirm="撤回后不可恢复；已取得的文号作废并保留在文号簿中。确认撤回？",
)
def withdraw_letter(work: Work, letter: LetterNow, case: CaseNow, form: EndLetter) -> None:
    """撤回文书；已经发出的只能由有权签发的人撤回。"""
    signers = letter_region(letter.region).signers
    if letter.state not in IN_THE_HOUSE and work.by.title not in signers:
        raise NotAllowed(f"文书已经发出，只能由{'或'.join(signers)}撤回。")
    letter_moves.advance(work, letter, case, "withdraw_letter")
    end(work, letter, form.reason)


@act(
    "作废文书",
    Role.SUPERVISOR,
    form=EndLetter,
    desk="letters",
    subject="letter",
    event="void_letter",
    confirm="作废后不可恢复；文号仍然占用。确认作废？",
)
def void_letter(work: Work, letter: LetterNow, case: CaseNow, form: EndLetter) -> None:
    """编号、用印有误而未送达的文书作废；文号保留并标记作废。"""
    letter_moves.advance(work, letter, case, "void_letter")
    end(work, letter, form.reason)


def end(work: Work, letter: LetterNow, reason: str) -> None:
    """A letter that no longer speaks: its number is marked in the book and stays consumed."""
    letter.ended_why = reason
    letter.closed_at = work.at
    if letter.number is not None:
        found = work.connection.execute(sa.select(_number.c.id).where(_number.c.letter_id == letter.id)).scalar_one()
        work.writes.update(LetterNumber, {"id": found}, {"voided": True})
