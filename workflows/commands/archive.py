"""归档: the catalogue, storing the volume, and lending it. A stored file is locked: it comes back only by 恢复办理."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.archive import ArchiveItem, ArchiveLoan, ArchiveVolume
from cases.outside_codes import RETENTION
from foundation.clock import office_day
from foundation.errors import NotFound, NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from workflows import archiving, ending, engine
from workflows.acts import act
from workflows.dates import past_day
from workflows.forms import Form, choice
from workflows.subjects import CaseNow

DESK = (Role.OPERATOR, Role.SUPERVISOR)
PARTS = {part.id: part.title for part in archiving.parts().values() if part.required != "printed"}
_volume: sa.Table = ArchiveVolume.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_item: sa.Table = ArchiveItem.__table__  # type: ignore[attr-defined]
_loan: sa.Table = ArchiveLoan.__table__  # type: ignore[attr-defined]


class MakeCatalogue(Form):
    """What the archive wants to know about the volume."""

    retention: Annotated[str, choice(RETENTION)] | None = Field(
        default=None, title="保管期限", description="不填按本会设置（工会自定，待核实）"
    )
    archive_number: str | None = Field(default=None, title="档号", max_length=60)


@act("编制卷内目录", *DESK, form=MakeCatalogue, desk="archive", states=("closed",))
def make_catalogue(work: Work, case: CaseNow, form: MakeCatalogue) -> dict[str, Any]:
    """按十三项从案卷记录生成目录；新增的材料补入，页码依次重排。"""
    volume, rows = _catalogue(work, case, form)
    gaps = _gaps(work, case, rows)
    return {"documents": len(rows), "pages": volume["pages"], "missing": "、".join(gaps) or "无"}


class AddItem(Form):
    """Paper that the records do not know."""

    item: Annotated[str, choice(PARTS)] = Field(title="归入")
    title: str = Field(title="材料名称", min_length=1, max_length=200)
    pages: int = Field(default=1, title="页数", ge=1, le=2000)
    dated_on: date | None = Field(default=None, title="形成日期")


@act("补入卷内材料", *DESK, form=AddItem, desk="archive", states=("closed",))
def add_archive_item(work: Work, case: CaseNow, form: AddItem) -> dict[str, Any]:
    """系统里没有的纸质材料，按所属部分补入目录。"""
    volume, rows = _catalogue(work, case, MakeCatalogue())
    new = _row(volume["id"], case, work, form.item, form.title, None, form.dated_on, seq=len(rows) + 1)
    new["page_to"] = new["page_from"] + form.pages - 1
    work.writes.insert(ArchiveItem, new)
    return {"pages": _renumber(work, volume, [*rows, new])}


class SetPages(Form):
    """How many pages one document has."""

    item_id: UUID = Field(title="材料", json_schema_extra={"choose": "archive_item"})
    pages: int = Field(title="页数", ge=1, le=2000)


@act("填写页数", *DESK, form=SetPages, desk="archive", states=("closed",))
def set_archive_pages(work: Work, case: CaseNow, form: SetPages) -> dict[str, Any]:
    """一件材料的页数；以后各件的页码随之重排。"""
    volume = _draft(work, case)
    rows = _items(work, volume["id"]) if volume is not None else []
    row = next((one for one in rows if one["id"] == form.item_id), None)
    if volume is None or row is None:
        raise NotFound("目录里没有这件材料；请先编制卷内目录。")
    row["page_to"] = row["page_from"] + form.pages - 1
    return {"pages": _renumber(work, volume, rows)}


class Archive(Form):
    """What there is to say, and why something may be missing."""

    note: str | None = Field(default=None, title="说明", max_length=1000)
    incomplete_reason: str | None = Field(
        default=None, title="材料不全的理由", max_length=1000, description="必备材料确实没有的，写明理由"
    )


@act(
    "归档",
    *DESK,
    form=Archive,
    desk="archive",
    event="archive",
    confirm="归档后案卷锁定，只有主管恢复办理才能再动。确认归档？",
)
def archive(work: Work, case: CaseNow, form: Archive) -> dict[str, Any]:
    """案卷归档：目录编好、必备材料齐全（或者写明理由），以后锁定。"""
    volume, rows = _catalogue(work, case, MakeCatalogue())
    gaps = _gaps(work, case, rows)
    if gaps and not form.incomplete_reason:
        raise NotValid(
            f"不能归档，缺少：{'、'.join(gaps)}。请补齐；确实没有的，填写“材料不全的理由”。",
            fields={"incomplete_reason": f"缺少：{'、'.join(gaps)}"},
        )
    ending.leave_unchecked(work, case)
    engine.advance(work, case, "archive")
    case.archived_at = work.at
    said = f"{'、'.join(gaps)}：{form.incomplete_reason}" if gaps else None
    done = {"archived_at": work.at, "archived_by": work.by.name, "incomplete_reason": said}
    work.writes.update(ArchiveVolume, {"id": volume["id"]}, done)
    return {"volume": volume["seq"], "pages": volume["pages"], "documents": len(rows)}


def _gaps(work: Work, case: CaseNow, rows: list[dict[str, Any]]) -> list[str]:
    # What stands in an earlier volume of the same case is not missing from this one.
    before = work.connection.execute(sa.select(_item.c.item).where(_item.c.case_id == case.id)).scalars()
    kinds = {row["item"] for row in rows} | set(before)
    has = {"mediated": "agreement" in kinds or case.agreed is not None, "agreed": case.agreed is not None}
    gaps = archiving.missing(case, kinds, has=has)
    if ending.quality_check_due(work, case, "after"):
        gaps.append("质检（本案被抽中）")
    return gaps


def _draft(work: Work, case: CaseNow) -> dict[str, Any] | None:
    query = sa.select(_volume).where(_volume.c.case_id == case.id, _volume.c.archived_at.is_(None))
    row = work.connection.execute(query).mappings().one_or_none()
    return dict(row) if row is not None else None


def _items(work: Work, volume_id: UUID) -> list[dict[str, Any]]:
    query = sa.select(_item).where(_item.c.volume_id == volume_id).order_by(_item.c.seq)
    return [dict(row) for row in work.connection.execute(query).mappings()]


def _catalogue(work: Work, case: CaseNow, form: MakeCatalogue) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The volume being put together, made where there is none, with everything that is on record now."""
    stored = work.connection.execute(
        sa.select(_item.c.source)
        .join(_volume, _volume.c.id == _item.c.volume_id)
        .where(_volume.c.case_id == case.id, _volume.c.archived_at.is_not(None))
    ).scalars()
    elsewhere = {source for source in stored if source is not None and not source.startswith("case:")}
    volume = _draft(work, case)
    rows = _items(work, volume["id"]) if volume is not None else []
    if volume is None:
        volume = _new_volume(work, case, form)
    elif form.retention is not None or form.archive_number is not None:
        closed = office_day(case.closed_at or work.at)
        changes: dict[str, Any] = {}
        if form.retention is not None:
            changes = {"retention": form.retention, "review_on": archiving.review_on(form.retention, closed)}
        if form.archive_number is not None:
            changes["archive_number"] = form.archive_number
        work.writes.update(ArchiveVolume, {"id": volume["id"]}, changes)
    listed = {row["source"] for row in rows} | elsewhere
    for entry in archiving.entries(work, case):
        if entry.source in listed:
            continue
        made = _row(volume["id"], case, work, entry.item, entry.title, entry.source, entry.dated_on, seq=len(rows) + 1)
        work.writes.insert(ArchiveItem, made)
        rows.append(made)
    volume["pages"] = _renumber(work, volume, rows)
    return volume, rows


