"""Several referrals of one case: which one an act is about, where the case stands, what runs on each.

A case follows the most open of its referrals (待移送 before 待接收 before 办理中). What happens to another one is
noted on that one and moves nothing. A referral that the case left behind for another door is no longer followed.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import yaml

from cases.codes import ADDRESSEE, REFERRAL_STATE
from cases.referral import Referral, ReferralEvent
from foundation.errors import NotFound, NotPossible, NotValid
from foundation.work import Work
from workflows import clocks, engine
from workflows.happened import Happened
from workflows.subjects import CaseNow

PROGRESS = "SVC-PROGRESS"
# Where a case stands whose most open referral is in this state.
STANDS: Mapping[str, str] = {
    "prepared": "referring",
    "sent": "awaiting_acknowledgement",
    "acknowledged": "handled_elsewhere",
}
ORDER: Sequence[str] = tuple(STANDS.values())
OPEN = tuple(STANDS)
# The events that let a case follow the next of its referrals.
FOLLOW: Mapping[str, str] = {"awaiting_acknowledgement": "follow_sent", "handled_elsewhere": "follow_taken"}
_referral: sa.Table = Referral.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


@lru_cache
def settings() -> dict[str, Any]:
    """The package's parts and the next doors (workflows/referral.yaml)."""
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "referral.yaml").read_text(encoding="utf-8"))
    return loaded


def next_door(addressee: str) -> str:
    """What can be done when this addressee does not answer, with its rule where there is one."""
    found = next((one for one in settings()["next_doors"] if one["addressee"] == addressee), None)
    if found is None:
        return str(settings()["other"])
    return f"{found['says']}（{found['rule']}）" if found["rule"] else str(found["says"])


def missing_parts(referral: Mapping[str, Any]) -> list[str]:
    """The parts of the package that are empty, by their names."""
    package = {**(referral["package"] or {}), "matter": referral["matter"]}
    return [str(part["title"]) for part in settings()["package"]["parts"] if not package.get(part["id"])]


def all_of(work: Work, case: CaseNow) -> list[dict[str, Any]]:
    """The case's referrals, oldest first, with what this act has changed already."""
    query = sa.select(_referral).where(_referral.c.case_id == case.id).order_by(_referral.c.prepared_at, _referral.c.id)
    return [dict(row) for row in work.connection.execute(query).mappings()]


def pick(
    rows: Sequence[dict[str, Any]], given: UUID | None, states: Collection[str], act: str, *, newest: bool = False
) -> dict[str, Any] | None:
    """The referral that an act is about: the one named, else the only one that fits; those the case follows first.

    A replayed history names none and means the `newest`.

    Raises NotFound, NotPossible (named, but not at this step) and NotValid (several fit and none is named).
    None where the file has no referral at all (an old file).
    """
    fitting = [row for row in rows if row["state"] in states]
    if given is not None:
        named = next((row for row in rows if row["id"] == given), None)
        if named is None:
            raise NotFound("本案没有这件移送。")
        if named["state"] not in states:
            where = REFERRAL_STATE[named["state"]]
            raise NotPossible(f"不能办理“{act}”：移送{named['addressee_name']}的一件处于“{where}”。")
        return named
    followed = [row for row in fitting if row["followed"]] or fitting
    if len(followed) > 1 and not newest:
        names = "、".join(f"{ADDRESSEE[row['addressee']]}（{row['addressee_name']}）" for row in followed)
        raise NotValid(f"有几件移送处于这一步：{names}；请选择是哪一件。", fields={"referral_id": "请选择"})
    if not followed and rows:
        raise NotPossible(f"不能办理“{act}”：没有处于这一步的移送。")
    return followed[-1] if followed else None


def none_open(act: str) -> None:
    """Raises NotPossible: there is nothing that the act could be about."""
    raise NotPossible(f"不能办理“{act}”：本案没有移送；请先办理“决定移送”。")


