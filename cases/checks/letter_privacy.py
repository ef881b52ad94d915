"""Letters that went out: none names somebody of its file who did not agree to it."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.checks.finding import Finding
from cases.checks.registry import Night, check
from cases.identity import Innocent, Passage, Person, direct_leaks, names_in
from cases.views import tables as t

NAME = "letter_privacy"
# Kept with the facts and not printed: what the employer itself answered, why copies were changed, the list as found.
UNSAID = frozenset({"copy_choice", "materials_found", "reply"})
PORTION = 500


@check(NAME, "已编号的文书没有未经同意披露的当事人")
def named(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Numbered letters whose words name a party, or carry their numbers, without consent."""
    letter, employer = t.letter.c, t.employer.c
    query = (
        sa.select(t.letter, employer.name.label("employer"))
        .select_from(t.letter.outerjoin(t.employer, employer.id == letter.employer_id))
        .where(letter.number.is_not(None), letter.case_id.is_not(None), letter.state != "recorded")
    )
    letters = connection.execute(query.order_by(letter.case_id, letter.id)).all()
    people = _people(connection, {row.case_id for row in letters})
    for row in letters:
        said = " ".join(_texts(row.facts)) + " " + json.dumps(row.composed, ensure_ascii=False)
        innocent = _innocent(row)
        public = row.kind == "public_notice"
        passages = [Passage("正文", said), Passage("公告", row.published_where or "")]
        kinds = {leak.kind for leak in direct_leaks(passages, people.get(row.case_id, ()), innocent, public=public)}
        if kinds:
            words = "、".join(sorted(kinds))
            yield Finding(NAME, "error", row.number, f"文书中有未经同意披露的当事人{words}，请核对并更正。")


def _people(connection: sa.Connection, case_ids: set[UUID]) -> dict[UUID, list[Person]]:
    party = t.party.c
    found: dict[UUID, list[Person]] = {}
    # In portions, as one statement takes only so many parameters.
    ids = sorted(case_ids, key=str)
    for place in range(0, len(ids), PORTION):
        query = sa.select(party.case_id, party.name, party.phone, party.id_number, party.disclosure_consent_on).where(
            party.case_id.in_(ids[place : place + PORTION])
        )
        for row in connection.execute(query):
            phones, numbers = (frozenset([one]) if one else frozenset[str]() for one in (row.phone, row.id_number))
            person = Person(names_in(row.name), phones, numbers, row.disclosure_consent_on is not None)
            found.setdefault(row.case_id, []).append(person)
    return found


def _innocent(row: Any) -> Innocent:
    firms = {row.issuer, row.addressee, row.employer, row.facts.get("employer")}
    inquiry = row.facts.get("investigation") or {}
    officials = {name for name, _ in inquiry.get("supervisors", ())} | {row.drafted_by, row.reviewed_by, row.signed_by}
    officials.add((row.facts.get("contact") or {}).get("person"))
    return Innocent(frozenset(filter(None, firms)), frozenset(filter(None, officials)))


def _texts(value: Any, name: str = "") -> Iterator[str]:
    if name in UNSAID:
        return
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _texts(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, name)
    elif isinstance(value, str):
        yield value
