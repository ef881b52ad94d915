"""Two files of one employer become one, and can be parted again exactly as they were."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field
from sqlmodel import SQLModel

from cases.employer import Employer, EmployerAlias, EmployerMerge, EmployerMove
from cases.employer_names import fold_employer
from foundation.errors import NotFound, NotPossible
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.commands.employers import note, read_employer
from workflows.forms import Form
from workflows.perform import Done

_employer: sa.Table = Employer.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_alias: sa.Table = EmployerAlias.__table__  # type: ignore[attr-defined]
_merge: sa.Table = EmployerMerge.__table__  # type: ignore[attr-defined]
_move: sa.Table = EmployerMove.__table__  # type: ignore[attr-defined]
# Histories and keys stay where they were made; a merged file leads on to the one that it went into.
STAYS = {"employer_key", "employer_merge", "employer_entry"}


def places() -> Iterator[tuple[str, sa.Table, sa.Column[Any]]]:
    """Every column of every table that names an employer: a table that is added later is found by itself."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            named = any(key.column.table.name == "employer" for key in column.foreign_keys)
            if named and table.name not in STAYS:
                yield f"{table.name}.{column.name}", table, column


class MergeEmployers(Form):
    """Which file goes, and into which."""

    employer_id: UUID = Field(title="用人单位")
    into: str = Field(title="并入的单位", min_length=2, max_length=120, description="名称、别名或者统一社会信用代码")
    reason: str = Field(title="理由", min_length=1, max_length=500)


@act(
    "合并单位档案",
    Role.SUPERVISOR,
    form=MergeEmployers,
    desk="employers",
    subject="office",
    confirm="本单位的案件、别名、分支机构和项目都转到并入的单位名下；可以撤销。确认合并？",
)
def merge_employers(work: Work, form: MergeEmployers) -> Done:
    """两份档案实为同一单位的合为一份；以后按原名称登记的案件归并入的单位。"""
    into_id = _named(work, form.into)
    if into_id == form.employer_id:
        raise NotPossible("两份档案是同一份，不用合并。")
    # Locked in one order, so that two who merge the same two files wait for each other.
    rows = {one: read_employer(work, one) for one in sorted((form.employer_id, into_id), key=str)}
    gone, stays = rows[form.employer_id], rows[into_id]
    if stays.parent_id == gone.id:
        raise NotPossible(f"“{stays.name}”是“{gone.name}”的分支机构，不是同一单位；如有误，请先更正上级单位。")
    if gone.credit_code and stays.credit_code and gone.credit_code != stays.credit_code:
        raise NotPossible("两份档案的统一社会信用代码不同，不是同一单位；代码有误的，请先更正。")
    merge_id = new_id()
    values = {"id": merge_id, "from_id": gone.id, "into_id": stays.id, "reason": form.reason, "by": work.by.name}
    work.writes.insert(EmployerMerge, {**values, "at": work.at, "recorded_at": work.recorded_at})
    work.write_now()
    moved = sum(_move_rows(work, merge_id, one, gone.id, stays.id) for one in places())
    work.writes.update(Employer, {"id": gone.id}, {"merged_into_id": stays.id})
    said = {"from": gone.name, "into": stays.name, "reason": form.reason, "moved": moved}
    note(work, gone.id, "merge_employers", "并入另一档案", said)
    note(work, stays.id, "merge_employers", "并入一份档案", said)
    made = {"employer_id": str(stays.id), "merge_id": str(merge_id), "moved": moved}
    return Done("merge_employers", "合并单位档案", made=made)


def _move_rows(work: Work, merge_id: UUID, place: tuple[str, sa.Table, sa.Column[Any]], old: UUID, new: UUID) -> int:
    name, table, column = place
    noted = sa.select(sa.literal(merge_id, sa.Uuid()), sa.literal(name), table.c.id).where(column == old)
    found: int = work.connection.execute(sa.insert(_move).from_select(["merge_id", "place", "row_id"], noted)).rowcount
    if found:
        work.connection.execute(sa.update(table).where(column == old).values({column.name: new}))
    return found


def _named(work: Work, text: str) -> UUID:
    """The file by name, alias or credit code. Raises NotFound."""
    folded = fold_employer(text)
    query = sa.union_all(
        sa.select(sa.func.coalesce(_employer.c.merged_into_id, _employer.c.id)).where(
            sa.or_(_employer.c.folded == folded, _employer.c.credit_code == text.strip().upper())
        ),
        sa.select(_alias.c.employer_id).where(_alias.c.folded == folded),
    )
    found = work.connection.execute(query).scalars().first()
    if found is None:
        raise NotFound(f"没有名为“{text}”的单位档案；请照档案上的名称填写，或者先登记用人单位。")
    return UUID(str(found))


class UnmergeEmployers(Form):
    """Which merging was wrong."""

    merge_id: UUID = Field(title="合并记录")
    reason: str = Field(title="理由", min_length=1, max_length=500)


@act(
    "撤销合并单位",
    Role.SUPERVISOR,
    form=UnmergeEmployers,
    desk="employers",
    subject="office",
    confirm="合并时转来的案件、别名、分支机构和项目各归原处；合并以后新增的留在本单位，请逐件核对。确认撤销？",
)
def unmerge_employers(work: Work, form: UnmergeEmployers) -> Done:
    """并错了的两份档案重新分开：合并时转来的恰好转回，合并以后新增的不动。"""
    found = work.connection.execute(sa.select(_merge).where(_merge.c.id == form.merge_id)).one_or_none()
    if found is None:
        raise NotFound("没有这次合并。")
    both = sorted((found.from_id, found.into_id), key=str)
    rows = {one: read_employer(work, one, also_merged=True) for one in both}
    gone, stays = rows[found.from_id], rows[found.into_id]
    # Read again under lock: two may undo at once.
    undone = work.connection.execute(sa.select(_merge.c.undone_at).where(_merge.c.id == form.merge_id)).scalar()
    if undone is not None or gone.merged_into_id != stays.id:
        raise NotPossible("这次合并已经撤销，或者并入的档案后来又并入别处；请先撤销后来的合并。")
    moved = sum(_move_back(work, found.id, one, gone.id, stays.id) for one in places())
    work.writes.update(Employer, {"id": gone.id}, {"merged_into_id": None})
    work.writes.update(EmployerMerge, {"id": found.id}, {"undone_at": work.at, "undone_by": work.by.name})
    said = {"from": gone.name, "into": stays.name, "reason": form.reason, "moved": moved}
    note(work, gone.id, "unmerge_employers", "撤销合并", said)
    note(work, stays.id, "unmerge_employers", "撤销合并", said)
    return Done("unmerge_employers", "撤销合并单位", made={"employer_id": str(gone.id), "moved": moved})


def _move_back(work: Work, merge_id: UUID, place: tuple[str, sa.Table, sa.Column[Any]], old: UUID, new: UUID) -> int:
    """What the merge took along and nobody has moved elsewhere since."""
    name, table, column = place
    taken = sa.select(_move.c.row_id).where(_move.c.merge_id == merge_id, _move.c.place == name)
    query = sa.update(table).where(column == new, table.c.id.in_(taken)).values({column.name: old})
    back: int = work.connection.execute(query).rowcount
    return back
