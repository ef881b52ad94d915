"""The papers of the beginning: the register of the clue, the notice that a matter is not taken on, the approval."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from cases.codes import CLUE_PROCEEDINGS, CLUE_SOURCE, MATTER
from cases.views.on_record import FileOnRecord
from cases.views.supervisors import certificate_of
from foundation.clock import office_day
from people.roles import Role
from workflows.annexes.declared import RULE, Facts, Paper, Subject, certified, issuer, moment, said, scale, sentence
from workflows.commands.screening import DECLINED

APPROVES = (Role.SUPERVISOR, Role.LEADER)
EMPLOYER = {"employer": "“补充案情”的用人单位"}


def supervised(record: FileOnRecord) -> bool:
    """Whether labour-law supervision is at work in the file: a clue, a breach of the law, an inquiry, a letter."""
    inquiries = record.inquiry.investigations if record.inquiry is not None else ()
    return bool(record.clue or record.case.has_violation or inquiries or record.letters)


def declined(record: FileOnRecord) -> bool:
    """Whether it was not taken on; then there is nothing to approve and nothing to report."""
    return bool(record.case.state == "declined" or record.case.outcome == "declined_informed")


def matters_of(record: FileOnRecord) -> str:
    """What it is about, by the codes of supervised matters."""
    codes = [row.matter for row in record.violations] or ([record.clue.matter] if record.clue is not None else [])
    return "；".join(f"{code} {MATTER[code]}" for code in dict.fromkeys(codes))


def decision(record: FileOnRecord) -> Any:
    """The last decision about taking it on that still stands; None where none does."""
    found = [row for row in record.decisions if row.act != "state_remedies"]
    return found[-1] if found and found[-1].act != "object_to_decline" else None


def _opinion(row: Any) -> str:
    why = row.detail.get("note") or row.detail.get("reason") or row.detail.get("answer")
    return f"{row.title}。{why or ''}"


def _signed(row: Any) -> str:
    return f"{row.by_name}　{said(row.at)}"


def _clues(record: FileOnRecord) -> Sequence[Subject]:
    return [Subject(record.case.id)] if record.clue is not None else []


def _clue(record: FileOnRecord, _subject: UUID) -> Facts:
    case, clue, decided = record.case, record.clue, decision(record)
    source = (CLUE_SOURCE[clue.source], clue.source_organ, clue.source_number)
    approved = decided is not None and decided.by_role in APPROVES
    return {
        "number": case.number,
        "registered_at": moment(case.opened_at),
        "source": "　".join(one for one in source if one),
        "complainant": "、".join(one.name for one in record.people if one.role == "caller") or "没有登记反映人",
        "is_named": "是" if clue.is_real_name else "否",
        "employer": case.employer,
        "matters": f"{clue.matter} {MATTER[clue.matter]}",
        "scale": scale(case.head_count, case.claimed),
        "proceedings": CLUE_PROCEEDINGS[clue.proceedings],
        "facts": case.narrative,
        "opinion": f"{_opinion(decided)}\n{'' if approved else _signed(decided)}".strip() if decided else None,
        "approval": _signed(decided) if approved else None,
    }


def _rejections(record: FileOnRecord) -> Sequence[Subject]:
    case = record.case
    if case.case_type not in DECLINED or not declined(record):
        return []
    return [Subject(case.id, why_not=None if record.people else "没有登记反映人，没有可以告知的人")]


def _remedies(record: FileOnRecord) -> str | None:
    """What was written down since the refusal that stands, and the rights whose time runs meanwhile."""
    written = None
    for row in record.decisions:
        if row.act in ("decline", "state_remedies"):
            written = row.detail.get("remedies") or (written if row.act == "state_remedies" else None)
    if written is None:
        return None
    rights = "；".join(f"{row.label}至{said(row.due_on)}" for row in record.running_rights)
    written = sentence(written)
    return f"{written}\n下列时效正在进行，请在届满前行使权利：{rights}。" if rights else str(written)


def _rejection(record: FileOnRecord, _subject: UUID) -> Facts:
    case = record.case
    refused = next((row for row in reversed(record.decisions) if row.act == "decline"), None)
    names = [one.name for one in record.people]
    return {
        "number": case.number,
        "addressee": f"{'、'.join(names[:3])}{f'等{len(names)}人' if len(names) > 3 else ''}",
        "received_on": said(case.opened_at),
        "matter": case.title,
        "reason": sentence(case.outcome_note),
        "remedies": _remedies(record),
        "issuer": issuer(),
        "decided_on": said(refused.at) if refused is not None else None,
    }


def _approvals(record: FileOnRecord) -> Sequence[Subject]:
    if not supervised(record) or declined(record):
        return []
    early = "受理以后才有；请先办理“受理”"
    return [Subject(record.case.id, why_not=None if record.case.accepted_at else early)]


def _approval(record: FileOnRecord, _subject: UUID) -> Facts:
    case = record.case
    accepted = next((row for row in reversed(record.decisions) if row.act == "accept"), None)
    words = f"{_opinion(accepted)}\n{_signed(accepted)}" if accepted is not None else None
    by_department = accepted is not None and accepted.by_role in APPROVES
    return {
        "number": case.number,
        "filed_on": said(case.opened_at),
        "employer": case.employer,
        "matters": matters_of(record),
        "facts": "\n".join(dict.fromkeys(one for one in (case.narrative, *_breaches(record)) if one)),
        "handler_opinion": None if by_department else words,
        "department_opinion": words if by_department else None,
        "leader_opinion": None,
        "decided_on": said(case.accepted_at),
        "handlers": _handlers(record),
    }


def _breaches(record: FileOnRecord) -> list[str]:
    return [f"{row.law_article}：{row.facts}" for row in record.violations]


def _handlers(record: FileOnRecord) -> str:
    """The two of the newest investigation; before there is one, whoever handles the file."""
    case, shown = record.case, record.inquiry.investigations if record.inquiry is not None else ()
    if shown:
        row = shown[-1].row
        two = [(row.first_supervisor, row.first_certificate), (row.second_supervisor, row.second_certificate)]
        return certified(two)
    if case.handler is None:
        return RULE
    return certified([(case.handler, certificate_of(record.connection, case.handler, office_day(case.accepted_at)))])


PAPERS = (
    Paper(
        "clue_register", "clue_register", "file", "house", _clues, _clue, personal=True,
        by_hand=frozenset({"opinion", "approval"}), entered=EMPLOYER,
    ),
    Paper(
        "rejection", "rejection", "file", "complainant", _rejections, _rejection, personal=True,
        entered={"remedies": "“写明其他救济途径”", "reason": "“不予受理”"},
    ),
    Paper(
        "handling_approval", "handling_approval", "file", "house", _approvals, _approval, personal=True,
        by_hand=frozenset({"handler_opinion", "department_opinion", "leader_opinion"}),
        entered={**EMPLOYER, "matters": "“登记违法事实”", "facts": "“补充案情”的事由"},
    ),
)  # fmt: skip
