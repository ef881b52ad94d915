"""Files of the case that a letter belongs to, to name as proof of service or as the answer."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.codes import ATTACHMENT_KIND
from cases.views import tables as t
from cases.views.choosers import Choices, chooser


@chooser("letter_attachment")
def letter_attachments(session: Session, letter_id: UUID | None) -> Choices:
    """Files in the case of this letter, newest first."""
    query = (
        sa.select(t.attachment)
        .join(t.letter, t.letter.c.case_id == t.attachment.c.case_id)
        .where(t.letter.c.id == letter_id, t.attachment.c.withdrawn_at.is_(None))
        .order_by(t.attachment.c.at.desc(), t.attachment.c.id)
        .limit(100)
    )
    rows = session.connection().execute(query)
    return [(str(row.id), f"{ATTACHMENT_KIND[row.kind]}　{row.label}") for row in rows]
