"""移送、律师库、档案: the lists, one referral, one volume, and their papers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from cases.views import ending, outside
from cases.views.reach import narrowed
from cases.views.secrecy import check_people, may_see_people
from foundation.clock import now, office_day
from foundation.database import reading
from foundation.media_types import PAPER_MEDIA
from people.roles import Role
from web.places import after
from web.render import page
from web.visitor import Here
from workflows import archiving, referrals
from workflows.annexes.making import offers_on_referral
from workflows.outside_papers import archive_file, package_file
from workflows.paper_looks import note_look

router = APIRouter()
KEEPERS = (Role.SUPERVISOR, Role.ADMIN)
after("add_lawyer", "/lawyers")
after("update_lawyer", "/lawyers")


@router.get("/referrals")
def open_ones(here: Here) -> Response:
    """Referrals that wait for something, the nearest due first."""
    with reading(here.engine) as session:
        rows, back = outside.open_referrals(session), outside.returns_by_reason(session)
        rows = narrowed(session.connection(), here.actor, rows, lambda row: row.case_id)
    return page("referrals.html", here, rows=rows, back=back, words=outside.WORDS)


@router.get("/referrals/{referral_id}")
def one(here: Here, referral_id: UUID) -> Response:
    """One referral with its line of time."""
    with reading(here.engine) as session:
        found = outside.one_referral(session, referral_id)
        papers = offers_on_referral(session, referral_id)
    parts = {part["id"]: part["title"] for part in referrals.settings()["package"]["parts"]}
    row = {"package": found.row.package, "matter": found.row.matter}
    door = referrals.next_door(found.row.addressee)
    return page(
        "referral.html",
        here,
        found=found,
        row=found.row,
        parts=parts,
        missing=referrals.missing_parts(row),
        door=door,
        known=may_see_people(found.row, here.actor),
        papers=papers,
    )


@router.get("/referrals/{referral_id}/package.{form}")
def package(here: Here, referral_id: UUID, form: str) -> Response:
    """The referral letter with its package on paper."""
    with reading(here.engine) as session:
        row = outside.one_referral(session, referral_id).row
        check_people(row, here.actor)
        content = package_file(session, referral_id, form)
    note_look(here.engine, here.actor, now(), row.case_id, "package", form)
    return _file(content, form, f"referral-{referral_id}.{form}")


@router.get("/lawyers")
def lawyers(here: Here) -> Response:
    """The register with the load of each."""
    with reading(here.engine) as session:
        rows = outside.lawyers(session)
    return page("lawyers.html", here, rows=rows, keeps=here.actor.role in KEEPERS)


@router.get("/archive")
def archive(here: Here) -> Response:
    """What is to be stored, what is stored, what is out, and what reaches the end of its time this year."""
    today = office_day(now())
    with reading(here.engine) as session:

        def own(rows: Sequence[Any]) -> list[Any]:
            return narrowed(session.connection(), here.actor, rows, lambda row: row.case_id)

        return page(
            "archive.html",
            here,
            waiting=narrowed(session.connection(), here.actor, ending.to_store(session), lambda row: row.id),
            due=own(ending.stored(session, due_by=today.replace(month=12, day=31))),
            stored=own(ending.stored(session)),
            out=own(ending.out_on_loan(session)),
            words=ending.WORDS,
            label=archiving.retention_label(),
            today=today,
        )


@router.get("/archive/{volume_id}")
def volume(here: Here, volume_id: UUID) -> Response:
    """The catalogue of one volume."""
    with reading(here.engine) as session:
        found = ending.one_volume(session, volume_id)
    check_people(found.case, here.actor)
    return page("volume.html", here, found=found, parts=archiving.parts(), words=ending.WORDS)


@router.get("/archive/{volume_id}/{paper}.{form}")
def archive_paper(here: Here, volume_id: UUID, paper: str, form: str) -> Response:
    """The cover or the catalogue on paper."""
    with reading(here.engine) as session:
        case = ending.one_volume(session, volume_id).case
        check_people(case, here.actor)
        content = archive_file(session, volume_id, paper, form)
    note_look(here.engine, here.actor, now(), case.id, paper, form)
    return _file(content, form, f"{paper}-{volume_id}.{form}")


def _file(content: bytes, form: str, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(content, media_type=PAPER_MEDIA[form], headers=headers)
