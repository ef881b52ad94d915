"""Who should have this case: by the office's rules, then whoever has least in hand. A proposal with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
import yaml
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from cases.case import Case
from cases.codes import CASE_TYPE, DISTRICT
from cases.views.workload import Load, loads
from foundation.errors import NotFound
from foundation.work import SYSTEM, Work
from people.account import Account
from people.roles import Role
from people.unit import Unit
from workflows.assigning import against
from workflows.intake_settings import intake_settings
from workflows.subjects import CaseNow

_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_account: sa.Table = Account.__table__  # type: ignore[attr-defined]
_unit: sa.Table = Unit.__table__  # type: ignore[attr-defined]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DistrictRule(_Strict):
    """Where the cases of a district go first."""

    unit: str | None = None
    mediators: tuple[str, ...] = ()


class Weights(_Strict):
    """What weighs how much."""

    case: Decimal = Field(ge=0)
    person: Decimal = Field(ge=0)


class AssigningRules(_Strict):
    """The office's rules."""

    source: str
    districts: Mapping[str, DistrictRule] = {}
    skills: Mapping[str, tuple[str, ...]] = {}
    weights: Weights


@lru_cache
def assigning_rules() -> AssigningRules:
    """The file beside this one, read once. Raises ValidationError for a file that does not fit."""
    path = Path(__file__).with_name("rules.yaml")
    return AssigningRules.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Candidate:
    """Somebody who could have the case. `obstacle`: what a guard says against it."""

    kind: str  # mediator | unit
    key: UUID
    name: str
    open: int
    overdue: int
    returns: int
    weight: Decimal
    reason: str = ""
    obstacle: str | None = None


@dataclass(frozen=True)
class Suggestion:
    """Candidates, the best first; `reason` says in one sentence why the first is first ('' where there is none)."""

    candidates: Sequence[Candidate]
    reason: str

    @property
    def first(self) -> Candidate | None:
        """The one proposed: nothing speaks against it."""
        return next((one for one in self.candidates if one.obstacle is None), None)


def suggest(session: Session, case_id: UUID, at: datetime, rules: AssigningRules | None = None) -> Suggestion:
    """Look at the rules, at what everybody has in hand, and at what the guards say. Raises NotFound."""
    rules = rules or assigning_rules()
    connection = session.connection()
    row = connection.execute(sa.select(_case).where(_case.c.id == case_id)).one_or_none()
    if row is None:
        raise NotFound("没有这个案件，或您无权查看。")
    case = CaseNow(dict(row._mapping))
    found = loads(session, at, returns_within=intake_settings().returns_span)
    logins: dict[UUID, str] = {}
    for one in connection.execute(
        sa.select(_account.c.id, _account.c.login)
        .select_from(_account.outerjoin(_unit, _unit.c.id == _account.c.unit_id))
        .where(
            _account.c.role == Role.MEDIATOR.value,
            _account.c.active.is_(True),
            sa.or_(_account.c.unit_id.is_(None), _unit.c.kind == "city"),
        )
    ):
        logins[one.id] = one.login
    of_office = [_candidate("mediator", load, rules) for load in found.people if load.key in logins]
    rule = rules.districts.get(case.district, DistrictRule())
    unit = _unit_of(connection, rule, found.units, rules)
    work = Work(session, SYSTEM, at, at)
    ranked = [
        replace(
            one,
            obstacle=against(
                work, case, one.key if one.kind == "mediator" else None, one.key if one.kind == "unit" else None
            ),
        )
        for one in [*unit, *_ranked(of_office, logins, rule, rules.skills.get(case.case_type, ()), case)]
    ]
    ranked.sort(key=lambda one: one.obstacle is not None)
    first = next((one for one in ranked if one.obstacle is None), None)
    return Suggestion(ranked, f"建议{first.name}：{first.reason}。" if first is not None else "")


def _unit_of(
    connection: sa.Connection, rule: DistrictRule, units: Sequence[Load], rules: AssigningRules
) -> list[Candidate]:
    if rule.unit is None:
        return []
    query = sa.select(_unit.c.id, _unit.c.district).where(_unit.c.code == rule.unit, _unit.c.active.is_(True))
    row = connection.execute(query).one_or_none()
    load = next((one for one in units if row is not None and one.key == row.id), None)
    if row is None or load is None:
        return []
    where = DISTRICT.get(row.district or "", "该区县")
    return [
        replace(_candidate("unit", load, rules), reason=f"按派单规则，{where}的案件先派该单位（在办{load.open}件）")
    ]


def _ranked(
    people: Sequence[Candidate], logins: Mapping[UUID, str], rule: DistrictRule, skilled: Sequence[str], case: CaseNow
) -> list[Candidate]:
    def key(one: Candidate) -> tuple[bool, bool, Decimal, int, str]:
        login = logins[one.key]
        return (login not in rule.mediators, login not in skilled, one.weight, one.overdue, login)

    said = []
    for one in sorted(people, key=key):
        login = logins[one.key]
        why = []
        if login in rule.mediators:
            why.append(f"负责{DISTRICT.get(case.district, case.district)}")
        if login in skilled:
            why.append(f"擅长{CASE_TYPE[case.case_type]}案件")
        least = "在办件最少（按人数加权）" if not why else "其中在办件最少"
        why.append(f"{least}，在办{one.open}件、逾期{one.overdue}件")
        said.append(replace(one, reason="，".join(why)))
    return said


def _candidate(kind: str, load: Load, rules: AssigningRules) -> Candidate:
    further = max(load.people - load.open, 0)
    weight = rules.weights.case * load.open + rules.weights.person * further
    return Candidate(kind, load.key, load.name, load.open, load.overdue, load.returns, weight)
