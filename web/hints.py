"""What a person should know before an act, said above its form; nothing is refused by it."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session

from cases.views.evidence import evidence_of

Hint = Callable[[Session, UUID], Sequence[str]]


def _missing_evidence(session: Session, case_id: UUID) -> Sequence[str]:
    """Essential things that are not here: arbitration and inspection ask for them first."""
    missing = evidence_of(session, case_id).missing
    if not missing:
        return ()
    words = "；".join(f"{one.label}（{one.state_word}）" for one in missing)
    return (f"必要材料尚缺：{words}。可以移送，但请先补齐，或者在移送事项中写明。",)


# By act: what stands above its form.
HINTS: Mapping[str, Hint] = {"refer": _missing_evidence, "send_referral": _missing_evidence}


def hints_for(session: Session, act: str, case_id: UUID) -> Sequence[str]:
    """What stands above the form of this act on this case."""
    found = HINTS.get(act)
    return found(session, case_id) if found is not None else ()