def _new_volume(work: Work, case: CaseNow, form: MakeCatalogue) -> dict[str, Any]:
    seqs = sa.select(sa.func.max(_volume.c.seq)).where(_volume.c.case_id == case.id)
    seq = (work.connection.execute(seqs).scalar_one_or_none() or 0) + 1
    retention = form.retention or archiving.retention_of(case.outcome)
    volume = {
        "id": new_id(),
        "case_id": case.id,
        "seq": seq,
        "archive_number": form.archive_number,
        "retention": retention,
        "review_on": archiving.review_on(retention, office_day(case.closed_at or work.at)),
        "pages": 0,
        "catalogued_at": work.at,
        "recorded_at": work.recorded_at,
    }
    work.writes.insert(ArchiveVolume, volume)
    return volume


def _row(
    volume_id: UUID,
    case: CaseNow,
    work: Work,
    item: str,
    title: str,
    source: str | None,
    dated_on: date | None,
    *,
    seq: int,
) -> dict[str, Any]:
    where = {"id": new_id(), "volume_id": volume_id, "case_id": case.id, "seq": seq, "item": item}
    what = {"title": title, "source": source, "dated_on": dated_on, "page_from": 1, "page_to": 1}
    return {**where, **what, "recorded_at": work.recorded_at}


def _renumber(work: Work, volume: Mapping[str, Any], rows: list[dict[str, Any]]) -> int:
    pages = 0
    for row in archiving.paged(rows):
        work.writes.update(
            ArchiveItem,
            {"id": row["id"]},
            {name: row[name] for name in ("seq", "page_from", "page_to")},
        )
        pages = row["page_to"]
    work.writes.update(ArchiveVolume, {"id": volume["id"]}, {"pages": pages, "catalogued_at": work.at})
    return pages


