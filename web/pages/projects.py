"""工程项目: the list and one site."""

from dataclasses import replace
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from cases.views.projects import list_projects, project_file
from cases.views.reach import narrowed
from foundation.crypto import mask_id
from foundation.database import reading
from web.places import after
from web.render import page
from web.visitor import Here
from workflows.acts import acts_of

router = APIRouter()
for _name in ("register_project", "edit_project"):
    after(_name, "/projects/{project_id}")


def _may(here: Here, name: str) -> bool:
    return here.actor.role in acts_of("office")[name].roles


@router.get("/projects")
def listed(here: Here, q: str = "", p: int = 1) -> Response:
    """One page of projects."""
    with reading(here.engine) as session:
        found = list_projects(session, q.strip(), p)
    return page("projects.html", here, found=found, q=q, may_register=_may(here, "register_project"))


@router.get("/projects/{project_id}")
def one(here: Here, project_id: UUID) -> Response:
    """One project."""
    with reading(here.engine) as session:
        file = project_file(session, project_id)
        file = replace(file, cases=narrowed(session.connection(), here.actor, file.cases, lambda row: row.id))
    return page(
        "project.html", here, file=file, project=file.project, mask_id=mask_id, may_edit=_may(here, "edit_project")
    )
