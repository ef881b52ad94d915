"""From a name to its file: employers and projects are found by any of their names, else begun, and get their keys."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.employer import Employer, EmployerAlias, EmployerKey
from cases.employer_names import fold_employer, keys_of, reduce_employer, reduce_project
from cases.project import Project, ProjectKey
from foundation.errors import NotValid
from foundation.ids import new_id
from foundation.work import Work

_employer: sa.Table = Employer.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_alias: sa.Table = EmployerAlias.__table__  # type: ignore[attr-defined]
_project: sa.Table = Project.__table__  # type: ignore[attr-defined]
_EMPLOYER, _PROJECT = "employer", "project"
# One statement for both, because opening a case asks for both. A file that went into another leads there.
_KNOWN = sa.union_all(
    sa.select(
        sa.literal(_EMPLOYER).label("kind"), sa.func.coalesce(_employer.c.merged_into_id, _employer.c.id).label("id")
    ).where(_employer.c.folded == sa.bindparam("employer")),
    sa.select(sa.literal(_EMPLOYER), _alias.c.employer_id).where(_alias.c.folded == sa.bindparam("employer")),
    sa.select(sa.literal(_PROJECT), _project.c.id).where(_project.c.folded == sa.bindparam("project")),
)


def files_of(work: Work, employer: str | None, project: str | None, **more: Any) -> tuple[UUID | None, UUID | None]:
    """The employer's and the project's file by name, else begun. `more`: what is known of a new employer.

    Raises NotValid for a name of brackets only.
    """
    folded = {_EMPLOYER: fold_employer(employer or ""), _PROJECT: fold_employer(project or "")}
    if employer and not folded[_EMPLOYER]:
        raise NotValid("用人单位名称无效。", fields={"employer_name": "名称无效"})
    if not any(folded.values()):
        return None, None
    found = {kind: UUID(str(one)) for kind, one in work.connection.execute(_KNOWN, folded)}
    if employer and _EMPLOYER not in found:
        found[_EMPLOYER] = begin_employer(work, {"name": employer, **more})
    if folded[_PROJECT] and project and _PROJECT not in found:
        found[_PROJECT] = begin_project(work, {"name": project})
    return found.get(_EMPLOYER), found.get(_PROJECT)


def employer_of(work: Work, name: str | None, kind: str | None = None, industry: str | None = None) -> UUID | None:
    """The employer's file by name, else begun. Raises NotValid for a name of brackets only."""
    return files_of(work, name, None, kind=kind, industry=industry)[0]


def project_of(work: Work, name: str | None) -> UUID | None:
    """The project's file by name, else begun."""
    return files_of(work, None, name)[1]


def begin_employer(work: Work, values: Mapping[str, Any]) -> UUID:
    """A new file with the keys of its name."""
    employer_id = new_id()
    row = {**values, "id": employer_id, "folded": fold_employer(values["name"]), "recorded_at": work.recorded_at}
    work.writes.insert(Employer, row)
    key_employer(work, employer_id, values["name"])
    return employer_id


def begin_project(work: Work, values: Mapping[str, Any]) -> UUID:
    """A new project with the keys of its name."""
    project_id = new_id()
    row = {**values, "id": project_id, "folded": fold_employer(values["name"]), "recorded_at": work.recorded_at}
    work.writes.insert(Project, row)
    key_project(work, project_id, values["name"])
    return project_id


def key_employer(work: Work, employer_id: UUID, name: str) -> None:
    """Let the employer be found by this name too."""
    for key in sorted(keys_of(reduce_employer(name))):
        work.writes.insert(EmployerKey, {"key": key, "employer_id": employer_id}, unless_exists=True)


def key_project(work: Work, project_id: UUID, name: str) -> None:
    """Let the project be found by this name too."""
    for key in sorted(keys_of(reduce_project(name))):
        work.writes.insert(ProjectKey, {"key": key, "project_id": project_id}, unless_exists=True)