def move(
    work: Work,
    case: CaseNow,
    event: str,
    rows: Sequence[dict[str, Any]],
    chosen: Mapping[str, Any] | None,
    becomes: str,
    *,
    happened: Happened | None = None,
) -> None:
    """Send the event as this referral's own where the case follows it alone, else note it beside and follow the rest.

    Raises NotPossible.
    """
    others = [row for row in rows if chosen is not None and row["id"] != chosen["id"] and _open(row)]
    natural = next((one.target for one in engine.chart_of(case).moves.get((case.state, event), ())), None)
    ahead = any(_rank(STANDS[row["state"]]) < _rank(natural) for row in others)
    if chosen is None or (chosen["followed"] and natural is not None and not ahead):
        engine.advance(work, case, event, happened=happened)
        return
    if not chosen["followed"]:
        return
    stands = [STANDS[row["state"]] for row in others]
    if becomes in STANDS:
        stands.append(STANDS[becomes])
    follow(work, case, stands)


def follow(work: Work, case: CaseNow, stands: Sequence[str]) -> None:
    """Let the case go where its most open referral is."""
    target = min(stands, key=_rank, default=case.state)
    if target == case.state or case.state not in ORDER:
        return
    if target == "handled_elsewhere":
        # From here on the state's own clock asks for progress.
        clocks.stop(
            work,
            case,
            lambda clock: clock["rule_id"] == PROGRESS and clock["referral_id"] is not None,
            met=False,
            reason="改随案件状态跟进",
        )
    engine.advance(work, case, FOLLOW[target])


def check_several(case: CaseNow, act: str) -> None:
    """Raises NotPossible for a case on an old chart, which knows one referral at a time."""
    chart = engine.chart_of(case)
    if ("handled_elsewhere", "refer_also") not in chart.moves:
        raise NotPossible(f"不能办理“{act}”：本案沿用旧版状态图，一次只移送一处；请先迁移到新版状态图。")


def _open(row: Mapping[str, Any]) -> bool:
    return bool(row["followed"]) and row["state"] in OPEN


def _rank(state: str | None) -> int:
    return ORDER.index(state) if state in ORDER else len(ORDER)


def note(work: Work, referral_id: UUID, case: CaseNow, kind: str, on_day: date, **details: Any) -> None:
    """Add a step to the referral's line of time."""
    work.writes.insert(
        ReferralEvent,
        {
            "referral_id": referral_id,
            "case_id": case.id,
            "kind": kind,
            "on_day": on_day,
            **details,
            "by": work.by.name,
            "at": work.at,
            "recorded_at": work.recorded_at,
        },
    )


def change(work: Work, case: CaseNow, referral: Mapping[str, Any], happened: Happened | None, **changes: Any) -> None:
    """Change the record and stop the clocks that ran on it: the next step opens its own."""
    work.writes.update(Referral, {"id": referral["id"]}, changes)
    clocks.stop(
        work,
        case,
        lambda clock: str(clock["referral_id"]) == str(referral["id"]),
        met=True,
        reason="移送有了进展",
        happened=happened,
    )


def chase(work: Work, case: CaseNow, rule: str, start: date, referral_id: UUID, cause: str) -> None:
    """Open the addressee's own limit; it runs until this referral moves on, wherever the case stands."""
    clocks.open_by_rule(work, case, rule, start, kind="obligation", cause=cause, referral_id=referral_id)


def ask_again(work: Work, case: CaseNow, referral_id: UUID, start: date, cause: str) -> None:
    """Start the time for asking after progress anew, for this referral and in place of the state's own clock."""
    clocks.stop(
        work,
        case,
        lambda clock: clock["rule_id"] == PROGRESS and str(clock["referral_id"]) in (str(referral_id), "None"),
        met=True,
        reason="已跟进",
    )
    clocks.open_by_rule(work, case, PROGRESS, start, kind="stage", cause=cause, referral_id=referral_id)


def leave_behind(work: Work, case: CaseNow, rows: Sequence[dict[str, Any]], why: str) -> None:
    """The case goes on to another door: what is still open elsewhere is kept, but no longer leads the case."""
    for row in rows:
        if row["followed"]:
            work.writes.update(Referral, {"id": row["id"]}, {"followed": False})
            if row["state"] in OPEN:
                note(work, row["id"], case, "superseded", work.day, note=why)
