"""The life of a letter outside its acts: drafting from a case, from an overdue clock, and printing.

A machine drafts, a person signs: nothing in this file signs, numbers or serves.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.claim import Violation
from cases.codes import LETTER_KIND, LETTER_TRIGGER, MATTER
from cases.employer import Employer
from cases.letter import Letter
from cases.letter_life import OVER
from cases.views.linkage_organs import names_beside
from documents.letter_templates import check_template, template_text
from documents.letter_text import LetterText, compose, missing_facts
from documents.seal_on_paper import with_seal
from foundation.errors import NotFound, NotPossible, NotValid
from foundation.ids import new_id
from foundation.settings import settings
from foundation.work import Work
from rules.calendar import Calendar
from rules.deadline import Question, answer, load_rules
from rules.errors import RuleError
from workflows import copies_on_paper, investigating, letter_chain, letter_moves, seals
from workflows.charts.registry import LETTER_CHART
from workflows.letter_own_facts import own_facts
from workflows.letter_regions import letter_region
from workflows.perform import finish_case
from workflows.subjects import CaseNow, LetterNow, read_case

REPLY_RULE = {
    "notice": "LTR-NOTICE-REPLY",
    "opinion": "LTR-OPINION-REPLY",
    "recommendation": "LTR-AUTHORITY-ACCEPT",
}
# The authority that a recommendation goes to unless the draft is edited or the office has entered its local name:
# wages are 人社's matter.
AUTHORITY = "人力资源和社会保障局"
PUBLIC = "各用人单位"
# What an answer that was not taken opens: J4 unsuitable or untrue, J7 an objection or refusal without good reason.
ASSESSED_TRIGGER = {"inadequate": "J4", "false": "J4", "refused": "J7"}

_violation = Violation.__table__  # type: ignore[attr-defined]
_employer = Employer.__table__  # type: ignore[attr-defined]
_letter = Letter.__table__  # type: ignore[attr-defined]


def draft(
    work: Work,
    case: CaseNow,
    kind: str,
    *,
    cause: str,
    cause_key: str,
    previous: Mapping[str, Any] | None = None,
    trigger: str | None = None,
    audience: str | None = None,
) -> UUID:
    """Draft a letter from what is on file. The same cause drafts once.

    `trigger`: J1 to J7, what opens a recommendation; read from the letter before where it is not given.
    `audience`: whom a public notice speaks to.

    Raises NotPossible where no breach of the law is on file: without one only the alert goes out.
    """
    found = [
        dict(row._mapping)
        for row in work.connection.execute(
            sa.select(_violation).where(_violation.c.case_id == case.id).order_by(_violation.c.recorded_at)
        )
    ]
    if not found:
        raise NotPossible("没有登记违法事实（监督事项、法律条文、事实），不能起草文书；请先办理“登记违法事实”。")
    employer = None
    if case.employer_id is not None:
        employer = work.connection.execute(
            sa.select(_employer.c.name).where(_employer.c.id == case.employer_id)
        ).scalar_one_or_none()
    if employer is None:
        raise NotPossible("案件没有登记用人单位，不能起草文书；请先补充用人单位。")
    # Whatever asks again for the same cause gets what it got before: no second row, and no clock that hangs on none.
    known = work.connection.execute(
        sa.select(_letter.c.id).where(_letter.c.cause_key == cause_key)
    ).scalar_one_or_none()
    if known is not None:
        return UUID(str(known))
    letter_id = new_id()
    conf = settings()
    authority = names_beside(work.connection, conf.office_name).get("labour", AUTHORITY)
    addressee = {"recommendation": authority, "public_notice": audience or PUBLIC}.get(kind, employer)
    if kind == "recommendation" and trigger is None and previous is not None:
        trigger = trigger_of(previous)
    work.writes.insert(
        Letter,
        {
            "id": letter_id,
            "case_id": case.id,
            "kind": kind,
            "kind_label": LETTER_KIND[kind],
            "cause": cause,
            "cause_key": cause_key,
            "previous_id": previous["id"] if previous else None,
            "issuer": conf.office_name,
            "issuer_level": conf.office_level,
            "region": conf.office_region,
            "addressee": addressee,
            "employer_id": case.employer_id,
            "trigger": trigger,
            "facts": _facts(work, case, kind, employer, found, previous, trigger, audience),
            "rule_snapshot": reply_rule(kind, conf.office_region, work.day),
            "drafted_by": work.by.name,
            "drafted_at": work.at,
            "recorded_at": work.recorded_at,
        },
        unless_exists=True,
    )
    letter_moves.open_clocks(work, case, letter_id, LETTER_KIND[kind], LETTER_CHART.initial, cause="draft_letter")
    return letter_id


def trigger_of(letter: Mapping[str, Any]) -> str | None:
    """What a letter that did not help opens, by where it stands."""
    if letter["state"] == "rejected":
        return ASSESSED_TRIGGER.get(letter["assessed_as"])
    return {"refused": "J1", "overdue": "J2", "unrectified": "J3", "escalated": "J2"}.get(letter["state"])


def _facts(
    work: Work,
    case: CaseNow,
    kind: str,
    employer: str,
    violations: list[dict[str, Any]],
    previous: Mapping[str, Any] | None,
    trigger: str | None,
    audience: str | None,
) -> dict[str, Any]:
    chain = letter_chain.earlier_letters(work, case.id, now=previous) if kind != "public_notice" else []
    facts: dict[str, Any] = {
        "employer": employer,
        "findings": [row["facts"] for row in violations],
        "matters": [f"{row['matter']} {MATTER[row['matter']]}" for row in violations],
        "legal_basis": sorted({row["law_article"] for row in violations}),
        "demands": [f"针对第{place}项问题，依法纠正并书面说明纠正情况。" for place in range(1, len(violations) + 1)],
        "head_count": case.head_count,
        "amount": str(case.claimed) if case.claimed is not None else None,
        "case_number": case.number,
        "previous": [letter_chain.as_fact(one, work.day) for one in chain],
    }
    conf = settings()
    facts |= own_facts(work, case, kind, conf.office_region, conf.office_name)
    if audience is not None:
        facts["audience"] = audience
    if kind in ("opinion", "recommendation"):
        facts["evidence"] = letter_chain.evidence(work, case.id)
    if kind == "recommendation":
        facts["trigger"] = trigger
        facts["trigger_words"] = LETTER_TRIGGER[trigger] if trigger is not None else None
        facts["trigger_basis"] = letter_region(conf.office_region).triggers.get(trigger or "")
        facts["materials"] = facts["materials_found"] = letter_chain.materials(work, case.id, chain)
    return with_investigation(work, case, facts)


def with_investigation(work: Work, case: CaseNow, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with the last closed investigation, as it stands now."""
    investigation = investigating.latest_closed(work, case.id)
    if investigation is None:
        return dict(facts)
    found = investigating.facts_of(work, case, investigation)
    listed = list(dict.fromkeys((*facts.get("evidence", ()), *found["evidence"])))
    return {**facts, **({"evidence": listed} if listed else {}), "investigation": found}


