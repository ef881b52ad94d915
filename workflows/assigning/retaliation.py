"""打击报复: a worker who fears it, or asks for secrecy, is never handed to the employer's own union.

An enterprise union may take a matter about its own employer (it has worked), but where retaliation is feared the matter
goes to the next higher union. No reason of the supervisor lifts this.
"""

from uuid import UUID

import sqlalchemy as sa

from cases.employer import Employer
from cases.employer_names import fold_employer
from foundation.errors import NotPossible
from foundation.work import Work
from people.account import Account
from people.unit import Unit
from workflows.subjects import CaseNow

WARNING = "已派给本案用人单位自己的工会：注意保护劳动者，不得把劳动者身份告诉用人单位。"
_unit: sa.Table = Unit.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_account: sa.Table = Account.__table__  # type: ignore[attr-defined]
_employer: sa.Table = Employer.__table__  # type: ignore[attr-defined]
_above = _unit.alias("above")
_OWN = (
    sa.select(_unit.c.name, _above.c.name.label("above"))
    .select_from(_unit.outerjoin(_above, _above.c.id == _unit.c.parent_id))
    .where(_unit.c.kind == "enterprise_union", _unit.c.employer_id == sa.bindparam("employer"))
)
_BY_UNIT = _OWN.where(_unit.c.id == sa.bindparam("unit"))
_BY_PERSON = _OWN.where(
    _unit.c.id == sa.select(_account.c.unit_id).where(_account.c.id == sa.bindparam("handler")).scalar_subquery()
)


def protects(case: CaseNow) -> str | None:
    """Why this case must not reach the employer's own union; None where it may."""
    if case.retaliation_risk:
        return "劳动者怕打击报复"
    return "劳动者要求保密" if case.is_confidential else None


def own_union(
    work: Work, case: CaseNow, handler_id: UUID | None, unit_id: UUID | None
) -> tuple[str, str | None] | None:
    """The employer's own union, and its higher one, where the case would go there; else None."""
    if case.employer_id is None:
        return None
    if unit_id is not None:
        row = work.connection.execute(_BY_UNIT, {"employer": case.employer_id, "unit": unit_id}).first()
        if row is not None:
            return row.name, row.above
    if handler_id is not None and protects(case) is not None:
        row = work.connection.execute(_BY_PERSON, {"employer": case.employer_id, "handler": handler_id}).first()
        if row is not None:
            return row.name, row.above
    return None


def guard(work: Work, case: CaseNow, handler_id: UUID | None, unit_id: UUID | None, _despite: str | None) -> None:
    """Raises NotPossible with the higher union as the way out."""
    why = protects(case)
    if why is None:
        return
    found = own_union(work, case, handler_id, unit_id)
    if found is not None:
        raise _refusal(why, *found)


def check_named(work: Work, case: CaseNow, name: str) -> None:
    """The same for a unit that is only written down: one that bears the employer's name. Raises NotPossible."""
    why = protects(case)
    if why is None or case.employer_id is None:
        return
    query = sa.select(_employer.c.folded).where(_employer.c.id == case.employer_id)
    folded = work.connection.execute(query).scalar_one()
    if folded in fold_employer(name):
        raise _refusal(why, name, None)


def _refusal(why: str, name: str, above: str | None) -> NotPossible:
    instead = f"其上级工会“{above}”" if above else "其上级工会（区县或者市总工会）"
    return NotPossible(f"不能派给“{name}”：{why}，而它是本案用人单位自己的工会。请改派{instead}，或由本会调解员办理。")


GUARD = guard
