"""Seals to use, and people who may keep one."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.seal import SEAL_KIND
from cases.views import tables as t
from cases.views.choosers import Choices, chooser
from people.accounts import people
from people.roles import Role


@chooser("my_seal")
def seals(session: Session, _subject_id: UUID | None) -> Choices:
    """Seals that are not retired, with their keepers; whether it is one's own is looked at when it is used."""
    query = sa.select(t.seal).where(t.seal.c.retired_at.is_(None)).order_by(t.seal.c.kind.desc(), t.seal.c.name)
    rows = session.connection().execute(query)
    return [(str(row.id), f"{row.name}（{SEAL_KIND[row.kind]}，保管人 {row.keeper_name or '主管'}）") for row in rows]


@chooser("seal_keeper")
def keepers(session: Session, _subject_id: UUID | None) -> Choices:
    """Active accounts of the desk that seals."""
    return [(str(one.id), one.name) for one in people(session, active_only=True) if one.role == Role.SUPERVISOR]
