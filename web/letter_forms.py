"""Forms about a letter on its way: a row for each item with its words beside, and a place for scans."""

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlmodel import Session

from cases.codes import ITEM_ADMITTED
from cases.views.desk import one_letter
from cases.views.letter_answers import items_of, replies_of
from workflows import copies_on_paper

# Acts that may name a scan or photo as their proof: it can be uploaded on the same page.
WITH_FILES = frozenset(
    {"serve_letter", "refuse_service", "leave_letter", "record_undelivered", "record_reply", "verify_letter"}
)
BY_ITEM = frozenset({"record_reply", "verify_letter"})
WITH_ANSWER = frozenset({"assess_reply", "verify_letter"})
COPIES = "change_copies"
FORMS = WITH_FILES | BY_ITEM | WITH_ANSWER | {COPIES}


def proposed(session: Session, act: str, letter_id: UUID, today: date) -> dict[str, Any]:
    """What the form of this act begins with: the parts of a proposal, by name."""
    letter = one_letter(session, letter_id)
    if act == COPIES:
        return _copies(session, letter)
    items = items_of(session, letter_id)
    shown = SimpleNamespace(
        template="letter_beside.html",
        letter=letter,
        items=items if act in WITH_ANSWER else (),
        replies=replies_of(session, letter_id) if act in WITH_ANSWER else (),
        upload=act in WITH_FILES and letter.case_id is not None,
        to_choose=act != "verify_letter",
        back=f"/letters/{letter_id}/acts/{act.replace('_', '-')}",
    )
    found: dict[str, Any] = {"beside": shown}
    if act in BY_ITEM and items:
        found["rows"] = {"items": [about(one, answered=act == "verify_letter") for one in items]}
        found["given"] = {f"items.{place}.seq": str(one.seq) for place, one in enumerate(items)}
    if act == "record_reply":
        found["given"] = {"way": "paper", **found.get("given", {})}
    if act == "assess_reply":
        promised = last_promise(items)
        if promised is not None and promised >= today:
            found["given"] = {"rectify_on": promised.isoformat()}
            found["hints"] = {"rectify_on": f"认可的必填；用人单位承诺的最晚完成日期为 {promised}"}
    return found


def _copies(session: Session, letter: Any) -> dict[str, Any]:
    """Ticked is what the letter would name now; beside it, what the rules say."""
    found = copies_on_paper.copies_of(session.connection(), dict(letter._mapping))
    shown = SimpleNamespace(template="letter/copies_beside.html", copies=found)
    return {"given": {f"organs.{one.organ}": "on" for one in found if one.printed}, "beside": shown}


def about(item: Any, *, answered: bool) -> str:
    """What one row is about: the finding, the demand, and what the employer promised."""
    words = f"第{item.seq}项　问题：{item.finding}\n要求：{item.demand}"
    if answered and (item.admitted or item.measure or item.due_on):
        told = [ITEM_ADMITTED[item.admitted] if item.admitted else "", item.measure or "", item.person or ""]
        told.append(f"{item.due_on}前完成" if item.due_on else "")
        words += "\n答复：" + "；".join(one for one in told if one)
    return words


def last_promise(items: Sequence[Any]) -> date | None:
    """The latest day by which the employer promised to put something right."""
    return max((one.due_on for one in items if one.due_on is not None), default=None)
