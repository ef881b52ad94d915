"""The claims of a case with where they stand on the two-level list."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.codes import CLAIM_KIND
from cases.topics import TOPIC
from cases.views import tables as t
from cases.views.choosers import Choices, chooser


@chooser("claim_topic")
def claims(session: Session, case_id: UUID | None) -> Choices:
    """Each claim by its kind and its topic."""
    rows = session.connection().execute(sa.select(t.claim).where(t.claim.c.case_id == case_id).order_by(t.claim.c.id))
    return [
        (str(row.id), f"{CLAIM_KIND.get(row.kind, row.kind)}（{TOPIC.get(row.topic or '', '未分类')}）") for row in rows
    ]
