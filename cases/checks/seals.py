"""Seals and links: every sealed letter stands in the register, no retired seal was used, no answer got lost."""

from collections.abc import Iterator

import sqlalchemy as sa

from cases.checks.finding import Finding
from cases.checks.registry import Night, check, found
from cases.views import tables as t


@check("seal_use", "用印都有登记，停用的印章没有再用")
def unregistered(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Letters sealed without a line in the register since the first seal was registered; uses of a retired seal."""
    since = sa.select(sa.func.min(t.seal.c.registered_at)).scalar_subquery()
    registered = sa.exists().where(t.seal_use.c.letter_id == t.letter.c.id)
    query = sa.select(sa.func.coalesce(t.letter.c.number, t.letter.c.kind_label)).where(
        t.letter.c.sealed_at >= since, sa.not_(registered)
    )
    yield from found("seal_use", "error", connection.execute(query), "文书已用印，用印登记上却没有。")
    after = (
        sa.select(sa.func.coalesce(t.letter.c.number, t.letter.c.kind_label), t.seal.c.name)
        .select_from(
            t.seal_use.join(t.seal, t.seal.c.id == t.seal_use.c.seal_id).join(
                t.letter, t.letter.c.id == t.seal_use.c.letter_id
            )
        )
        .where(t.seal_use.c.used_at > t.seal.c.retired_at)
    )
    yield from found("seal_use", "error", connection.execute(after), "用的是已经停用的印章“{}”。")


@check("reply_link", "用过的答复链接都有答复")
def lost_answers(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Links that say they were used, without the answer that came through them."""
    query = (
        sa.select(sa.func.coalesce(t.letter.c.number, t.letter.c.kind_label))
        .select_from(
            t.reply_link.join(t.letter, t.letter.c.id == t.reply_link.c.letter_id).outerjoin(
                t.letter_reply,
                sa.and_(
                    t.letter_reply.c.id == t.reply_link.c.reply_id,
                    t.letter_reply.c.letter_id == t.reply_link.c.letter_id,
                    t.letter_reply.c.way == "link",
                ),
            )
        )
        .where(t.reply_link.c.used_at.is_not(None), t.letter_reply.c.id.is_(None))
    )
    yield from found("reply_link", "error", connection.execute(query), "答复链接已经用过，却没有收到的答复。")
