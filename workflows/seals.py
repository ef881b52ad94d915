"""Using a seal: which are in use, who may, and the line in the register that every use leaves."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.attachment import StoredFile
from cases.seal import SealUse
from cases.views import tables as t
from cases.views.seals import in_use
from documents.seal_image import MOST_BYTES, check_seal_png
from foundation.database import is_postgres
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid
from foundation.files import file_store
from foundation.ids import new_id
from foundation.work import Actor, Work
from people.roles import Role
from workflows.letter_service_rules import service_rules
from workflows.subjects import LetterNow


def keep_picture(work: Work, content: bytes, name: str) -> UUID:
    """Keep the picture of a seal; returns its file. Raises NotValid for what is no sound PNG."""
    check_seal_png(content)
    kept = file_store().keep(BytesIO(content), most=MOST_BYTES)
    file_id = new_id()
    said = {"sha256": kept.sha256, "size": kept.size, "media_type": "image/png", "name": name}
    by = {"kept_at": work.recorded_at, "kept_by": work.by.name}
    work.writes.insert(StoredFile, {"id": file_id, **said, **by})
    return file_id


def read_seal(work: Work, seal_id: UUID) -> Mapping[str, Any]:
    """The seal, locked for this act. Raises NotFound."""
    query = sa.select(t.seal).where(t.seal.c.id == seal_id)
    if is_postgres(work.connection):
        query = query.with_for_update()
    row = work.connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound("没有登记这枚印章。")
    return dict(row)


def may_use(by: Actor, seal: Any) -> bool:
    """Only its keeper; a supervisor where nobody keeps it."""
    if by.role == Role.SYSTEM:
        return True
    if seal.keeper_id is not None:
        return bool(by.account_id == seal.keeper_id)
    return by.role == Role.SUPERVISOR


def why_not(by: Actor, letter: Any, seals: Sequence[Any]) -> str | None:
    """Why this person will be refused the sealing of this letter; None where a seal is there for them.

    `seals`: those in use on the day. Without one of the letter's own union the seal of rubber is used as ever.
    """
    if by.role == Role.SYSTEM or not any(one.issuer == letter.issuer for one in seals):
        return None
    fitting = [one for one in seals if _unfit(letter, one) is None]
    if not fitting:
        return "登记的印章都不能用于本文书，须先登记工会公章"
    if any(may_use(by, one) for one in fitting):
        return None
    return f"须由保管人{'、'.join(dict.fromkeys(one.keeper_name for one in fitting))}用印"


def use(work: Work, letter: LetterNow, seal_id: UUID | None, copies: int, purpose: str) -> UUID:
    """Write the use down; returns its identifier.

    Without a registered seal the seal of rubber is used as ever. Raises NotValid where a seal must be chosen,
    NotAllowed for anybody but its keeper, NotPossible for a seal that may not stand on this letter.
    """
    if seal_id is None:
        if work.by.role != Role.SYSTEM and _any_in_use(work, letter):
            raise NotValid("本会已登记印章，请选择所用的印章。", fields={"seal_id": "必选"})
    else:
        _check(work, letter, seal_id)
    use_id = new_id()
    row = {"id": use_id, "seal_id": seal_id, "letter_id": letter.id, "copies": copies, "purpose": purpose}
    by = {"used_at": work.at, "used_by": work.by.name, "account_id": work.by.account_id}
    work.writes.insert(SealUse, {**row, **by})
    return use_id


def _any_in_use(work: Work, letter: LetterNow) -> bool:
    query = sa.select(t.seal.c.id).where(in_use(work.day), t.seal.c.issuer == letter.issuer)
    return work.connection.execute(query.limit(1)).one_or_none() is not None


def _check(work: Work, letter: LetterNow, seal_id: UUID) -> None:
    row = work.connection.execute(sa.select(t.seal).where(t.seal.c.id == seal_id)).one_or_none()
    if row is None:
        raise NotFound("没有登记这枚印章。")
    if row.retired_at is not None:
        raise NotPossible(f"印章“{row.name}”已于{row.retired_on}停用（{row.retired_why}），不能再用。")
    if row.valid_from > work.day:
        raise NotPossible(f"印章“{row.name}”自{row.valid_from}起启用，现在还不能用。")
    unfit = _unfit(letter, row)
    if unfit is not None:
        raise NotPossible(unfit)
    if not may_use(work.by, row):
        keeper = (
            f"由{row.keeper_name}保管，须由其本人用印" if row.keeper_id is not None else "没有指定保管人，须由主管用印"
        )
        raise NotAllowed(f"印章“{row.name}”{keeper}。")


def _unfit(letter: Any, seal: Any) -> str | None:
    """Why this seal may not stand on this letter, whoever holds it."""
    if seal.kind == "committee" and not service_rules().committee_may_seal(letter.region):
        return "本地区的文书须盖工会印章，不能盖劳动法律监督委员会章；请选择工会公章。"
    same = seal.issuer.startswith(letter.issuer) if seal.kind == "committee" else seal.issuer == letter.issuer
    return None if same else f"文书由{letter.issuer}发出，不能盖{seal.issuer}的印章。"


def picture(session: Session, seal_id: UUID) -> bytes | None:
    """The picture of a seal; None where none is kept. Raises NotFound for a seal that is not registered."""
    query = (
        sa.select(t.seal.c.id, t.stored_file.c.sha256)
        .select_from(t.seal.outerjoin(t.stored_file, t.stored_file.c.id == t.seal.c.file_id))
        .where(t.seal.c.id == seal_id)
    )
    row = session.connection().execute(query).one_or_none()
    if row is None:
        raise NotFound("没有登记这枚印章。")
    return file_store().read(row.sha256) if row.sha256 is not None else None


def picture_on(session: Session, letter_id: UUID) -> bytes | None:
    """The picture of the seal that was used on this letter; None where it was the seal of rubber."""
    query = sa.select(t.seal_use.c.seal_id).where(t.seal_use.c.letter_id == letter_id)
    used = session.connection().execute(query.order_by(t.seal_use.c.used_at.desc()).limit(1)).scalar_one_or_none()
    return picture(session, used) if used is not None else None
