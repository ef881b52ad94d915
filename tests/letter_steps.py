"""The steps of a letter between its draft and the employer's door, for tests that begin behind them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tests.office import FIRST_SUPERVISOR, MORNING, SECOND_SUPERVISOR, Office

# In order: act, desk, form. What is played of them ends with the step asked for.
STEPS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("submit_letter", "mediator", {}),
    ("review_letter", "supervisor", {}),
    ("sign_letter", "leader", {}),
    ("number_letter", "supervisor", {}),
    ("seal_letter", "supervisor", {"copies": 2}),
    ("dispatch_letter", "mediator", {"how": "direct"}),
    ("serve_letter", "mediator", {"how": "direct", "proof": "回证1号"}),
)
# Who goes and looks whether it was put right.
CHECKERS = {"first_checker_id": str(FIRST_SUPERVISOR), "second_checker_id": str(SECOND_SUPERVISOR)}
ANSWER = {"reply": "已逐项整改", "stance": "accepts"}


def sent(
    office: Office,
    letter_id: UUID,
    *,
    since: str = "submit_letter",
    until: str = "serve_letter",
    at: datetime = MORNING,
) -> dict[str, Any]:
    """Play the steps from `since` to `until`; returns what each made, by act."""
    names = [name for name, _, _ in STEPS]
    chosen = STEPS[names.index(since) : names.index(until) + 1]
    return {name: office.act(name, letter_id, by=by, at=at, **data).made for name, by, data in chosen}


def put_right(office: Office, letter_id: UUID, *, items: int = 1, at: datetime = MORNING, result: str = "done") -> None:
    """Checked on the spot by two, and closed with a report."""
    checked = [{"seq": seq, "result": result} for seq in range(1, items + 1)]
    office.act("verify_letter", letter_id, by="mediator", at=at, items=checked, **CHECKERS)
    office.act("close_letter", letter_id, by="mediator", at=at, report="已复查，整改完成", told_complainant=True)
