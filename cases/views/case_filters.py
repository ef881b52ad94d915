"""What the case list can be narrowed and ordered by: read from an address, checked, and made into conditions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases import codes
from cases.case import STAGES
from cases.views.light import NEAR_BY_KIND
from cases.views.reach import limits_of
from cases.views.rights import endangered
from cases.views.search import in_list
from cases.views.search_viewer import Viewer
from cases.views.tables import account, case, clock, employer
from foundation.clock import start_of
from foundation.errors import NotFound

SIZES = (30, 50, 100, 200)
EVERYBODY = Viewer("system", None)


@dataclass(frozen=True)
class Filters:
    """What is asked for; empty means all. `text` is the search's; telephone numbers are not for addresses."""

    case_type: str = ""
    stage: str = ""
    state: str = ""
    district: str = ""
    channel: str = ""
    handler: str = ""
    light: str = ""
    still: str = ""
    text: str = ""
    category: str = ""
    outcome: str = ""
    employer: str = ""
    unit: str = ""
    collective: str = ""
    confidential: str = ""
    new_form: str = ""
    migrant: str = ""
    unassigned: str = ""
    opened_from: str = ""
    opened_to: str = ""
    closed_from: str = ""
    closed_to: str = ""
    claimed_from: str = ""
    claimed_to: str = ""
    sort: str = ""
    direction: str = ""
    size: str = ""
    only: Sequence[UUID] | None = None

    @property
    def page_size(self) -> int:
        """Rows on a page."""
        return int(self.size) if self.size else SIZES[0]


NAMES = [one.name for one in fields(Filters) if one.name != "only"]
# Beside the filters an address may name a page, a saved view, or a figure whose cases are listed.
BESIDE = frozenset({"p", "view", "figure", "month", "by", "value", "done"})
LABELS: Mapping[str, str] = {
    "case_type": "类型",
    "stage": "阶段",
    "state": "状态",
    "district": "区县",
    "channel": "渠道",
    "handler": "承办人",
    "light": "期限",
    "still": "在办与已结",
    "text": "查找",
    "category": "诉求类别",
    "outcome": "办理结果",
    "employer": "用人单位",
    "unit": "承办单位",
    "collective": "集体",
    "confidential": "要求保密",
    "new_form": "新就业形态",
    "migrant": "农民工",
    "unassigned": "没有承办人",
    "opened_from": "首次求助自",
    "opened_to": "首次求助至",
    "closed_from": "结案自",
    "closed_to": "结案至",
    "claimed_from": "诉求金额自",
    "claimed_to": "诉求金额至",
    "sort": "排序",
    "direction": "次序",
    "size": "每页",
}
_YES_NO = ("yes", "no")
# Closed and not archived: the office's time for it runs, or has run out.
ARCHIVING = ("archive_due", "archive_late")
_CLOSED: Mapping[str, Sequence[str]] = {
    "case_type": tuple(codes.CASE_TYPE),
    "stage": STAGES,
    "district": tuple(codes.DISTRICT),
    "channel": tuple(codes.CHANNEL),
    "category": tuple(codes.CLAIM_KIND),
    "outcome": tuple(codes.OUTCOME),
    "light": ("right", "red", "yellow", "green", "none"),
    "still": ("open", "closed", *ARCHIVING),
    "collective": _YES_NO,
    "confidential": _YES_NO,
    "new_form": _YES_NO,
    "migrant": _YES_NO,
    "unassigned": ("yes",),
    "direction": ("asc", "desc"),
    "size": tuple(map(str, SIZES)),
}
_FLAGS = {
    "collective": "is_collective",
    "confidential": "is_confidential",
    "new_form": "is_new_form",
    "migrant": "is_migrant",
}
SORTS: Mapping[str, tuple[str, sa.ColumnElement[Any]]] = {
    "number": ("案号", case.c.number),
    "title": ("标题", case.c.title),
    "case_type": ("类型", case.c.case_type),
    "state": ("状态", case.c.state),
    "head_count": ("人数", case.c.head_count),
    "claimed": ("诉求（元）", case.c.claimed),
    "paid": ("到账（元）", case.c.paid),
    "district": ("区县", case.c.district),
    "handler": ("承办", account.c.name),
    "employer": ("用人单位", employer.c.name),
    "opened_at": ("首次求助", case.c.opened_at),
    "closed_at": ("结案", case.c.closed_at),
    "due": ("最近截止", case.c.next_due_at),
}


def read_filters(query: Mapping[str, str]) -> tuple[Filters, list[str]]:
    """The filters of an address, and what in it does not exist (any more), in Chinese; that is left out."""
    given: dict[str, str] = {}
    faults = []
    for name, raw in query.items():
        value = raw.strip()
        if name in BESIDE or not value:
            continue
        fault = _fault(name, value)
        if fault:
            faults.append(fault)
        else:
            given[name] = value
    return replace(Filters(), **given), faults  # type: ignore[arg-type]  # all are texts


