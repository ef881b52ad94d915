"""The radar: while somebody types, what the matter may repeat, and whether many are calling about the same place.

Only hints: nothing here stops anybody from saving.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import yaml
from sqlmodel import Session

from cases.phone import tidy_phone
from cases.views.names import Likely, likely_employers, likely_projects
from cases.views.tables import case, employer, party
from foundation.clock import office_day
from foundation.crypto import blind_index

FIRST = 100


@lru_cache
def settings_of_radar() -> Mapping[str, int]:
    """The office's own figures."""
    given = yaml.safe_load((Path(__file__).parents[1] / "radar.yaml").read_text(encoding="utf-8"))
    return {name: value for name, value in given.items() if isinstance(value, int)}


@dataclass(frozen=True)
class Asked:
    """What was typed so far. `leave_out`: the case itself, on its own page."""

    phones: Sequence[str] = ()
    id_numbers: Sequence[str] = ()
    employer: str = ""
    project: str = ""
    employer_id: UUID | None = None
    project_id: UUID | None = None
    leave_out: UUID | None = None
    phone_indexes: Sequence[str] = ()
    id_indexes: Sequence[str] = ()


@dataclass(frozen=True)
class Hint:
    """A case that may be the same matter, and why."""

    case_id: UUID
    number: str
    title: str
    opened_at: datetime
    closed_at: datetime | None
    why: str


@dataclass(frozen=True)
class Seen:
    """What the radar sees: cases, and in one sentence how many call about the same place."""

    hints: Sequence[Hint] = ()
    wave: str = ""
    employers: Sequence[Likely] = field(default_factory=tuple)

    def __bool__(self) -> bool:
        return bool(self.hints or self.wave)


def look(session: Session, asked: Asked, at: datetime) -> Seen:
    """Everything that the typed phone, ID number, employer and project point to, newest first."""
    conf = settings_of_radar()
    connection = session.connection()
    found: dict[UUID, Hint] = {}
    phones = [*asked.phone_indexes, *(blind_index(tidy_phone(one)) for one in asked.phones)]
    ids = [*asked.id_indexes, *(blind_index(one) for one in asked.id_numbers)]
    for column, indexes, why in ((party.c.phone_index, phones, "电话相同"), (party.c.id_index, ids, "证件号码相同")):
        if indexes:
            _add(found, connection, _by_party(column, indexes, conf["shown"]), why, asked)
    employers = likely_employers(session, asked.employer, conf["candidates"]) if asked.employer else []
    if asked.employer_id is not None and not any(one.id == asked.employer_id for one in employers):
        employers.insert(0, Likely(asked.employer_id, "", "名称相同", 0))
    projects = likely_projects(session, asked.project, conf["candidates"]) if asked.project else []
    if asked.project_id is not None and not any(one.id == asked.project_id for one in projects):
        projects.insert(0, Likely(asked.project_id, "", "名称相同", 0))
    for column, files, what in ((case.c.project_id, projects, "工程项目"), (case.c.employer_id, employers, "用人单位")):
        if files:
            whys = {one.id: f"{what}{one.why}" + (f"：{one.name}" if one.name else "") for one in files}
            _add(found, connection, _by_file(column, list(whys), conf["shown"]), whys, asked)
    # A wave is told of files whose name is surely meant: the same sound or a slip alone would frighten needlessly.
    sure = [one for one in (*projects, *employers) if one.rank <= 2]
    wave = _wave(connection, [one.id for one in sure], asked, at, conf["window_days"])
    hints = sorted(found.values(), key=lambda one: one.opened_at, reverse=True)[: conf["shown"]]
    return Seen(hints, wave, employers)


_COLUMNS = (case.c.id, case.c.number, case.c.title, case.c.opened_at, case.c.closed_at)


def _by_party(column: sa.ColumnElement[Any], indexes: Sequence[str], most: int) -> sa.Select[Any]:
    mine = sa.select(party.c.case_id).where(column.in_(indexes[:FIRST]), party.c.status != "merged").limit(FIRST * most)
    return sa.select(*_COLUMNS).where(case.c.id.in_(mine)).order_by(case.c.opened_at.desc()).limit(most + 1)


def _by_file(column: sa.ColumnElement[Any], files: Sequence[UUID], most: int) -> sa.Select[Any]:
    """The newest cases of these files."""
    query = sa.select(*_COLUMNS, column.label("owner")).where(column.in_(files))
    return query.order_by(case.c.opened_at.desc()).limit(most + 1)


def _add(
    found: dict[UUID, Hint],
    connection: sa.Connection,
    query: sa.Select[Any],
    why: str | Mapping[UUID, str],
    asked: Asked,
) -> None:
    for row in connection.execute(query):
        if row.id == asked.leave_out:
            continue
        said = why if isinstance(why, str) else why[row.owner]
        before = found.get(row.id)
        words = f"{before.why}，{said}" if before is not None else said
        found[row.id] = Hint(row.id, row.number, row.title, row.opened_at, row.closed_at, words)


def _wave(connection: sa.Connection, files: Sequence[UUID], asked: Asked, at: datetime, days: int) -> str:
    """How many asked for help about the same place lately, in one sentence; empty where nobody did."""
    if not files:
        return ""
    recent = (case.c.opened_at >= at - timedelta(days=days), case.c.opened_at <= at)
    columns = (case.c.id, case.c.opened_at, case.c.head_count, case.c.claimed)
    either = sa.union(
        sa.select(*columns).where(case.c.project_id.in_(files), *recent),
        sa.select(*columns).where(case.c.employer_id.in_(files), *recent),
    ).subquery()
    row = connection.execute(
        sa.select(
            sa.func.count().label("cases"),
            sa.func.sum(either.c.head_count).label("people"),
            sa.func.sum(either.c.claimed).label("claimed"),
            sa.func.min(either.c.opened_at).label("first"),
        ).where(either.c.id != asked.leave_out if asked.leave_out is not None else sa.true())
    ).one()
    if not row.cases:
        return ""
    span = (office_day(at) - office_day(row.first)).days + 1
    money = f"，诉求合计 {_ten_thousands(row.claimed)} 万元" if row.claimed else ""
    counted = f"近 {span} 天另有 {row.cases} 起求助，共 {row.people} 人{money}"
    return f"这个单位（工地）{counted}。请留意是否同一事项、是否集体。"


def _ten_thousands(amount: Decimal) -> str:
    return f"{amount / 10000:,.2f}".rstrip("0").rstrip(".")


def around_case(session: Session, case_id: UUID) -> Seen:
    """What the radar sees around a case on file, as of the day it was opened."""
    connection = session.connection()
    row = connection.execute(sa.select(case).where(case.c.id == case_id)).one_or_none()
    if row is None:
        return Seen()
    people = connection.execute(
        sa.select(party.c.phone_index, party.c.id_index).where(party.c.case_id == case_id).limit(FIRST)
    ).all()
    name = connection.execute(sa.select(employer.c.name).where(employer.c.id == row.employer_id)).scalar()
    asked = Asked(
        employer=name or "",
        employer_id=row.employer_id,
        project=row.project or "",
        project_id=row.project_id,
        leave_out=case_id,
        phone_indexes=[one.phone_index for one in people if one.phone_index],
        id_indexes=[one.id_index for one in people if one.id_index],
    )
    return look(session, asked, row.opened_at)
