"""文件查看记录: who opened which file or printed paper, for those who must answer for it."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from cases.case_numbers import tidy_number
from cases.views.files import looks
from foundation.database import reading
from foundation.errors import NotAllowed
from people.accounts import people
from people.roles import Role
from web.render import page
from web.visitor import Here

router = APIRouter()
SHOWN = 200
READERS = frozenset({Role.SUPERVISOR, Role.LEADER, Role.ADMIN})


@router.get("/file-looks")
def show(here: Here, account: UUID | Literal[""] = "", case: str = "") -> Response:
    """Of one person, in one case, or all; the newest first."""
    if here.actor.role not in READERS:
        raise NotAllowed("文件查看记录由主管、领导和管理员查阅。")
    with reading(here.engine) as session:
        rows = looks(session, account or None, tidy_number(case.strip()), SHOWN)
        everybody = people(session)
    return page("file_looks.html", here, rows=rows, people=everybody, account=account, case=case, shown=SHOWN)
