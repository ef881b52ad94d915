"""What a campaign has reached: counted from the register, never typed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.agreement import Payment
from cases.case import Case
from cases.codes import CodeList
from cases.letter import Letter
from cases.prevention import tables as t

_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_payment: sa.Table = Payment.__table__  # type: ignore[attr-defined]
_letter: sa.Table = Letter.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Measure:
    """One indicator of a campaign: its word, unit and what exactly is counted 口径."""

    word: str
    unit: str
    meaning: str


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "activities": Measure("活动", "场", "归入本行动、已举办的活动"),
        "people": Measure("活动参加", "人次", "归入本行动、已举办的活动的人次之和"),
        "lectures": Measure("普法宣传", "场", "归入本行动、已举办的普法宣传"),
        "lecture_people": Measure("普法宣传参加", "人次", "归入本行动、已举办的普法宣传的人次之和"),
        "trainings": Measure("培训", "场", "归入本行动、已举办的培训"),
        "consultations": Measure("法律咨询", "场", "归入本行动、已举办的法律咨询"),
        "copies": Measure("发放材料", "份", "归入本行动、已举办的活动发放的份数之和"),
        "questions": Measure("解答咨询", "人次", "归入本行动、已举办的活动解答的问题数之和"),
        "firms_checked": Measure("法治体检", "家", "归入本行动、已完成的体检，同一单位计一家"),
        "findings": Measure("发现问题", "项", "归入本行动的体检登记的问题，未完成的体检也计"),
        "corrected": Measure("已整改问题", "项", "上述问题中已登记整改并核验的"),
        "cases": Measure("案件", "件", "归入本行动的案件"),
        "case_people": Measure("案件涉及劳动者", "人", "归入本行动的案件的涉及人数之和"),
        "closed": Measure("办结案件", "件", "归入本行动的案件中已结案的"),
        "paid": Measure("确认到账", "元", "归入本行动的案件的确认到账之和，舍去角分"),
        "letters": Measure("发出一函两书", "份", "归入本行动的案件的文书，已签发未撤回"),
    }
)
INDICATOR: CodeList = MappingProxyType({name: f"{one.word}（{one.unit}）" for name, one in MEASURES.items()})


def tagged(campaign_id: UUID, kind: str) -> sa.Select[Any]:
    """Identifiers of what carries the tag."""
    tag = t.campaign_tag
    return sa.select(tag.c.subject_id).where(
        tag.c.campaign_id == campaign_id, tag.c.subject_kind == kind, tag.c.removed_at.is_(None)
    )


def reached(connection: sa.Connection, campaign_id: UUID) -> dict[str, int]:
    """Every measure of one campaign."""
    held = (t.activity.c.id.in_(tagged(campaign_id, "activity")), t.activity.c.state == "held")

    def of_kind(kind: str, value: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        return sa.func.sum(sa.case((t.activity.c.kind == kind, value), else_=0))

    one = sa.literal(1)
    activities = sa.select(
        sa.func.count().label("activities"),
        sa.func.sum(t.activity.c.people).label("people"),
        of_kind("lecture", one).label("lectures"),
        of_kind("lecture", t.activity.c.people).label("lecture_people"),
        of_kind("training", one).label("trainings"),
        of_kind("consultation", one).label("consultations"),
        sa.func.sum(t.activity.c.copies).label("copies"),
        sa.func.sum(t.activity.c.questions).label("questions"),
    ).where(*held)
    check_ups = t.check_up.c.id.in_(tagged(campaign_id, "check_up"))
    firms = sa.select(sa.func.count(sa.distinct(t.check_up.c.employer_id)).label("firms_checked")).where(
        check_ups, t.check_up.c.state == "done"
    )
    found = (
        sa.select(
            sa.func.count().label("findings"),
            sa.func.sum(sa.case((t.check_up_finding.c.state == "corrected", 1), else_=0)).label("corrected"),
        )
        .select_from(t.check_up_finding.join(t.check_up, t.check_up.c.id == t.check_up_finding.c.check_up_id))
        .where(check_ups, t.check_up.c.state != "cancelled")
    )
    mine = tagged(campaign_id, "case")
    cases = sa.select(
        sa.func.count().label("cases"),
        sa.func.sum(_case.c.head_count).label("case_people"),
        sa.func.sum(sa.case((_case.c.closed_at.is_not(None), 1), else_=0)).label("closed"),
    ).where(_case.c.id.in_(mine))
    paid = sa.select(sa.func.sum(_payment.c.amount).label("paid")).where(_payment.c.case_id.in_(mine))
    letters = sa.select(sa.func.count().label("letters")).where(
        _letter.c.case_id.in_(mine), _letter.c.number.is_not(None), _letter.c.state != "withdrawn"
    )
    values: dict[str, int] = {}
    for query in (activities, firms, found, cases, paid, letters):
        row = connection.execute(query).mappings().one()
        values.update({name: int(value or 0) for name, value in row.items()})
    return values
