"""Writing down who opens a paper that is printed of a case; done before the paper leaves the house."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from cases.paper_look import PaperLook
from foundation.work import Actor, begin

# What papers are called in the record of looks, by the kind that stands in their address.
PAPERS: Mapping[str, str] = {
    "invitation": "调解邀请函",
    "minutes": "调解笔录",
    "agreement": "调解协议书",
    "evidence": "证据清单",
    "package": "移送函",
    "cover": "卷宗封面",
    "catalogue": "卷内目录",
    "roster": "名册",
    "investigation_letter": "调查函",
    "interview_record": "调查（询问）笔录",
    "evidence_list": "调查证据清单",
    "consultation_record": "协商记录",
}


def note_look(engine: sa.Engine, by: Actor, at: datetime, case_id: UUID, paper: str, form: str) -> None:
    """One row; a PDF is looked at, everything else is taken along."""
    values = {
        "case_id": case_id,
        "paper": PAPERS.get(paper, paper)[:40],
        "form": form,
        "account_id": by.account_id,
        "name": by.name,
        "at": at,
        "how": "preview" if form == "pdf" else "download",
    }
    with begin(engine, by=by, at=at) as work:
        work.writes.insert(PaperLook, values)
