"""What every form page shares: reading what was typed, choices from the database, the form page itself."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from cases.views.choices import clock_choices
from foundation.database import reading
from people.accounts import people
from web.fields import Field, fields_of, rows_shown
from web.render import page
from web.visitor import Visitor
from workflows.acts import Act


async def typed(request: Request) -> dict[str, str]:
    """The texts of a form; asynchronous only because the framework reads bodies so."""
    data: FormData = await request.form()
    return {name: value for name, value in data.items() if isinstance(value, str)}


def fields_for(here: Visitor, act: Act, subject_id: UUID | None = None) -> list[Field]:
    """The act's fields, with people, and clocks of the case, to choose from where it asks for one."""
    with reading(here.engine) as session:
        choosers: dict[str, Any] = {
            "mediator": [(str(one.id), one.name) for one in people(session, role="mediator", active_only=True)]
        }
        if act.desk == "clocks" and subject_id is not None:
            choosers |= clock_choices(session, subject_id)
    return fields_of(act.form, choosers=choosers)


def act_page(
    here: Visitor,
    act: Act,
    *,
    target: str,
    back: str,
    given: Mapping[str, str],
    errors: Mapping[str, str],
    message: str | None = None,
    version: int | None = None,
    subject: str = "",
    status: int = 200,
    extra: Sequence[Any] = (),
    meanwhile: Sequence[Any] = (),
    subject_id: UUID | None = None,
) -> Response:
    """An act's form: as typed, with its errors by field."""
    return page(
        "act.html",
        here,
        status=status,
        act=act,
        fields=fields_for(here, act, subject_id),
        target=target,
        back=back,
        given=given,
        errors=errors,
        message=message,
        version=version,
        subject=subject,
        rows_shown=rows_shown,
        repeats=extra,
        meanwhile=meanwhile,
    )