def reply_rule(kind: str, region: str, on: date) -> dict[str, Any]:
    """A snapshot of the reply limit in force: later edits never move an issued deadline."""
    rule_id = REPLY_RULE.get(kind)
    if rule_id is None:
        return {}
    try:
        rule = load_rules().get(rule_id, on, region)
    except RuleError as missing:
        return {"rule_id": rule_id, "missing": str(missing)}
    return {
        "rule_id": rule_id,
        "label": rule.label,
        "length": rule.length,
        "unit": rule.unit,
        "legal_basis": rule.legal_basis,
        "tag": rule.tag,
        "statutory": rule.tag == "F",
    }


def reply_day(letter: Mapping[str, Any], served_on: date, on: Calendar) -> date | None:
    """The last day for the answer if the letter is served on this day."""
    rule_id = letter["rule_snapshot"].get("rule_id")
    if rule_id is None or "missing" in letter["rule_snapshot"]:
        return None
    due = answer(Question(rule_id, served_on, region=letter["region"]), on).due
    return due.date() if isinstance(due, datetime) else due


def draft_from_clock(work: Work, payload: Mapping[str, Any]) -> UUID | None:
    """An overdue clock asks for a draft. Looks again first: a closed case, or one without a breach, gets none."""
    case = read_case(work, UUID(payload["case_id"]))
    if case.closed_at is not None or not case.has_violation:
        return None
    key = f"clock:{payload['clock_id']}:{payload['kind']}"
    if has_open(work, case.id, payload["kind"]):
        return None
    label = payload.get("label", payload.get("rule", ""))
    letter_id = draft(work, case, payload["kind"], cause=f"“{label}”逾期，系统自动起草，待审核签发", cause_key=key)
    kind = LETTER_KIND[payload["kind"]]
    detail = {"letter": kind, "letter_id": str(letter_id), "cause": f"“{label}”逾期"}
    finish_case(work, case, "letter_drafted", "系统起草文书", case.state, detail)
    return letter_id


