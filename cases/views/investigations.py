"""The investigations of a case with everything on them, and who agreed to be named."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases import inquiry_codes
from cases.views import tables as t

WORDS = {
    name: getattr(inquiry_codes, name)
    for name in ("INQUIRY_FINDING", "EVIDENCE_COPY", "CONSULTATION_RESULT", "NOTICE_WAY", "CONSENT_WAY")
}


@dataclass(frozen=True)
class InvestigationShown:
    """One investigation: its papers in their order."""

    row: Any
    letters: Sequence[Any]
    notices: Sequence[Any]
    records: Sequence[Any]
    evidence: Sequence[Any]
    changes: Sequence[Any]


@dataclass(frozen=True)
class InquiryShown:
    """What the card of a case shows."""

    investigations: Sequence[InvestigationShown]
    consultations: Sequence[Any]
    consents: Sequence[Any]
    words: dict[str, Any]

    @property
    def going_on(self) -> bool:
        """Whether an investigation is open."""
        return any(one.row.closed_at is None for one in self.investigations)


def inquiry_of(session: Session, case_id: UUID) -> InquiryShown | None:
    """The investigations of a case, its talks and consents; None where there is nothing."""
    connection = session.connection()

    def of_case(table: sa.Table, *order: sa.ColumnElement[Any]) -> Sequence[Any]:
        return connection.execute(sa.select(table).where(table.c.case_id == case_id).order_by(*order)).all()

    rows = of_case(t.investigation, t.investigation.c.opened_on, t.investigation.c.id)
    consultations = of_case(t.consultation, t.consultation.c.recorded_at, t.consultation.c.id)
    party = t.party
    agreed = sa.select(party).where(party.c.case_id == case_id, party.c.disclosure_consent_on.is_not(None))
    consents = connection.execute(agreed.order_by(party.c.place, party.c.id)).all()
    if not rows and not consultations and not consents:
        return None
    parts = {
        "letters": of_case(t.investigation_letter, t.investigation_letter.c.recorded_at),
        "notices": of_case(t.investigation_notice, t.investigation_notice.c.told_on),
        "records": of_case(t.investigation_record, t.investigation_record.c.seq),
        "evidence": of_case(t.investigation_evidence, t.investigation_evidence.c.seq),
        "changes": of_case(t.investigation_change, t.investigation_change.c.recorded_at),
    }
    shown = [
        InvestigationShown(
            row, **{name: [one for one in found if one.investigation_id == row.id] for name, found in parts.items()}
        )
        for row in rows
    ]
    return InquiryShown(shown, consultations, consents, WORDS)
