"""归档: what belongs into the file, what is missing, how its pages run, how long it is kept.

The catalogue is made from what the records hold; paper that the records do not know is added by hand.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml
from sqlmodel import SQLModel

from cases.agreement import Agreement, Callback, Payment
from cases.claim import Investigation, Violation
from cases.codes import ADDRESSEE, MATTER
from cases.contact import Contact
from cases.journal import JournalEntry
from cases.letter import Letter
from cases.outside_codes import PROCEEDING
from cases.proceeding import Advance, Proceeding
from cases.referral import Referral
from foundation.clock import office_day
from foundation.work import Work
from workflows.subjects import CaseNow

# Where a kind of uploaded file belongs; the rest is evidence.
FILED_UNDER: Mapping[str, str] = {
    "application": "application",
    "identity": "application",
    "minutes": "investigation",
    "agreement": "agreement",
    "payment": "performance",
    "receipt": "others",
    "ruling": "others",
    "sign_in": "others",
    "other": "others",
}
# Acts whose journal entries are the record of mediating.
MEDIATING = ("invite_to_mediation", "resume_mediation", "record_failure", "record_employer_refusal", "record_meeting")


@dataclass(frozen=True)
class Part:
    """One of the thirteen parts of a people's mediation file."""

    id: str
    title: str
    required: str


@dataclass(frozen=True)
class Entry:
    """One document for the catalogue, before it has its pages."""

    item: str
    title: str
    source: str
    dated_on: date | None


@lru_cache
def _loaded() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "archive.yaml").read_text(encoding="utf-8"))
    return loaded


@lru_cache
def parts() -> Mapping[str, Part]:
    """The thirteen parts in their order."""
    rows = _loaded()["parts"]["items"]
    return {row["id"]: Part(row["id"], row["title"], row["required"]) for row in rows}


def loan_days() -> int:
    """For how long a volume may be out."""
    return int(_loaded()["loan"]["days"])


def retention_label() -> str:
    """Where the retention classes come from."""
    return str(_loaded()["retention"]["label"])


def retention_of(outcome: str | None) -> str:
    """The class that the office has set for this kind of ending."""
    row = _loaded()["retention"]
    return str(row["by_outcome"].get(outcome, row["default"]))


def review_on(retention: str, closed_on: date) -> date | None:
    """The day on which a volume of this class is looked at; None where it is kept for ever."""
    years = _loaded()["retention"]["years"][retention]
    if years is None:
        return None
    try:
        return closed_on.replace(year=closed_on.year + years)
    except ValueError:
        return closed_on.replace(year=closed_on.year + years, day=28)


def entries(work: Work, case: CaseNow) -> list[Entry]:
    """Everything that the records of this case hold, in the order of the parts."""
    found = [*_own(case), *_from_tables(work, case), *_attachments(work, case)]
    order = list(parts())
    return sorted(found, key=lambda one: (order.index(one.item), one.dated_on or date.min, one.source))


def missing(case: CaseNow, listed: Iterable[str], *, has: Mapping[str, bool]) -> list[str]:
    """The parts that this file must have and does not, by their titles."""
    there = set(listed)
    needed = {
        "always": True,
        "accepted": case.accepted_at is not None,
        "mediated": has["mediated"],
        "agreed": has["agreed"],
        "paid": case.paid is not None,
        "called": case.outcome != "merged",
    }
    return [part.title for part in parts().values() if needed.get(part.required, False) and part.id not in there]


def paged(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Number and page the documents one after another; each keeps as many pages as it had."""
    order, made, page = list(parts()), [], 0
    for seq, row in enumerate(
        sorted(rows, key=lambda one: (order.index(one["item"]), one["dated_on"] or date.min, one["seq"])), 1
    ):
        pages = row["page_to"] - row["page_from"] + 1
        made.append({**row, "seq": seq, "page_from": page + 1, "page_to": page + pages})
        page += pages
    return made


def _own(case: CaseNow) -> list[Entry]:
    opened = office_day(case.opened_at)
    found = [Entry("registration", f"案件登记表（{case.number}）", f"case:{case.id}", opened)]
    if case.accepted_at is not None:
        found.append(Entry("acceptance", "受理登记", f"case:{case.id}:accepted", office_day(case.accepted_at)))
    closed = office_day(case.closed_at) if case.closed_at is not None else None
    found.append(Entry("remarks", "备考表（附办理日志）", f"case:{case.id}:journal", closed))
    return found


def _from_tables(work: Work, case: CaseNow) -> list[Entry]:
    made: list[Entry] = []
    for model, item, day, title in _SOURCES:
        table: sa.Table = model.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
        rows = work.connection.execute(sa.select(table).where(table.c.case_id == case.id)).mappings()
        made += [Entry(item, title(row)[:200], f"{table.name}:{row['id']}", _day(row[day])) for row in rows]
    journal: sa.Table = JournalEntry.__table__  # type: ignore[attr-defined]
    met = sa.select(journal).where(journal.c.case_id == case.id, journal.c.act.in_(MEDIATING))
    made += [
        Entry("mediation", f"调解记录：{row['title']}", f"journal_entry:{row['id']}", _day(row["at"]))
        for row in work.connection.execute(met).mappings()
    ]
    return made


def _attachments(work: Work, case: CaseNow) -> list[Entry]:
    """Files that lie in the case (table `attachment`, where this office has it): the newest version of each."""
    table = SQLModel.metadata.tables.get("attachment")
    if table is None:
        return []
    rows = work.connection.execute(sa.select(table).where(table.c.case_id == case.id)).mappings().all()
    replaced = {row["replaces_id"] for row in rows}
    return [
        Entry(FILED_UNDER.get(row["kind"], "evidence"), row["label"], f"attachment:{row['id']}", _day(row["at"]))
        for row in rows
        if row["withdrawn_at"] is None and row["id"] not in replaced
    ]


def _day(value: datetime | date | None) -> date | None:
    return office_day(value) if isinstance(value, datetime) else value


_SOURCES: tuple[tuple[type[SQLModel], str, str, Any], ...] = (
    (Contact, "application", "at", lambda row: "来电来访登记"),
    (Violation, "investigation", "found_on", lambda row: f"违法事实登记：{MATTER[row['matter']]}"),
    (Investigation, "investigation", "opened_on", lambda row: f"调查笔录：{row['purpose']}"),
    (Agreement, "agreement", "effective_on", lambda row: f"调解协议（第{row['seq']}份）"),
    (Payment, "performance", "paid_on", lambda row: f"到账确认{'（先行垫付）' if row['is_advance'] else ''}"),
    (Advance, "performance", "advanced_on", lambda row: f"先行垫付：{row['name']}"),
    (Callback, "callback", "at", lambda row: "回访记录"),
    (
        Referral,
        "others",
        "prepared_at",
        lambda row: f"移送材料：{ADDRESSEE[row['addressee']]}（{row['addressee_name']}）",
    ),
    (Proceeding, "others", "filed_on", lambda row: f"{PROCEEDING[row['kind']]}：{row['body']}"),
    (Letter, "others", "drafted_at", lambda row: f"{row['kind_label']}　{row['number'] or '（未编号）'}"),
)
