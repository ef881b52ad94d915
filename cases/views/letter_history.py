"""The history of one letter 办理经过: who drafted, returned, signed, numbered, served it and when, from the journal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from cases.codes import ASSESSMENT, DISPOSAL, RECTIFICATION, SERVICE_WAY
from cases.views import tables as t

# What the journal keeps of an act and people want to read again, in the order of reading.
_SAID: tuple[tuple[str, Callable[[Any], str]], ...] = (
    ("superior", lambda given: f"提请{given}"),
    ("assessed_as", lambda given: ASSESSMENT.get(given, "")),
    ("disposal", lambda given: DISPOSAL.get(given, "")),
    ("copies", lambda given: f"{given}份"),
    ("how", lambda given: SERVICE_WAY.get(given, "")),
    ("where", str),
    ("receipt", lambda given: f"回执号{given}"),
    ("organ_name", str),
    ("reason", str),
    ("note", str),
)
_MADE: tuple[tuple[str, Callable[[Any], str]], ...] = (
    ("number", str),
    ("copies", str),
    ("rectification", lambda given: RECTIFICATION.get(given, "")),
    ("organ", str),
    ("archive_number", str),
)


@dataclass(frozen=True)
class Entry:
    """One thing that was done with the letter."""

    at: datetime
    act: str
    title: str
    by_name: str
    said: str
    inferred: bool = False


def history_of(connection: sa.Connection, letter: Any) -> Sequence[Entry]:
    """Everything that was done with a letter, the draft first."""
    begun = Entry(letter.drafted_at, "draft_letter", "起草", letter.drafted_by, letter.cause)
    rows: Sequence[Any] = ()
    if letter.case_id is not None:
        query = sa.select(t.journal).where(t.journal.c.case_id == letter.case_id).order_by(t.journal.c.seq)
        rows = connection.execute(query).all()
    alone = _alone(connection, letter)
    mine = [row for row in rows if _is_about(row.detail, letter, alone=alone)]
    return [begun, *(Entry(row.at, row.act, row.title, row.by_name, _said(row.detail), row.inferred) for row in mine)]


def _is_about(detail: Mapping[str, Any], letter: Any, *, alone: bool) -> bool:
    """Whether an entry is about this letter; entries from before each named its letter are told apart by the number,
    and before that by the kind, where the file has no second letter of it."""
    if detail.get("letter") is None or "cause" in detail:
        return False
    if detail.get("letter_id") is not None:
        return str(detail["letter_id"]) == str(letter.id)
    if detail.get("number") is not None:
        return bool(detail["number"] == letter.number)
    return alone and bool(detail["letter"] == letter.kind_label)


def _alone(connection: sa.Connection, letter: Any) -> bool:
    same = sa.and_(t.letter.c.case_id == letter.case_id, t.letter.c.kind_label == letter.kind_label)
    return int(connection.execute(sa.select(sa.func.count()).where(same).select_from(t.letter)).scalar_one()) == 1


def _said(detail: Mapping[str, Any]) -> str:
    made: Mapping[str, Any] = detail.get("made") or {}
    words = [word(detail[name]) for name, word in _SAID if detail.get(name) not in (None, "")]
    words += [word(made[name]) for name, word in _MADE if made.get(name) not in (None, "")]
    return "，".join(one for one in words if one)
