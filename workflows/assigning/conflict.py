"""利害关系 before assignment: nobody handles a case in which they have an interest of their own (工会自定)."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from cases.views.conflict import Conflict, conflicts_of, union_conflicts
from foundation.errors import NotAllowed, NotPossible
from foundation.work import Work
from people.roles import Role
from workflows import engine
from workflows.subjects import CaseNow

# The register of units names its table so; where there is none, only persons are looked at.
UNITS = "unit"


def GUARD(  # noqa: N802 - the name by which assigning finds it
    work: Work, case: CaseNow, handler_id: UUID | None, unit_id: UUID | None, despite: str | None
) -> None:
    """Raises NotPossible with the path that explains it. `despite`: a supervisor's written reason, kept in the journal.

    A tie of blood and one's own matter pass with no reason.
    """
    found = [*_of_person(work, case, handler_id), *_of_unit(work, case, unit_id)]
    if not found:
        return
    paths = "；".join(one.path for one in found)
    if any(one.always for one in found):
        raise NotPossible(f"须回避（工会自定）：{paths}。请改派他人。")
    if not despite:
        raise NotPossible(f"有利害关系：{paths}。请改派他人；确需由其承办的，由主管写明理由。")
    if work.by.role not in (Role.SUPERVISOR, Role.SYSTEM):
        raise NotAllowed(f"有利害关系：{paths}。只有主管可以写明理由后派给其承办。")
    case.version += 1
    detail = {"path": paths, "despite": despite}
    engine.journal(work, case, "conflict_accepted", "虽有利害关系仍由其承办", from_state=case.state, detail=detail)


def _of_person(work: Work, case: CaseNow, handler_id: UUID | None) -> Sequence[Conflict]:
    return conflicts_of(work.connection, case, handler_id, work.day) if handler_id is not None else ()


def _of_unit(work: Work, case: CaseNow, unit_id: UUID | None) -> Sequence[Conflict]:
    units = SQLModel.metadata.tables.get(UNITS)
    if unit_id is None or units is None:
        return ()
    name = work.connection.execute(sa.select(units.c.name).where(units.c.id == unit_id)).scalar()
    return union_conflicts(work.connection, case, str(name)) if name is not None else ()
