"""What an employer answered to a letter, and the links by which it may: for the forms about answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.views import tables as t


def items_of(session: Session, letter_id: UUID) -> Sequence[Any]:
    """The items of a letter in their order."""
    query = sa.select(t.letter_item).where(t.letter_item.c.letter_id == letter_id).order_by(t.letter_item.c.seq)
    return session.connection().execute(query).all()


def replies_of(session: Session, letter_id: UUID) -> Sequence[Any]:
    """All answers, newest first."""
    query = sa.select(t.letter_reply).where(t.letter_reply.c.letter_id == letter_id)
    return session.connection().execute(query.order_by(t.letter_reply.c.seq.desc())).all()


def live_links(letter_id: UUID, at: datetime) -> sa.Select[tuple[UUID]]:
    """The links of a letter by which its employer may still answer."""
    link = t.reply_link.c
    open_yet = (link.used_at.is_(None), link.revoked_at.is_(None), link.expires_at > at)
    return sa.select(link.id).where(link.letter_id == letter_id, *open_yet)


def links_of(session: Session, letter_id: UUID) -> Sequence[Any]:
    """All links of a letter, newest first; never their hash."""
    columns = [column for column in t.reply_link.c if column.name != "token_hash"]
    query = sa.select(*columns).where(t.reply_link.c.letter_id == letter_id)
    return session.connection().execute(query.order_by(t.reply_link.c.made_at.desc())).all()
