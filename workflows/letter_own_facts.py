"""What a letter says beside its matter: whom to ask at the union, what the region wants said, what is enclosed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.views import tables as t
from foundation.work import Work
from workflows.letter_regions import letter_region
from workflows.subjects import CaseNow, LetterNow


def own_facts(
    work: Work, case: CaseNow, kind: str, region: str, issuer: str, *, asked: str | None = None
) -> dict[str, Any]:
    """Contact, words of the region, and the employer's credit code, as they stand now.

    `asked`: whom the letter names already; a file without a handler keeps them.
    """
    found: dict[str, Any] = {"contact": contact_of(work, case, issuer, asked)}
    notes = letter_region(region).notes_for(kind)
    if notes:
        found["region_notes"] = list(notes)
    if case.employer_id is not None:
        code = sa.select(t.employer.c.credit_code).where(t.employer.c.id == case.employer_id)
        found["credit_code"] = work.connection.execute(code).scalar_one_or_none()
    return {name: value for name, value in found.items() if value}


def contact_of(work: Work, case: CaseNow, issuer: str, asked: str | None) -> dict[str, str]:
    """The handler of the file, else who drafted; telephone and address are those of the union."""
    person = asked
    if case.handler_id is not None:
        query = sa.select(t.account.c.name).where(t.account.c.id == case.handler_id)
        person = work.connection.execute(query).scalar_one_or_none()
    elif asked is None and work.by.account_id is not None:
        person = work.by.name
    unit = work.connection.execute(
        sa.select(t.unit.c.phone, t.unit.c.address).where(t.unit.c.name == issuer)
    ).one_or_none()
    found = {"person": person, "phone": unit and unit.phone, "address": unit and unit.address}
    return {name: value for name, value in found.items() if value}


def enclosures(work: Work, letter_id: UUID, but: Mapping[str, Any]) -> list[str]:
    """The files that hang on a letter and go out with it, by their names; not those that `but` lists already."""
    a, newer = t.attachment.c, t.attachment.alias("newer").c
    query = sa.select(a.label).where(a.subject_kind == "letter", a.subject_id == letter_id, a.withdrawn_at.is_(None))
    replaced = sa.select(newer.replaces_id).where(newer.subject_id == letter_id, newer.replaces_id.is_not(None))
    labels = work.connection.execute(query.where(a.id.not_in(replaced)).order_by(a.at, a.id)).scalars()
    listed = set(but.get("materials", ()))
    return [one for one in dict.fromkeys(labels) if one not in listed]


def refresh(work: Work, letter: LetterNow, case: CaseNow) -> None:
    """Read all of it again: another may handle the file by now, and files may have been put to the letter."""
    asked = (letter.facts.get("contact") or {}).get("person")
    found = own_facts(work, case, letter.kind, letter.region, letter.issuer, asked=asked)
    facts = {**letter.facts, **found}
    enclosed = enclosures(work, letter.id, facts)
    letter.facts = {**facts, "attachments": enclosed} if enclosed or facts.get("attachments") else facts
