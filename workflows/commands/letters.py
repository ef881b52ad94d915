"""The letters' desk 一函两书 up to the signature: draft, edit, review, sign, or ask a higher union to send it."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.codes import LETTER_KIND, LETTER_TRIGGER
from cases.letter import Letter
from cases.letter_copy import COPY_ORGAN
from cases.letter_steps import LetterItem
from cases.obstruction import Obstruction
from foundation.errors import NotAllowed, NotPossible, NotValid
from foundation.ids import new_id
from foundation.settings import settings
from foundation.work import Work
from people.roles import Role
from workflows import (
    copies_on_paper,
    investigating,
    letter_chain,
    letter_ladder,
    letter_moves,
    letter_own_facts,
    letter_privacy,
    letters,
)
from workflows.acts import act
from workflows.forms import Form, Nothing, choice
from workflows.letter_regions import letter_region
from workflows.subjects import CaseNow, LetterNow

HANDLERS = (Role.MEDIATOR, Role.SUPERVISOR)
OWN_KINDS = {kind: word for kind, word in LETTER_KIND.items() if kind != "other"}

_letter = Letter.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_obstruction = Obstruction.__table__  # type: ignore[attr-defined]


class DraftLetter(Form):
    """Which letter, and why now."""

    kind: Annotated[str, choice(OWN_KINDS)] = Field(title="文书种类")
    cause: str = Field(title="发函理由", min_length=1, max_length=500)
    trigger: Annotated[str, choice(LETTER_TRIGGER)] | None = Field(
        default=None, title="建议书情形", description="起草建议书的，选择本地区规定的情形；不填按前序文书判断"
    )
    audience: str | None = Field(
        default=None, title="公开提示对象", max_length=120, description="公开提示函写全体用人单位、某行业等"
    )


@act("起草文书", *HANDLERS, form=DraftLetter, desk="letters")
def draft_letter(work: Work, case: CaseNow, form: DraftLetter) -> dict[str, Any]:
    """依据已登记的违法事实起草提示函、意见书、建议书或者公开提示函。"""
    here = letter_region(settings().office_region)
    if form.kind in ("notice", "public_notice") and not here.has_notice:
        raise NotPossible(f"本地区没有提示函（{here.notice_basis}），请起草意见书。")
    if form.kind == "recommendation" and form.trigger is not None:
        check_trigger(form.trigger)
    if form.kind == "public_notice" and not form.audience:
        raise NotValid("公开提示函须写明提示对象。", fields={"audience": "必填"})
    letter_id = letters.draft(
        work,
        case,
        form.kind,
        cause=form.cause,
        cause_key=f"hand:{new_id()}",
        previous=last_issued(work, case.id),
        trigger=form.trigger,
        audience=form.audience,
    )
    return {"letter_id": letter_id}


def check_trigger(trigger: str) -> None:
    """Raises NotValid where the region does not open a recommendation for this."""
    here = letter_region(settings().office_region)
    if trigger not in here.triggers:
        listed = "、".join(f"{code}（{LETTER_TRIGGER[code]}）" for code in here.triggers)
        raise NotValid(
            f"本地区的规定没有以“{LETTER_TRIGGER[trigger]}”提出建议书的情形；可用：{listed}。",
            fields={"trigger": "本地区没有这一情形"},
        )


def last_issued(work: Work, case_id: UUID) -> dict[str, Any] | None:
    """The letter of the case that was served or refused last."""
    row = work.connection.execute(
        sa.select(_letter)
        .where(
            _letter.c.case_id == case_id,
            sa.or_(_letter.c.served_on.is_not(None), _letter.c.refused_on.is_not(None)),
            _letter.c.state.not_in(("withdrawn", "void", "recorded")),
        )
        .order_by(sa.func.coalesce(_letter.c.served_on, _letter.c.refused_on).desc(), _letter.c.id.desc())
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
    rectify_on: date | None = Field(default=None, title="改正期限", description="与答复期限是两回事；不填不写入")
    materials: tuple[str, ...] = Field(default=(), title="移交材料清单（逐件）", max_length=30)


@act("修改文书", *HANDLERS, form=EditLetter, desk="letters", subject="letter", states=("draft", "review"))
def edit_letter(work: Work, letter: LetterNow, case: CaseNow, form: EditLetter) -> None:
    """修改草稿的主送、问题、依据和要求；要求与问题一一对应。"""
    facts = dict(letter.facts)
    for name in ("findings", "legal_basis", "demands", "materials"):
        given = [item for item in getattr(form, name) if item]
        if given:
            facts[name] = given
    if form.rectify_on is not None:
        if form.rectify_on <= work.day:
            raise NotValid("改正期限须晚于今天。", fields={"rectify_on": "须晚于今天"})
        facts["rectify_on"] = form.rectify_on.isoformat()
    if len(facts["demands"]) != len(facts["findings"]):
        raise NotPossible("意见和要求须与查明的问题一一对应，项数应相同。")
    if form.addressee:
        letter.addressee = form.addressee
    letter.facts = facts


class ChangeCopies(Form):
    """Who gets a copy by the letter, and why that is not what the rules say."""

    organs: tuple[Annotated[str, choice(COPY_ORGAN)], ...] = Field(
        default=(), title="抄送机关", description="选中的印在文书上，送达后须实际抄送并登记"
    )
    reason: str = Field(title="增减的理由", min_length=1, max_length=500)


@act(
    "调整抄送",
    *HANDLERS,
    form=ChangeCopies,
    desk="letters",
    subject="letter",
    states=("draft", "review", "approval"),
)
def change_copies(work: Work, letter: LetterNow, case: CaseNow, form: ChangeCopies) -> dict[str, str]:
    """增加或者取消文书上的抄送机关，写明理由；联动规则规定应当通报的，取消后仍须另行通报。"""
    return copies_on_paper.change(work, letter, form.organs, form.reason)


@act("提交审核", *HANDLERS, desk="letters", subject="letter", event="submit_letter")
def submit_letter(work: Work, letter: LetterNow, case: CaseNow, form: Nothing) -> None:
    """将草稿提交主管审核；前序文书和移交材料按案卷现况补齐。"""
    letter_moves.advance(work, letter, case, "submit_letter")
    # A letter that was sent back before returns cleared it still names the reviewer of an earlier round.
    letter.reviewed_by = None
    letter.reviewed_at = None
    letter_chain.refresh(work, letter, case)
    letter_own_facts.refresh(work, letter, case)
    letter_privacy.check(work, letter, case)


class ReturnLetter(Form):
    """Why it goes back."""

    reason: str = Field(title="退回理由", min_length=1, max_length=500)


@act(
    "退回修改", Role.SUPERVISOR, Role.LEADER, form=ReturnLetter, desk="letters", subject="letter", event="return_letter"
)
def return_letter(work: Work, letter: LetterNow, case: CaseNow, form: ReturnLetter) -> None:
    """退回起草人修改，写明理由。"""
    letter_moves.advance(work, letter, case, "return_letter")
    # Who reviewed the words of this round stands in the history; nobody has reviewed those that follow.
    letter.reviewed_by = None
    letter.reviewed_at = None


class Opinion(Form):
    """What is written on the issue sheet beside the decision."""

    opinion: str | None = Field(default=None, title="意见", max_length=300, description="写入发文稿纸；不填即为同意")


@act("审核通过", Role.SUPERVISOR, form=Opinion, desk="letters", subject="letter", event="review_letter")
def review_letter(work: Work, letter: LetterNow, case: CaseNow, form: Opinion) -> None:
    """主管审核：事实清楚、依据准确，转领导签发。"""
    letter_moves.advance(work, letter, case, "review_letter")
    letter_privacy.check(work, letter, case)
    letter.reviewed_by = work.by.name
    letter.reviewed_at = work.at


@act(
    "签发",
    Role.LEADER,
    form=Opinion,
    desk="letters",
    subject="letter",
    event="sign_letter",
    confirm="签发后文字不再改动，由主管编号、用印。确认签发？",
)
def sign_letter(work: Work, letter: LetterNow, case: CaseNow, form: Opinion) -> dict[str, Any]:
    """主席或副主席签发；各地区对签发人、签发层级和情形的要求在此核对。"""
    here = letter_region(letter.region)
    if work.by.title not in here.signers:
        raise NotAllowed(f"文书{here.must_sign}。")
    letter_moves.advance(work, letter, case, "sign_letter", **grounds(work, letter, case))
    if letter.kind in ("opinion", "recommendation"):
        letter.facts = letters.with_investigation(work, case, letter.facts)
    letter_chain.refresh(work, letter, case)
    letter_own_facts.refresh(work, letter, case)
    letters.check_complete(letter.columns)
    letter_privacy.check(work, letter, case)
    letters.freeze_template(letter)
    letter.signed_by = work.by.name
    letter.signed_title = work.by.title
    letter.signed_at = work.at
    _freeze_items(work, letter)
    letter_ladder.escalate_previous(work, letter, case)
    return {"signed_title": work.by.title}


def grounds(work: Work, letter: LetterNow, case: CaseNow) -> dict[str, Any]:
    """What the guards of a signature look at, from the region of the letter and what is on file."""
    here = letter_region(letter.region)
    failed = opinion_failed(work, letter)
    direct = letter.trigger in here.direct and (letter.trigger != letter_ladder.OBSTRUCTED or obstructed(work, letter))
    return {
        "region_has_notice": here.has_notice,
        "investigation_closed": investigating.latest_closed(work, case.id) is not None,
        "recommendation_opened": letter.trigger in here.triggers and (failed or direct),
    }


def opinion_failed(work: Work, letter: LetterNow) -> bool:
    """Whether an opinion in the same matter reached the employer, or was refused, and did not help."""
    query = sa.select(sa.func.count()).where(
        _letter.c.case_id == letter.case_id,
        _letter.c.kind == "opinion",
        _letter.c.state.in_(letter_ladder.NO_HELP),
    )
    return bool(work.connection.execute(query).scalar_one())


def obstructed(work: Work, letter: LetterNow) -> bool:
    """Whether it is on file that the employer obstructed the investigation: no word alone opens a recommendation."""
    query = sa.select(_obstruction.c.id).where(_obstruction.c.case_id == letter.case_id).limit(1)
    return work.connection.execute(query).one_or_none() is not None


def _freeze_items(work: Work, letter: LetterNow) -> None:
    facts: Mapping[str, Any] = letter.facts
    pairs = zip(facts.get("findings", ()), facts.get("demands", ()), strict=True)
    for seq, (finding, demand) in enumerate(pairs, 1):
        work.writes.insert(LetterItem, {"letter_id": letter.id, "seq": seq, "finding": finding, "demand": demand})


class AskSuperior(Form):
    """Why a higher union should send it."""

    superior: str = Field(title="提请的上级工会", min_length=1, max_length=80)
    reason: str = Field(title="提请理由", min_length=1, max_length=500)


@act(
    "提请上级发函",
    *HANDLERS,
    form=AskSuperior,
    desk="letters",
    subject="letter",
    event="ask_superior",
    confirm="本会不再发出这一文书，改由上级工会发函。确认提请？",
)
def ask_superior(work: Work, letter: LetterNow, case: CaseNow, form: AskSuperior) -> None:
    """本会层级无权发出的文书，连同材料提请县级以上总工会发函；前序文书和移交材料按案卷现况补齐。"""
    letter_moves.advance(work, letter, case, "ask_superior")
    letter_chain.refresh(work, letter, case)
    letter.ended_why = f"提请{form.superior}：{form.reason}"
    letter.closed_at = work.at
