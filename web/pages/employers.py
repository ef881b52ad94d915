"""用人单位 一企一档: the register, one file, and files that may be the same."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from cases.views.employers import employer_file_for, list_employers, possible_duplicates
from foundation.clock import now, office_day
from foundation.database import reading
from web.places import after
from web.render import page
from web.visitor import Here
from workflows.acts import acts_of

router = APIRouter()
for _name in (
    "register_employer",
    "edit_employer",
    "add_alias",
    "add_branch",
    "merge_employers",
    "unmerge_employers",
):
    after(_name, "/employers/{employer_id}")
ON_FILE = ("edit_employer", "add_alias", "add_branch", "merge_employers")


@router.get("/employers")
def listed(here: Here, q: str = "", p: int = 1) -> Response:
    """One page of the register."""
    with reading(here.engine) as session:
        found = list_employers(session, q.strip(), p)
    offered = [act for act in acts_of("office").values() if act.desk == "employers" and here.actor.role in act.roles]
    may_register = any(act.name == "register_employer" for act in offered)
    return page("employers.html", here, found=found, q=q, may_register=may_register)


@router.get("/employers/duplicates")
def duplicates(here: Here) -> Response:
    """Files that may be one employer."""
    with reading(here.engine) as session:
        pairs = possible_duplicates(session)
    may_merge = here.actor.role in acts_of("office")["merge_employers"].roles
    return page("employer_duplicates.html", here, pairs=pairs, may_merge=may_merge)


@router.get("/employers/{employer_id}")
def one(here: Here, employer_id: UUID) -> Response:
    """One file."""
    with reading(here.engine) as session:
        file = employer_file_for(session, employer_id, office_day(now()), here.actor)
    offices = acts_of("office")
    offered = [offices[name] for name in ON_FILE if here.actor.role in offices[name].roles]
    return page(
        "employer.html",
        here,
        file=file,
        employer=file.employer,
        offered=offered if file.merged_into is None else [],
        may_undo=here.actor.role in offices["unmerge_employers"].roles,
    )
