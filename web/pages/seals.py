"""印章: the seals with their keepers, registering one with its picture, and the register of their use."""

import base64
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import UploadFile

from cases.seal import SEAL_KIND
from cases.views.choosers import choices_for
from cases.views.seals import history, seals, uses
from documents.seal_image import MOST_BYTES
from foundation.clock import now, office_day
from foundation.database import reading
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid
from foundation.settings import settings
from foundation.work import begin
from web.pages.files import Parts
from web.places import after
from web.render import page
from web.visitor import Here, Visitor, check_csrf
from workflows.acts import ACTS
from workflows.perform import check_role, find_act, perform
from workflows.seals import may_use, picture

router = APIRouter()
for name in ("register_seal", "change_seal_keeper", "retire_seal"):
    after(name, "/seals")
TYPED = ("name", "kind", "issuer", "keeper_id", "valid_from")


def _list(here: Visitor, year: int, message: str | None = None, given: dict[str, str] | None = None) -> Response:
    with reading(here.engine) as session:
        rows, register = seals(session), uses(session, year=year)
        with_provider = settings().e_seal is not None
        waiting = [one for one in register if one.letter_state == "sealed" and one.seal_id is not None]
        return page(
            "seals.html",
            here,
            status=200 if message is None else 422,
            seals=rows,
            shown={row.id for row in rows if row.file_id is not None and may_use(here.actor, row)},
            uses=register,
            to_sign={one.id for one in waiting if with_provider and may_use(here.actor, one)},
            history=history(session),
            year=year,
            this_year=office_day(now()).year,
            kinds=SEAL_KIND,
            keepers=choices_for(session, None, ["seal_keeper"])["seal_keeper"],
            may_change=here.actor.role in ACTS["register_seal"].roles,
            print_seal=settings().print_seal,
            e_seal=with_provider,
            message=message,
            given=given or {},
        )


@router.get("/seals")
def listed(here: Here, year: int = 0) -> Response:
    """Seals and this year's register; it prints."""
    return _list(here, year if 2000 <= year <= 2100 else office_day(now()).year)


@router.post("/seals")
def register(here: Here, parts: Parts) -> Response:
    """A new seal with its picture."""
    check_role(find_act("register_seal"), here.actor)
    csrf, file = parts.get("csrf"), parts.get("file")
    check_csrf(here, csrf if isinstance(csrf, str) else None)
    typed = {name: value for name in TYPED if isinstance(value := parts.get(name), str) and value.strip()}
    data: dict[str, str] = dict(typed)
    if isinstance(file, UploadFile) and file.filename:
        data["image"] = base64.b64encode(file.file.read(MOST_BYTES + 1)).decode()
    try:
        with begin(here.engine, by=here.actor, at=now()) as work:
            perform(work, "register_seal", None, data)
    except (NotValid, NotPossible, NotAllowed) as refused:
        return _list(here, office_day(now()).year, refused.detail, typed)
    return RedirectResponse("/seals", 303)


@router.get("/seals/{seal_id}/image")
def image(here: Here, seal_id: UUID) -> Response:
    """The picture, for whoever may use the seal: nobody else needs it."""
    with reading(here.engine) as session:
        row = next((one for one in seals(session) if one.id == seal_id), None)
        if row is None or row.file_id is None:
            raise NotFound("没有这枚印章的图像。")
        if not may_use(here.actor, row):
            raise NotAllowed("印章图像只有保管人可以查看。")
        content = picture(session, seal_id)
    return Response(content, media_type="image/png")
