"""Writing down who opens a paper that is printed of a case; done before the paper leaves the house."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.paper_look import PaperLook
from cases.views import tables as t
from foundation.work import Actor, Work, begin

# What papers are called in the record of looks, by the kind that stands in their address.
PAPERS: Mapping[str, str] = {
    "invitation": "调解邀请函",
    "minutes": "调解笔录",
    "agreement": "调解协议书",
    "evidence": "证据清单",
    "package": "移送函（材料包首页）",
    "cover": "卷宗封面",
    "catalogue": "卷内目录",
    "roster": "名册",
    "alarm_sheet": "重大事项报告单",
    "investigation_letter": "调查函",
    "interview_record": "调查（询问）笔录",
    "evidence_list": "调查证据清单",
    "consultation_record": "协商记录",
}


# What is shown and not carried away; a page is printed by whoever reads it, unseen.
SHOWN = ("pdf", "html")
LONGEST = 40


def note_look(engine: sa.Engine, by: Actor, at: datetime, case_id: UUID, paper: str, form: str) -> None:
    """One row; a PDF or a page is looked at, everything else is taken along."""
    with begin(engine, by=by, at=at) as work:
        _note(work, case_id, PAPERS.get(paper, paper), form, _how(form))


def note_letter_look(engine: sa.Engine, by: Actor, at: datetime, letter_id: UUID, form: str) -> None:
    """One letter of ours was opened on paper."""
    _note_letters(engine, by, at, [letter_id], form, _how(form))


def note_letters_printed(engine: sa.Engine, by: Actor, at: datetime, letter_ids: Sequence[UUID], form: str) -> None:
    """Several letters went onto one paper: a row for each, all of them or none."""
    _note_letters(engine, by, at, letter_ids, form, "print")


def _note_letters(engine: sa.Engine, by: Actor, at: datetime, letter_ids: Sequence[UUID], form: str, how: str) -> None:
    letter = t.letter.c
    query = sa.select(letter.id, letter.case_id, letter.kind_label, letter.number).where(letter.id.in_(letter_ids))
    with begin(engine, by=by, at=at) as work:
        found = {row.id: row for row in work.connection.execute(query)}
        for one in (found[letter_id] for letter_id in letter_ids):
            _note(work, one.case_id, f"{one.kind_label}（{one.number or '未编号'}）", form, how)


def _how(form: str) -> str:
    return "preview" if form in SHOWN else "download"


def _note(work: Work, case_id: UUID | None, paper: str, form: str, how: str) -> None:
    values: dict[str, Any] = {
        "case_id": case_id,
        "paper": paper[:LONGEST],
        "form": form,
        "account_id": work.by.account_id,
        "name": work.by.name,
        "at": work.at,
        "how": how,
    }
    work.writes.insert(PaperLook, values)
