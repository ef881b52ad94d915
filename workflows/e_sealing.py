"""Electronic sealing of a letter that was sealed: look, ask the provider outside, then keep what it gave, at once."""

from datetime import datetime
from io import BytesIO
from uuid import UUID

import sqlalchemy as sa

from cases.views import tables as t
from documents.e_seal import e_seal, signed
from foundation.database import reading
from foundation.errors import NotAllowed, NotFound, NotPossible
from foundation.work import Actor, begin
from workflows import letters, seals
from workflows.attaching import attach, receive
from workflows.subjects import read_letter

LABEL = "电子签章件"
# Sealed and still in the house: what was sent already is not sealed again.
SEALED = "sealed"


def seal_electronically(engine: sa.Engine, by: Actor, letter_id: UUID, at: datetime) -> UUID:
    """Sign the sealed letter with the provider; returns the file that was attached to it.

    Nothing waits for the provider inside a transaction, and a failure leaves nothing behind. Done twice, the second
    file stands beside the first. Raises NotFound, NotAllowed, NotPossible.
    """
    provider = e_seal()
    if provider is None:
        raise NotPossible("没有接入电子签章服务；请打印后盖实体印章。")
    with reading(engine) as session:
        query = (
            sa.select(t.letter.c.state, t.letter.c.number, t.letter.c.version, t.seal)
            .select_from(
                t.letter.outerjoin(t.seal_use, t.seal_use.c.letter_id == t.letter.c.id).outerjoin(
                    t.seal, t.seal.c.id == t.seal_use.c.seal_id
                )
            )
            .where(t.letter.c.id == letter_id)
        )
        row = session.connection().execute(query.order_by(t.seal_use.c.used_at.desc()).limit(1)).one_or_none()
        if row is None:
            raise NotFound("没有这份文书，或您无权查看。")
        if row.state != SEALED or row.id is None:
            raise NotPossible("先用登记的印章办理“用印”，再进行电子签章；已经发出的文书不再签章。")
        if row.retired_at is not None:
            raise NotPossible(f"印章“{row.name}”已停用，不能签章。")
        if not seals.may_use(by, row):
            raise NotAllowed(f"印章“{row.name}”须由保管人签章。")
        pdf = letters.render(session, letter_id, "pdf")
    content = signed(provider, pdf, number=row.number, seal=row.name)
    got = receive(BytesIO(content), f"{row.number}.pdf")
    with begin(engine, by=by, at=at) as work:
        if read_letter(work, letter_id).version != row.version:
            raise NotPossible("签章期间其他人办理过这份文书，签章件没有保存；请查看最新情况后再办理。")
        done = attach(work, "letter", letter_id, {"kind": "other", "label": LABEL}, got)
    return done.attachment_id