def _fault(name: str, value: str) -> str:
    if name not in LABELS:
        return f"筛选项“{name[:30]}”已不存在"
    label = LABELS[name]
    if name in _CLOSED and value not in _CLOSED[name]:
        return f"“{label}”没有“{value[:30]}”这一项"
    if name == "sort" and value not in SORTS:
        return f"不能按“{value[:30]}”排序"
    if name.endswith(("_from", "_to")):
        read: Callable[[str], Any] = Decimal if name.startswith("claimed") else date.fromisoformat
        try:
            fine = Decimal(read(value)).is_finite() if read is Decimal else bool(read(value))
        except (ValueError, InvalidOperation):
            fine = False
        if not fine:
            return f"“{label}”应填{'金额' if read is Decimal else '日期，例如 2026-10-31'}"
    return ""


def conditions(
    session: Session, filters: Filters, at: datetime, until: datetime, viewer: Viewer
) -> list[sa.ColumnElement[bool]]:
    """The filters as conditions on cases outer joined with their employer."""
    wanted = [*_plain(filters), *_ranges(filters), *limits_of(session.connection(), viewer.account_id)]
    if filters.handler:
        wanted.append(case.c.handler_id == _handler(filters.handler))
    if filters.unassigned:
        wanted += [case.c.handler_id.is_(None), case.c.unit.is_(None)]
    if filters.unit:
        wanted.append(case.c.unit.contains(filters.unit, autoescape=True))
    if filters.employer:
        wanted.append(_employer(filters.employer))
    if filters.still in ARCHIVING:
        late = sa.and_(case.c.next_due_at.is_not(None), case.c.next_due_at <= at)
        wanted += [case.c.closed_at.is_not(None), case.c.archived_at.is_(None)]
        wanted.append(late if filters.still == "archive_late" else sa.not_(late))
    elif filters.still:
        closed = case.c.closed_at.is_not(None)
        wanted.append(closed if filters.still == "closed" else case.c.closed_at.is_(None))
    if filters.light == "right":
        wanted.append(endangered(until))
    elif filters.light:
        wanted += [case.c.closed_at.is_(None), *LIGHTS[filters.light](at)]
    if filters.text:
        found = in_list(session, filters.text, viewer)
        wanted.append(sa.false() if found is None else found)
    if filters.only is not None:
        wanted.append(case.c.id.in_(filters.only))
    return wanted


def _plain(filters: Filters) -> list[sa.ColumnElement[bool]]:
    wanted: list[sa.ColumnElement[bool]] = []
    for name in ("case_type", "stage", "state", "district", "channel", "category", "outcome"):
        value = getattr(filters, name)
        if value:
            wanted.append(case.c[name] == value)
    for name, column in _FLAGS.items():
        value = getattr(filters, name)
        if value:
            wanted.append(case.c[column].is_(value == "yes"))
    return wanted


def _ranges(filters: Filters) -> list[sa.ColumnElement[bool]]:
    wanted: list[sa.ColumnElement[bool]] = []
    for name in ("opened", "closed"):
        first, last = getattr(filters, f"{name}_from"), getattr(filters, f"{name}_to")
        if first:
            wanted.append(case.c[f"{name}_at"] >= start_of(date.fromisoformat(first)))
        if last:
            wanted.append(case.c[f"{name}_at"] < start_of(date.fromisoformat(last) + timedelta(days=1)))
    if filters.claimed_from:
        wanted.append(case.c.claimed >= _fen(filters.claimed_from))
    if filters.claimed_to:
        wanted.append(case.c.claimed <= _fen(filters.claimed_to))
    return wanted


def _fen(text: str) -> Decimal:
    """An amount as far as the column can hold it."""
    return min(max(Decimal(text), Decimal(-(10**14))), Decimal(10**14)).quantize(Decimal("0.01"))


def _employer(text: str) -> sa.ColumnElement[bool]:
    try:
        return case.c.employer_id == UUID(text)
    except ValueError:
        return employer.c.name.contains(text, autoescape=True)


def near(at: datetime) -> sa.ColumnElement[bool]:
    """Whether a running clock of the case is close to its due date, each kind by its own measure."""
    kinds = [sa.and_(clock.c.kind == kind, clock.c.due_at <= at + span) for kind, span in NEAR_BY_KIND.items()]
    return sa.exists().where(clock.c.case_id == case.c.id, clock.c.state == "running", sa.or_(*kinds))


LIGHTS: Mapping[str, Callable[[datetime], Sequence[sa.ColumnElement[bool]]]] = {
    "red": lambda at: [case.c.next_due_at <= at],
    "yellow": lambda at: [case.c.next_due_at > at, near(at)],
    "green": lambda at: [case.c.next_due_at > at, sa.not_(near(at))],
    "none": lambda at: [case.c.next_due_at.is_(None)],
}


def _handler(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("没有这个承办人。") from None
