"""What goes before a letter: the earlier letters of the file in their order, and the list of what is handed over.

Both are read from what is on file at that moment: when a letter is drafted, submitted and signed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.claim import Investigation
from cases.codes import RECTIFICATION, SERVICE_OUTCOME, SERVICE_WAY
from cases.evidence import OWN, EvidenceItem
from cases.investigation import InvestigationRecord
from cases.letter import Letter
from cases.letter_steps import LetterItem, LetterReply, LetterService
from cases.obstruction import OBSTRUCTION, Obstruction
from documents.letter_facts import running_words
from foundation.clock import OFFICE
from foundation.work import Work
from workflows.subjects import CaseNow, LetterNow

# What never spoke to the addressee, or no longer speaks.
SILENT = ("withdrawn", "void", "recorded", "handed_up")
NO_EVIDENCE = "证据清单（案卷尚无登记的证据）"
# What of a record is on its paper, and so is handed over with it.
SERVICE_SAYS = ("place", "receiver", "relation", "witness", "consent", "reason", "proof")
REPLY_SAYS = ("text", "answered_by", "answered_title")
ANSWERED = ("measure", "person", "evidence")
RECORD_SAYS = ("place", "person", "person_role", "talk", "text", "refusal_reason")
OBSTRUCTION_SAYS = ("facts", "proof", "witness")
_letter: sa.Table = Letter.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_service: sa.Table = LetterService.__table__  # type: ignore[attr-defined]
_reply: sa.Table = LetterReply.__table__  # type: ignore[attr-defined]
_item: sa.Table = LetterItem.__table__  # type: ignore[attr-defined]
_record: sa.Table = InvestigationRecord.__table__  # type: ignore[attr-defined]
_investigation: sa.Table = Investigation.__table__  # type: ignore[attr-defined]
_evidence: sa.Table = EvidenceItem.__table__  # type: ignore[attr-defined]
_obstruction: sa.Table = Obstruction.__table__  # type: ignore[attr-defined]


def earlier_letters(
    work: Work, case_id: UUID, *, but: UUID | None = None, now: Mapping[str, Any] | None = None
) -> list[Mapping[str, Any]]:
    """Letters of ours that reached the addressee or were refused, in the order in which they did.

    `but`: the letter that follows them. `now`: one of them as this act has changed it, not yet written.
    """
    query = sa.select(_letter).where(
        _letter.c.case_id == case_id,
        _letter.c.kind.in_(("notice", "opinion", "recommendation")),
    )
    rows = {row["id"]: dict(row) for row in work.connection.execute(query).mappings()}
    if now is not None:
        rows[now["id"]] = dict(now)
    came = [
        row for row in rows.values() if row["id"] != but and row["state"] not in SILENT and _came_on(row) is not None
    ]
    return sorted(came, key=lambda row: (_came_on(row) or date.min, row["drafted_at"], str(row["id"])))


def _came_on(letter: Mapping[str, Any]) -> date | None:
    found: date | None = letter["refused_on"] or letter["served_on"]
    return found


def as_fact(letter: Mapping[str, Any], on: date) -> dict[str, Any]:
    """An earlier letter as the facts of the next one carry it. `on`: the day on which this was so."""
    text = {name: letter[name].isoformat() if letter[name] else None for name in DAYS}
    return {
        "kind": letter["kind"],
        "label": letter["kind_label"],
        "number": letter["number"],
        **text,
        "served_how": letter["served_how"],
        "reply": letter["reply"],
        "replied_on_time": letter["replied_on_time"],
        "assessed_as": letter["assessed_as"],
        "rectification": letter["rectification"],
        "told_on": on.isoformat(),
    }


DAYS = ("issued_on", "served_on", "refused_on", "reply_due", "replied_on", "rectify_due", "verified_on")


@dataclass(frozen=True)
class Material:
    """One thing that is handed over: its words in the list, what it says itself, and the files behind it."""

    words: str
    says: tuple[str, ...] = ()
    files: tuple[UUID, ...] = ()
    of_letter: UUID | None = None
    """The earlier letter that is handed over, with whatever hangs on it."""


def materials(work: Work, case_id: UUID, chain: Sequence[Mapping[str, Any]]) -> list[str]:
    """移交材料清单, each named with its date (浙江23, 内蒙古23, 福建25, 天津20, 湖北23, 陕西18)."""
    return [one.words for one in handed_over(work, case_id, chain)]


def handed_over(work: Work, case_id: UUID, chain: Sequence[Mapping[str, Any]]) -> list[Material]:
    """The same with what stands behind each line."""
    listed: list[Material] = []
    services, replies = _of_letters(work, _service, chain), _of_letters(work, _reply, chain)
    for letter in chain:
        listed += _of_letter(work, letter, services.get(letter["id"], ()), replies.get(letter["id"], ()))
    return [*listed, *_investigations(work, case_id), *_obstructions(work, case_id), *_evidence_list(work, case_id)]


def refresh(work: Work, letter: LetterNow, case: CaseNow) -> None:
    """Fill in what has come since the draft: answers, service, records. A list edited by hand stays as it is."""
    if letter.kind not in ("notice", "opinion", "recommendation"):
        return
    chain = earlier_letters(work, case.id, but=letter.id)
    facts = {**letter.facts, "previous": [as_fact(one, work.day) for one in chain]}
    if letter.kind == "recommendation" and facts.get("materials") == facts.get("materials_found"):
        facts["materials"] = facts["materials_found"] = materials(work, case.id, chain)
    letter.facts = facts


def _of_letter(
    work: Work, letter: Mapping[str, Any], services: Sequence[Mapping[str, Any]], replies: Sequence[Mapping[str, Any]]
) -> list[Material]:
    named = f"{letter['kind_label']}（{letter['number']}）" if letter["number"] else letter["kind_label"]
    listed = [Material(f"{named}，{said(letter['issued_on'])}", of_letter=letter["id"])]
    tries = [(one["outcome"], one["tried_on"], one["how"], one["witness"], one) for one in services]
    known = {one["outcome"] for one in services}
    # What this very act records is on the letter, and not yet among the rows.
    if letter["refused_on"] is not None and "refused" not in known:
        tries.append(("refused", letter["refused_on"], letter["dispatched_how"], None, {}))
    if letter["served_on"] is not None and "served" not in known:
        tries.append(("served", letter["served_on"], letter["served_how"], None, {}))
    for outcome, day, how, witness, row in tries:
        way = f"，{SERVICE_WAY[how]}" if how in SERVICE_WAY else ""
        seen = f"，见证人{witness}" if witness and outcome == "refused" else ""
        word = "送达回证" if outcome == "served" else f"{SERVICE_OUTCOME[outcome]}记录"
        listed.append(_behind(f"{named}的{word}，{said(day)}{way}{seen}", [row], SERVICE_SAYS))
    if letter["kind"] == "recommendation":
        return listed
    if letter["replied_on"] is not None:
        late = "" if letter["replied_on_time"] is not False else "（逾期）"
        answered = _behind(f"用人单位对{named}的书面答复{late}，{said(letter['replied_on'])}", replies, REPLY_SAYS)
        by_item = _said_of_items(work, letter["id"], ANSWERED)
        listed.append(replace(answered, says=(*answered.says, str(letter["reply"] or ""), *by_item)))
    elif letter["reply_due"] is not None:
        running = running_words("答复期限", letter["reply_due"], work.day)
        passed = f"用人单位截至{said(letter['reply_due'])}未对{named}作出书面答复的情况说明"
        listed.append(Material(f"{named}答复情况说明（{running}）" if running else passed))
    else:
        listed.append(Material(f"用人单位未对{named}作出书面答复的情况说明"))
    if letter["verified_on"] is not None:
        result = RECTIFICATION.get(letter["rectification"] or "", "")
        words = f"{named}整改复查记录，{said(letter['verified_on'])}{'，' + result if result else ''}"
        listed.append(Material(words, _said_of_items(work, letter["id"], ("check_note",))))
    elif letter["rectify_due"] is not None:
        running = running_words("整改期限", letter["rectify_due"], work.day)
        passed = f"用人单位截至{said(letter['rectify_due'])}未按{named}完成整改的情况说明"
        listed.append(Material(f"{named}整改情况说明（{running}）" if running else passed))
    return listed


def _behind(words: str, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Material:
    """A line of the list with what its records say and the files that they name."""
    says = tuple(_flat(row[name]) for row in rows for name in columns if row.get(name))
    return Material(words, says, tuple(row["attachment_id"] for row in rows if row.get("attachment_id")))


def _flat(value: Any) -> str:
    return " ".join(_flat(one) for one in value) if isinstance(value, list | tuple) else str(value)


def _said_of_items(work: Work, letter_id: UUID, columns: Sequence[str]) -> tuple[str, ...]:
    query = sa.select(*(_item.c[name] for name in columns)).where(_item.c.letter_id == letter_id)
    return tuple(str(one) for row in work.connection.execute(query.order_by(_item.c.seq)) for one in row if one)


def _of_letters(work: Work, table: sa.Table, chain: Sequence[Mapping[str, Any]]) -> dict[UUID, list[Mapping[str, Any]]]:
    found: dict[UUID, list[Mapping[str, Any]]] = {}
    query = sa.select(table).where(table.c.letter_id.in_([one["id"] for one in chain]))
    for row in work.connection.execute(query.order_by(table.c.letter_id, table.c.seq)).mappings():
        found.setdefault(row["letter_id"], []).append(dict(row))
    return found


def _investigations(work: Work, case_id: UUID) -> list[Material]:
    closed = sa.and_(_investigation.c.case_id == case_id, _investigation.c.closed_at.is_not(None))
    query = sa.select(_investigation).where(closed).order_by(_investigation.c.closed_at)
    found = []
    for row in work.connection.execute(query).mappings().all():
        words = (
            f"调查笔录，{said(row['opened_on'])}至{said(_day(row['closed_at']))}，监督员{row['first_supervisor']}、"
            f"{row['second_supervisor']}，{'用人单位已签字' if row['employer_signed'] else '用人单位拒签并注明原因'}"
        )
        mine = sa.select(_record).where(_record.c.investigation_id == row["id"]).order_by(_record.c.seq)
        records = [dict(one) for one in work.connection.execute(mine).mappings()]
        kept = _behind(words, records, RECORD_SAYS)
        # The short form of old kept the whole questioning on the investigation itself.
        found.append(replace(kept, says=(*kept.says, str(row["record"] or ""))))
    return found


def _obstructions(work: Work, case_id: UUID) -> list[Material]:
    query = sa.select(_obstruction).where(_obstruction.c.case_id == case_id)
    rows = {row["id"]: dict(row) for row in work.connection.execute(query).mappings()}
    rows |= {row["id"]: row for row in work.writes.noted(Obstruction) if row["case_id"] == case_id}
    ordered = sorted(rows.values(), key=lambda row: (row["happened_on"], str(row["id"])))
    return [
        _behind(f"{OBSTRUCTION[row['kind']]}的情况记录及凭证，{said(row['happened_on'])}", [row], OBSTRUCTION_SAYS)
        for row in ordered
    ]


def evidence(work: Work, case_id: UUID) -> list[str]:
    """What the file has as evidence, each with the day on which it came.

    What somebody added in words of their own may name a worker: a letter does not repeat it.
    """
    query = sa.select(_evidence).where(_evidence.c.case_id == case_id, _evidence.c.state == "received")
    return [
        f"{'其他材料' if row['code'].startswith(OWN) else row['label']}（{said(_day(row['at']))}收到）"
        for row in work.connection.execute(query.order_by(_evidence.c.at, _evidence.c.id)).mappings()
    ]


def _evidence_list(work: Work, case_id: UUID) -> list[Material]:
    """The list alone: whoever hands over a thing of it names that thing in the list of materials."""
    words = evidence(work, case_id)
    return [Material(f"证据清单：{'、'.join(words)}" if words else NO_EVIDENCE)]


def _day(at: datetime) -> date:
    return at.astimezone(OFFICE).date()


def said(day: date | None) -> str:
    """2026年10月13日, as papers write it."""
    return f"{day.year}年{day.month}月{day.day}日" if day is not None else "日期未载明"
