"""The employer's page, without an account: what the letter says, the answer item by item, and the receipt."""

from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import UploadFile

from foundation.clock import now
from foundation.database import reading
from foundation.errors import NotAllowed, NotPossible, NotValid
from foundation.work import begin
from web.fields import Field, fields_of, read_values
from web.render import page
from workflows.attaching import Received, check_length, receive
from workflows.forms import read_form
from workflows.letter_service_rules import service_rules
from workflows.reply_links import (
    EMPLOYER,
    PAGE_EXPIRED,
    LinkReply,
    Opened,
    check_items,
    check_nonce,
    check_not_locked,
    form_nonce,
    note_failure,
    note_opened,
    open_link,
    take_answer,
)

router = APIRouter()
# The address is the key: it goes to no other site, to no index and to no cache.
PRIVATE = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive"}
MOST_FIELDS = 400
Parts = list[tuple[str, str | UploadFile]]


def _opened(request: Request, token: str) -> Opened | NotAllowed:
    """What stands behind the token, or why nothing does: known before anything of a body is read."""
    with reading(request.app.state.engine) as session:
        try:
            return open_link(session.connection(), token, now())
        except NotAllowed as refused:
            return refused


Link = Annotated[Opened | NotAllowed, Depends(_opened)]


async def _parts(request: Request, link: Link) -> AsyncIterator[Parts]:
    """The parts of an answer; asynchronous only because the framework reads bodies so."""
    if isinstance(link, NotAllowed):
        yield []
        return
    check_length(request.headers.get("content-length"))
    most = service_rules().reply_link.most_files
    async with request.form(max_files=most + 1, max_fields=MOST_FIELDS) as form:
        yield list(form.multi_items())


def _private(answer: Response) -> Response:
    answer.headers.update(PRIVATE)
    return answer


def _refused(why: NotAllowed) -> Response:
    return _private(page("reply_refused.html", None, status=403, detail=why.detail))


def _columns() -> tuple[list[Field], list[Field]]:
    """The fields of one item (its number goes unseen), and those of the whole answer."""
    whole = fields_of(LinkReply)
    rows = next(one for one in whole if one.name == "items")
    return [one for one in rows.columns if one.name != "seq"], [one for one in whole if one.name != "items"]


def _form(
    token: str,
    opened: Opened,
    given: Mapping[str, str],
    errors: Mapping[str, str],
    message: str | None = None,
    *,
    status: int = 200,
) -> Response:
    columns, whole = _columns()
    rules = service_rules().reply_link
    return _private(
        page(
            "reply_form.html",
            None,
            status=status,
            letter=opened.letter,
            items=opened.items,
            columns=columns,
            fields=whole,
            given=given,
            errors=errors,
            message=message,
            nonce=form_nonce(opened.link.id, now()),
            token=token,
            last_day=opened.link.last_day,
            most_files=rules.most_files,
        )
    )


@router.get("/reply/{token}")
def show(request: Request, token: str, link: Link, sent: str = "") -> Response:
    """The form; after the answer its receipt."""
    if isinstance(link, NotAllowed):
        return _refused(link)
    if link.link.used_at is not None:
        return _private(page("reply_receipt.html", None, link=link.link, letter=link.letter, sent=bool(sent)))
    if link.link.opened_at is None:
        with begin(request.app.state.engine, by=EMPLOYER, at=now()) as work:
            note_opened(work, link.link.id)
    return _form(token, link, {}, {})


@router.post("/reply/{token}")
def send(request: Request, token: str, link: Link, parts: Annotated[Parts, Depends(_parts)]) -> Response:
    """Take the answer once. What is wrong is said beside its field, and nothing that was typed is lost."""
    if isinstance(link, NotAllowed):
        return _refused(link)
    if link.link.used_at is not None:
        return _private(page("reply_receipt.html", None, link=link.link, letter=link.letter, sent=False))
    given = {name: value for name, value in parts if isinstance(value, str)}
    try:
        check_not_locked(link.link, now())
    except NotPossible as refused:
        return _form(token, link, given, {}, refused.detail, status=429)
    try:
        check_nonce(given.get("nonce", ""), link.link.id, now())
        form = _read(link, given)
        files = _received(parts)
        with begin(request.app.state.engine, by=EMPLOYER, at=now()) as work:
            take_answer(work, token, form, files)
    except NotAllowed as refused:
        return _refused(refused)
    except NotValid as wrong:
        if wrong.detail != PAGE_EXPIRED:
            with begin(request.app.state.engine, by=EMPLOYER, at=now()) as work:
                note_failure(work, link.link)
        return _form(token, link, given, dict(wrong.fields), wrong.detail, status=422)
    except NotPossible:
        # Why is the office's own affair: the page says nothing of the file.
        return _form(token, link, given, {}, "现在不能提交，请与发函的工会联系，或者书面答复。", status=409)
    return _private(RedirectResponse(f"/reply/{token}?sent=1", 303))


def _read(link: Opened, given: Mapping[str, str]) -> LinkReply:
    values = read_values(fields_of(LinkReply), given)
    form = read_form(LinkReply, values)
    check_items(link, form)
    return form


def _received(parts: Parts) -> list[Received]:
    """Keep the files; only a form that is right otherwise comes so far. Raises NotValid."""
    files: list[Any] = [value for name, value in parts if name == "files" and isinstance(value, UploadFile)]
    chosen = [one for one in files if one.filename]
    most = service_rules().reply_link.most_files
    if len(chosen) > most:
        raise NotValid(f"一次最多上传 {most} 个文件，请合并或者减少。", fields={"files": f"最多 {most} 个"})
    return [receive(one.file, one.filename) for one in chosen]