def has_open(work: Work, case_id: UUID, kind: str, *, done: Collection[str] = OVER) -> bool:
    """Whether such a letter is on its way already: nobody needs two."""
    query = sa.select(_letter.c.id).where(
        _letter.c.case_id == case_id, _letter.c.kind == kind, _letter.c.state.not_in(done)
    )
    return work.connection.execute(query.limit(1)).one_or_none() is not None


FORMATS = ("pdf", "docx")


def render(session: Session, letter_id: UUID, form: str) -> bytes:
    """The letter on paper, as it stands now: 'pdf' or 'docx'. Raises NotFound, and NotPossible for others' letters."""
    # Printing is rare and its libraries are heavy.
    from documents.letter_docx import letter_docx
    from documents.letter_pdf import letter_pdf

    text = on_paper(session, letter_id)
    if form not in FORMATS:
        raise NotFound("没有这种格式（可用 pdf、docx）。")
    if text is None:
        raise NotPossible("外来文书只作登记，原件不由本系统生成。")
    return letter_pdf(text) if form == "pdf" else letter_docx(text)


def on_paper(session: Session, letter_id: UUID) -> LetterText | None:
    """The words as they stand now, with the picture of the seal where it was used and this installation prints it.

    By default the place for the stamp stays free. Raises NotFound.
    """
    text = preview(session, letter_id)
    if text is None or not settings().print_seal:
        return text
    return with_seal(text, seals.picture_on(session, letter_id))


def preview(session: Session, letter_id: UUID) -> LetterText | None:
    """The letter's words as they stand now; None for letters of other unions. Raises NotFound."""
    row = session.connection().execute(sa.select(_letter).where(_letter.c.id == letter_id)).one_or_none()
    if row is None:
        raise NotFound("没有这份文书，或您无权查看。")
    letter = dict(row._mapping)
    if letter["kind"] == "other" or letter["state"] == "recorded":
        return None
    if letter["composed"] is None:
        letter["facts"] = {**letter["facts"], "copies": copies_on_paper.printed(session.connection(), letter)}
    return words_of(letter)


def words_of(letter: Mapping[str, Any]) -> LetterText:
    """The words as they were numbered; before, by the template it was signed with; of a draft, by that of today."""
    if letter["composed"] is not None:
        return LetterText.from_json(letter["composed"])
    return compose(
        letter["kind"],
        letter["facts"],
        issuer=letter["issuer"],
        number=letter["number"],
        addressee=letter["addressee"],
        issued_on=letter["issued_on"],
        reply_rule=letter["rule_snapshot"],
        region=letter["region"],
        template=letter["template"],
    )


def freeze_template(letter: LetterNow) -> None:
    """Keep the template of today with the letter: what was signed is what will be numbered.

    Raises NotValid, with the line, for a template by which the letter could not be numbered.
    """
    text = template_text(letter.kind)
    check_template(letter.kind, text)
    letter.template = text
    words_of(letter.columns)


def check_complete(letter: Mapping[str, Any]) -> None:
    """Raises NotValid, naming each, while a fact is missing that the letter must state."""
    lacking = missing_facts(
        letter["kind"],
        letter["facts"],
        issuer=letter["issuer"],
        addressee=letter["addressee"],
        reply_rule=letter["rule_snapshot"],
    )
    if lacking:
        named = "、".join(lacking.values())
        raise NotValid(f"文书还缺：{named}。请先“修改文书”，或者补齐调查、违法事实。", fields=lacking)
