"""One person entered twice in a case: two entries become one, and can be parted again exactly."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.party import Party, PartyMerge
from cases.payment_share import PaymentShare
from foundation.errors import NotFound, NotPossible
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.forms import Form
from workflows.roster import Person, named, people_of
from workflows.subjects import CaseNow

_share: sa.Table = PaymentShare.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_merge: sa.Table = PartyMerge.__table__  # type: ignore[attr-defined]
_party: sa.Table = Party.__table__  # type: ignore[attr-defined]
# What the entry that stays takes over where it has nothing of its own.
TAKEN = ("phone_index", "id_index", "claimed", "agreed")
WITH_INDEX = {"phone_index": ("phone",), "id_index": ("id_number", "id_kind")}


class MergePeople(Form):
    """Which entry goes, and which stays."""

    gone: str = Field(title="重复的一条", min_length=1, max_length=60, json_schema_extra={"choose": "roster_person"})
    stays: str = Field(title="保留的一条", min_length=1, max_length=60, json_schema_extra={"choose": "roster_person"})
    reason: str = Field(title="理由", min_length=1, max_length=500)


@act("合并人员", Role.MEDIATOR, Role.SUPERVISOR, form=MergePeople, desk="roster")
def merge_people(work: Work, case: CaseNow, form: MergePeople) -> dict[str, Any]:
    """同一人登记了两条的合为一条；到账随之转入，可以撤销。"""
    people = people_of(work, case)
    gone = named(people, [form.gone], field="gone")[0]
    stays = named(people, [form.stays], field="stays")[0]
    if gone.id == stays.id:
        raise NotPossible("两条是同一条，不用合并。")
    if gone.id_index and stays.id_index and gone.id_index != stays.id_index:
        raise NotPossible("两条的证件号码不同，不是同一人；证件号码有误的，请先办理“更正人员”。")
    new, kept = _taken_over(work, gone, stays)
    for row in work.connection.execute(sa.select(_share.c.id).where(_share.c.party_id == gone.id)).all():
        work.writes.update(PaymentShare, {"id": row.id}, {"party_id": stays.id, "moved_from_id": gone.id})
    if gone.paid:
        new["paid"] = (stays.paid or Decimal(0)) + gone.paid
    work.writes.update(Party, {"id": stays.id}, new)
    work.writes.update(Party, {"id": gone.id}, {"status": "merged", "merged_into_id": stays.id, "paid": None})
    merge_id = new_id()
    values = {"id": merge_id, "case_id": case.id, "from_id": gone.id, "into_id": stays.id, "kept": kept}
    work.writes.insert(PartyMerge, {**values, "reason": form.reason, "by": work.by.name, "at": work.at})
    return {"merge_id": str(merge_id)}


def _taken_over(work: Work, gone: Person, stays: Person) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the entry that stays gains, and which of its columns were empty before."""
    row = work.connection.execute(sa.select(_party).where(_party.c.id == gone.id)).one()
    new: dict[str, Any] = {}
    for column in TAKEN:
        if getattr(stays, column) is None and getattr(gone, column) is not None:
            for name in (column, *WITH_INDEX.get(column, ())):
                new[name] = getattr(row, name)
    return new, {"empty": sorted(new)}


class UnmergePeople(Form):
    """Which joining was wrong."""

    merge_id: UUID = Field(title="合并记录", json_schema_extra={"choose": "party_merge"})
    reason: str = Field(title="理由", min_length=1, max_length=500)


@act(
    "撤销合并人员",
    Role.MEDIATOR,
    Role.SUPERVISOR,
    form=UnmergePeople,
    desk="roster",
    confirm="合并的两条将重新分开，原属各人的到账各归其人。确认撤销？",
)
def unmerge_people(work: Work, case: CaseNow, form: UnmergePeople) -> dict[str, Any]:
    """并错了的两条重新分开；合并时带来的信息和到账各归其人。"""
    found = work.connection.execute(
        sa.select(_merge).where(_merge.c.id == form.merge_id, _merge.c.case_id == case.id)
    ).one_or_none()
    if found is None:
        raise NotFound("没有这次合并。")
    if found.undone_at is not None:
        raise NotPossible("这次合并已经撤销。")
    stays = next((one for one in people_of(work, case) if one.id == found.into_id), None)
    if stays is None:
        raise NotPossible("保留的一条后来又并入他人或者已退出，请先撤销后来的合并。")
    back = Decimal(0)
    query = sa.select(_share.c.id, _share.c.amount).where(
        _share.c.party_id == found.into_id, _share.c.moved_from_id == found.from_id
    )
    for row in work.connection.execute(query).all():
        work.writes.update(PaymentShare, {"id": row.id}, {"party_id": found.from_id, "moved_from_id": None})
        back += row.amount
    new: dict[str, Any] = dict.fromkeys(found.kept["empty"])
    if back:
        new["paid"] = (stays.paid or Decimal(0)) - back or None
    work.writes.update(Party, {"id": found.into_id}, new)
    work.writes.update(
        Party, {"id": found.from_id}, {"status": "present", "merged_into_id": None, "paid": back or None}
    )
    work.writes.update(PartyMerge, {"id": found.id}, {"undone_at": work.at, "undone_by": work.by.name})
    case.head_count = max(case.head_count, len(people_of(work, case)) + 1)
    return {"parted": str(found.from_id)}
