"""The month: figures with their comparisons, breakdowns, and the twelve months before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.case import Case
from cases.codes import CASE_TYPE, CHANNEL, DISTRICT, CodeList
from cases.topics import TOPIC, TOPIC_FIRST
from reports.catalogue import Indicator, catalogue
from reports.period import Month
from reports.selects import SELECTIONS

WORDS: Mapping[str, CodeList] = {
    "type": CASE_TYPE,
    "district": DISTRICT,
    "channel": CHANNEL,
    "first": TOPIC_FIRST,
    "topic": TOPIC,
}
GROUP_TITLES = {
    "type": "案件类型",
    "district": "区县（园区）",
    "channel": "求助渠道",
    "first": "诉求分类（一级）",
    "topic": "诉求分类（二级）",
}
UNGROUPED = "未分类"
# A rate and what it is a rate of: the same selection without its last condition.
RATES = {
    code: f"{code}_base"
    for code in ("on_time", "resolved", "satisfied", "reply_rate", "reply_on_time_rate", "rectified_rate")
}
BROKEN_DOWN = ("accepted", "closed", "open", "people", "claimed", "paid")
SERIES = ("accepted", "closed", "paid")
MONTHS_BACK = 12
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models

Value = Decimal | None


@dataclass(frozen=True)
class Figure:
    """One indicator of the month. `value` is None where nothing could be counted (a rate without a base)."""

    indicator: Indicator
    value: Value
    previous: Value
    year_ago: Value
    unknown: int
    base: int | None = None

    @property
    def against_previous(self) -> str:
        """环比."""
        return change(self.indicator, self.value, self.previous)

    @property
    def against_year_ago(self) -> str:
        """同比."""
        return change(self.indicator, self.value, self.year_ago)

    @property
    def shown(self) -> str:
        """The value for reading."""
        return show(self.indicator, self.value)


@dataclass(frozen=True)
class Line:
    """One row of a breakdown: stored value, word, and the figures by code."""

    key: str
    word: str
    values: Mapping[str, Decimal]


@dataclass(frozen=True)
class Monthly:
    """The whole report of one month."""

    month: Month
    figures: Mapping[str, Figure]
    breakdowns: Mapping[str, Sequence[Line]]
    series: Sequence[tuple[Month, Mapping[str, Decimal]]]
    assumed_dates: int


def change(indicator: Indicator, now: Value, before: Value) -> str:
    """+25.0%, or for rates the difference in points; '—' where there is nothing to compare with."""
    if now is None or before is None:
        return "—"
    if indicator.unit == "%":
        return f"{now - before:+.1f} 个百分点"
    if before == 0:
        return "—" if now == 0 else "上期为零"
    return f"{(now - before) / before * 100:+.1f}%"


def show(indicator: Indicator, value: Value) -> str:
    """A value with the decimals of its unit."""
    if value is None:
        return "—"
    if indicator.unit == "元":
        return f"{value:,.2f}"
    return f"{value:.1f}" if indicator.unit == "%" else f"{value:,.0f}"


def monthly(session: Session, text: str) -> Monthly:
    """The figures of a month such as 2026-10. Raises NotValid for anything else."""
    month = Month.read(text)
    connection = session.connection()
    figures = {}
    for code, indicator in catalogue().items():
        value, unknown, base = _value(connection, code, month)
        previous, _, _ = _value(connection, code, month.back(1))
        year_ago, _, _ = _value(connection, code, month.back(12))
        figures[code] = Figure(indicator, value, previous, year_ago, unknown, base)
    return Monthly(
        month,
        figures,
        {group: _breakdown(connection, group, month) for group in WORDS},
        [(one, _row(connection, one)) for one in (month.back(back) for back in reversed(range(MONTHS_BACK)))],
        _assumed(connection, month),
    )


def _value(connection: sa.Connection, code: str, month: Month) -> tuple[Value, int, int | None]:
    total, unknown = _fold(connection, code, month)
    if code not in RATES:
        return total, unknown, None
    base, _ = _fold(connection, RATES[code], month)
    return (total * 100 / base if base else None), 0, int(base)


def _fold(connection: sa.Connection, code: str, month: Month) -> tuple[Decimal, int]:
    rows = SELECTIONS[code](month).subquery()
    query = sa.select(sa.func.sum(rows.c.value), sa.func.count(), sa.func.count(rows.c.value))
    total, count, known = connection.execute(query).one()
    return Decimal(total or 0), count - known


def _breakdown(connection: sa.Connection, group: str, month: Month) -> list[Line]:
    found: dict[str, dict[str, Decimal]] = {}
    for code in BROKEN_DOWN:
        rows = SELECTIONS[code](month).subquery()
        query = sa.select(rows.c[group], sa.func.sum(rows.c.value)).group_by(rows.c[group])
        for key, total in connection.execute(query):
            found.setdefault(key or "", {})[code] = Decimal(total or 0)
    words = WORDS[group]
    order = {key: place for place, key in enumerate(words)}
    return [
        Line(key, words.get(key, key) or UNGROUPED, {code: found[key].get(code, Decimal(0)) for code in BROKEN_DOWN})
        for key in sorted(found, key=lambda one: order.get(one, len(order)))
    ]


def _row(connection: sa.Connection, month: Month) -> dict[str, Decimal]:
    return {code: _fold(connection, code, month)[0] for code in SERIES}


def _assumed(connection: sa.Connection, month: Month) -> int:
    rows = SELECTIONS["accepted"](month).subquery()
    query = sa.select(sa.func.count()).select_from(rows.join(_case, _case.c.id == rows.c.case_id))
    return int(connection.execute(query.where(_case.c.dates_assumed.is_(True))).scalar_one())


def case_ids(session: Session, code: str, text: str, *, by: str | None = None, value: str | None = None) -> list[UUID]:
    """The cases behind a figure, each once, from the same selection as the number."""
    rows = SELECTIONS[code](Month.read(text)).subquery()
    query = sa.select(rows.c.case_id).where(rows.c.case_id.is_not(None)).distinct()
    if by is not None:
        query = query.where(rows.c[by] == value if value else rows.c[by].is_(None))
    return list(session.connection().execute(query).scalars())
