"""What becomes of the letters of a file that is closed: none may wait for an answer that nobody watches any more."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from cases.letter import Letter
from cases.letter_life import OVER
from foundation.errors import NotPossible
from foundation.work import Work
from workflows.charts.registry import LETTER_CHART
from workflows.subjects import CaseNow

# Not yet out of the house: they fall with the file. Number books keep what was numbered.
UNSENT = ("draft", "review", "approval")
_letter: sa.Table = Letter.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


def with_case(work: Work, case: CaseNow) -> None:
    """Drafts fall with their file; a letter on its way must have ended before.

    Raises NotPossible, naming the letters. A replayed history ends them, for nobody can answer any more.
    """
    query = sa.select(_letter).where(_letter.c.case_id == case.id, _letter.c.state.not_in(OVER))
    still: list[Mapping[str, Any]] = [dict(row._mapping) for row in work.connection.execute(query)]
    waiting = [one for one in still if one["state"] not in UNSENT]
    if waiting and not work.history:
        named = "、".join(
            f"{one['number'] or one['kind_label']}（{LETTER_CHART.states[one['state']].label}）" for one in waiting
        )
        raise NotPossible(f"还有文书没有办结：{named}。请先办结、撤回或者作废，再结案。")
    for one in still:
        ended = {"closed_at": work.at, "ended_why": "随案卷结案", "version": one["version"] + 1}
        state = "withdrawn" if one["state"] in UNSENT else "closed"
        work.writes.update(Letter, {"id": one["id"]}, {**ended, "state": state})
