"""What a person should know before an act, said above its form; nothing is refused by it."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session

from cases.views.evidence import evidence_of
from cases.views.key_groups import numbers_say
from foundation.clock import now, office_day
from foundation.work import Actor

Hint = Callable[[Session, UUID, Actor], Sequence[str]]


def _missing_evidence(session: Session, case_id: UUID, _by: Actor) -> Sequence[str]:
    """Essential things that are not here: arbitration and inspection ask for them first."""
    missing = evidence_of(session, case_id).missing
    if not missing:
        return ()
    words = "；".join(f"{one.label}（{one.state_word}）" for one in missing)
    return (f"必要材料尚缺：{words}。可以移送，但请先补齐，或者在移送事项中写明。",)


def _numbers_say(session: Session, case_id: UUID, by: Actor) -> Sequence[str]:
    said = numbers_say(session, case_id, office_day(now()), by)
    return (said,) if said is not None else ()


# By act: what stands above its form.
HINTS: Mapping[str, Hint] = {
    "refer": _missing_evidence,
    "send_referral": _missing_evidence,
    "record_key_groups": _numbers_say,
}


def hints_for(session: Session, act: str, case_id: UUID, by: Actor) -> Sequence[str]:
    """What stands above the form of this act on this case, for this person."""
    found = HINTS.get(act)
    return found(session, case_id, by) if found is not None else ()