class Borrow(Form):
    """Who takes the volume out, and what for."""

    volume_id: UUID = Field(title="案卷", json_schema_extra={"choose": "archive_volume"})
    borrower: str = Field(title="借阅人", min_length=1, max_length=60)
    purpose: str = Field(title="用途", min_length=1, max_length=500)


@act("借阅案卷", *DESK, form=Borrow, desk="archive", states=("archived",))
def borrow_volume(work: Work, case: CaseNow, form: Borrow) -> dict[str, Any]:
    """登记借阅；案卷内容不变。"""
    query = sa.select(_volume.c.id).where(_volume.c.id == form.volume_id, _volume.c.case_id == case.id)
    if work.connection.execute(query).one_or_none() is None:
        raise NotFound("本案没有这一卷。")
    out = sa.select(_loan.c.borrower).where(_loan.c.volume_id == form.volume_id, _loan.c.returned_on.is_(None))
    borrower = work.connection.execute(out).scalar_one_or_none()
    if borrower is not None:
        raise NotPossible(f"这一卷已由{borrower}借出，归还后再借。")
    due = work.day + timedelta(days=archiving.loan_days())
    made = {"case_id": case.id, **form.model_dump(), "borrowed_on": work.day, "due_on": due}
    work.writes.insert(ArchiveLoan, {**made, "approved_by": work.by.name, "recorded_at": work.recorded_at})
    return {"due": due}


class Return(Form):
    """Which loan came back."""

    loan_id: UUID = Field(title="借阅", json_schema_extra={"choose": "open_loan"})
    returned_on: date | None = Field(default=None, title="归还日期", description="不填按今日")


@act("归还案卷", *DESK, form=Return, desk="archive", states=("archived", "closed"))
def return_volume(work: Work, case: CaseNow, form: Return) -> None:
    """登记归还。"""
    query = sa.select(_loan).where(
        _loan.c.id == form.loan_id, _loan.c.case_id == case.id, _loan.c.returned_on.is_(None)
    )
    row = work.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("没有这笔未还的借阅。")
    day = past_day(work, form.returned_on, field="returned_on", label="归还日期", not_before=row.borrowed_on)
    work.writes.update(ArchiveLoan, {"id": row.id}, {"returned_on": day})
