"""Which papers a page offers, and one of them as a file: nothing is left blank that somebody was to enter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views.letters import LetterFile
from cases.views.on_record import FileOnRecord, LetterOnRecord, OfficeOnRecord, ReferralOnRecord
from cases.views.secrecy import check_people
from documents.annex_forms import annexes, empty_fields
from foundation.database import reading
from foundation.errors import NotFound, NotPossible, NotValid
from foundation.media_types import PAPER_MEDIA
from foundation.work import Actor
from workflows.annexes.certificates import OFFICE
from workflows.annexes.declared import READER, Facts, Paper, Place, Subject
from workflows.annexes.registry import PAPERS, find_paper
from workflows.annexes.unnamed import without_people
from workflows.paper_looks import note_look

# Papers live below the record that they are filled from.
HOMES: Mapping[Place, str] = {"file": "cases", "letter": "letters", "referral": "referrals", "office": "offices"}
# Every title begins so; in a list it tells nothing.
HEAD = "工会劳动法律监督"
ELSEWHERE = "案卷中没有登记"


@dataclass(frozen=True)
class Offer:
    """One paper as a page lists it: its address without the ending, or why it cannot be had yet."""

    paper: Paper
    title: str
    reader: str
    address: str
    why_not: str | None


def offers_on_file(session: Session, case_id: UUID) -> Sequence[Offer]:
    """The papers of a file."""
    return _offers("file", FileOnRecord(session, case_id), case_id)


def offers_on_letter(session: Session, file: LetterFile, at: datetime) -> Sequence[Offer]:
    """The papers of a letter that was read already."""
    return _offers("letter", LetterOnRecord(session, file.letter.id, at, file), file.letter.id)


def offers_on_referral(session: Session, referral_id: UUID) -> Sequence[Offer]:
    """The papers of a referral."""
    return _offers("referral", ReferralOnRecord(session, referral_id), referral_id)


def offers_of_office(session: Session, at: datetime) -> Sequence[Offer]:
    """The papers of the office's registers."""
    return _offers("office", OfficeOnRecord(session, at), OFFICE)


def _offers(place: Place, record: Any, owner_id: UUID) -> Sequence[Offer]:
    return [
        Offer(
            paper,
            title_of(paper, one),
            READER[paper.reader],
            f"/{HOMES[place]}/{owner_id}/annexes/{paper.name}/{one.id}",
            one.why_not,
        )
        for paper in PAPERS.values()
        if paper.place == place
        for one in paper.subjects(record)
    ]


def title_of(paper: Paper, subject: Subject) -> str:
    """What a list calls it."""
    title = paper.title or annexes()[paper.annex].title.removeprefix(HEAD)
    return f"{title}　{subject.title}" if subject.title else title


@dataclass(frozen=True)
class Filled:
    """One paper filled in: its facts, and what is noted of who took it."""

    paper: Paper
    title: str
    facts: Facts
    case_id: UUID | None


def fill(
    session: Session, by: Actor, place: Place, name: str, owner_id: UUID, subject_id: UUID, at: datetime
) -> Filled:
    """The paper's facts as they stand. Raises NotFound, NotAllowed, NotPossible (too early), NotValid (a gap)."""
    paper = find_paper(name, place)
    record = _record(session, place, owner_id, at)
    if paper.personal and record.case is not None:
        check_people(record.case, by)
    subject = next((one for one in paper.subjects(record) if one.id == subject_id), None)
    if subject is None:
        raise NotFound("没有这份文书，或者现在不用。")
    title = title_of(paper, subject)
    if subject.why_not is not None:
        raise NotPossible(f"{title}：{subject.why_not}。")
    facts = paper.facts(record, subject_id)
    _check_gaps(paper, title, facts)
    if paper.reader == "employer" and record.case is not None:
        facts = without_people(session.connection(), record.case, facts)
    return Filled(paper, title, facts, record.case.id if record.case is not None else None)


def _record(session: Session, place: Place, owner_id: UUID, at: datetime) -> Any:
    if place == "file":
        return FileOnRecord(session, owner_id)
    if place == "letter":
        return LetterOnRecord(session, owner_id, at)
    return ReferralOnRecord(session, owner_id) if place == "referral" else OfficeOnRecord(session, at)


def _check_gaps(paper: Paper, title: str, facts: Facts) -> None:
    gaps = {key: label for key, label in empty_fields(paper.annex, facts).items() if key not in paper.by_hand}
    if gaps:
        where = {key: _where(key, paper.entered) for key in gaps}
        named = "、".join(f"{label}（{where[key]}）" for key, label in gaps.items())
        raise NotValid(f"{title}还缺：{named}。", fields=where)


def _where(key: str, entered: Mapping[str, str]) -> str:
    place = entered.get(key) or entered.get(key.partition(".")[0])
    return f"请办理{place}" if place else ELSEWHERE


def open_paper(
    engine: sa.Engine,
    by: Actor,
    place: Place,
    name: str,
    owner_id: UUID,
    subject_id: UUID,
    *,
    at: datetime,
    form: str,
) -> bytes:
    """One paper as a file, and the note of who opened it. Raises as `fill` does."""
    # Printing is rare and its libraries are heavy.
    from documents.annex_files import annex_file
    from workflows.annexes.declared import issuer

    if form not in PAPER_MEDIA:
        raise NotFound("没有这种格式（可用 pdf、docx）。")
    with reading(engine) as session:
        filled = fill(session, by, place, name, owner_id, subject_id, at)
    # Setting a page takes its time: no transaction is open meanwhile.
    content = annex_file(filled.paper.annex, filled.facts, form, issuer=issuer())
    if filled.case_id is not None:
        note_look(engine, by, at, filled.case_id, filled.title, form)
    return content
