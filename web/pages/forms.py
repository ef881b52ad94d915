"""What every form page shares: reading what was typed, choices from the database, the form page itself."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from cases.views.choosers import choices_for
from foundation.database import reading
from web.fields import Field, choosers_of, fields_of, rows_shown
from web.render import page
from web.visitor import Visitor
from workflows.acts import Act


async def typed(request: Request) -> dict[str, str]:
    """The texts of a form; asynchronous only because the framework reads bodies so."""
    data: FormData = await request.form()
    return {name: value for name, value in data.items() if isinstance(value, str)}


def fields_for(here: Visitor, act: Act, subject_id: UUID | None = None) -> list[Field]:
    """The act's fields, with the records to choose from where it asks for one."""
    names = choosers_of(act.form)
    choosers = {}
    if names:
        with reading(here.engine) as session:
            choosers = choices_for(session, subject_id, names)
    # Why something is entered late is asked for last: it is seldom needed.
    return sorted(fields_of(act.form, choosers=choosers), key=lambda one: one.name == "late_reason")


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
    meanwhile: Sequence[Any] = (),
    subject_id: UUID | None = None,
    hints: Mapping[str, str] | None = None,
    notices: Sequence[str] = (),
    rows: Mapping[str, Sequence[str]] | None = None,
    beside: Any = None,
) -> Response:
    """An act's form: as typed, with its errors by field; `hints` stand beside fields in place of their own.

    `rows`: fields with exactly these rows, each with its words; their number (seq) goes with the form unseen.
    """
    fields = [
        replace(one, hint=hints[one.name]) if hints and one.name in hints else one
        for one in fields_for(here, act, subject_id)
    ]
    fields = [_with_rows(one) if rows and one.name in rows else one for one in fields]
    return page(
        "act.html",
        here,
        status=status,
        act=act,
        fields=fields,
        target=target,
        back=back,
        given=given,
        errors=errors,
        message=message,
        version=version,
        subject=subject,
        rows_shown=rows_shown,
        repeats=None,
        meanwhile=meanwhile,
        notices=notices,
        row_notes=rows or {},
        beside=beside,
    )


def _with_rows(one: Field) -> Field:
    """A field of given rows: what numbers them is not typed."""
    return replace(one, columns=[replace(c, kind="hidden") if c.name == "seq" else c for c in one.columns])
