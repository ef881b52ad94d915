"""From the file to its search documents: what of a case, its people, employer, letters, and of a contact is found."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from cases.grams import KEY, TEXT, TITLE, Grams, number_grams, text_grams
from cases.views import tables as t

# Of the journal's details, what is no word of a person: links, earlier values, and names that stand elsewhere.
_UNREAD = frozenset({"made", "before", "worker_name", "workers", "caller_name", "employer_name", "title", "narrative"})


class Document(NamedTuple):
    """The grams of one subject."""

    kind: str
    subject_id: UUID
    case_id: UUID | None
    version: int
    grams: str


def sentences(value: Any, name: str = "") -> Iterator[str]:
    """The texts in a JSON value, without links and numbers."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in _UNREAD and not key.endswith("_id"):
                yield from sentences(item, key)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from sentences(item, name)
    elif isinstance(value, str) and not value.isascii():
        yield value


def case_documents(connection: sa.Connection, ids: Sequence[UUID]) -> list[Document]:
    """The documents of these cases, their people, employers and letters."""
    if not ids:
        return []
    c = t.case.c
    columns = (c.id, c.number, c.title, c.narrative, c.project, c.outcome_note, c.unit, c.version, c.employer_id)
    # What was opened last is written last, and so found first.
    cases = connection.execute(sa.select(*columns).where(c.id.in_(ids)).order_by(c.id)).all()
    employers = {
        row.id: row
        for row in connection.execute(
            sa.select(t.employer).where(t.employer.c.id.in_({row.employer_id for row in cases if row.employer_id}))
        )
    }
    parties = _by_case(connection, sa.select(t.party).where(t.party.c.case_id.in_(ids)))
    texts = _texts(connection, ids)
    letters = _by_case(connection, sa.select(t.letter).where(t.letter.c.case_id.in_(ids)))
    found = [_employer(row) for row in employers.values()]
    for row in cases:
        grams = Grams("case")
        grams.add(KEY, number_grams(row.number))
        employer = employers.get(row.employer_id)
        grams.name(employer.name if employer else None)
        for party in parties.get(row.id, ()):
            grams.name(party.name)
            found.append(_party(party))
        grams.add(TITLE, text_grams(f"{row.title} {row.project or ''}"))
        grams.sounding(row.title)
        for text in (row.narrative, row.outcome_note, row.unit, *texts.get(row.id, ())):
            grams.add(TEXT, text_grams(text or ""))
        found.append(Document("case", row.id, row.id, row.version, grams.line))
        found += [letter_document(letter) for letter in letters.get(row.id, ())]
    return found


def _by_case(connection: sa.Connection, query: sa.Select[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in connection.execute(query):
        found.setdefault(row.case_id, []).append(row)
    return found


def _texts(connection: sa.Connection, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Notes of the journal, terms of agreements, notes to claims, facts of breaches."""
    found: dict[UUID, list[str]] = {}
    journal = sa.select(t.journal.c.case_id, t.journal.c.detail).where(t.journal.c.case_id.in_(ids))
    for case_id, detail in connection.execute(journal):
        found.setdefault(case_id, []).extend(sentences(detail))
    for column in (t.agreement.c.terms, t.claim.c.note, t.violation.c.facts):
        owner = column.table.c.case_id
        for case_id, text in connection.execute(sa.select(owner, column).where(owner.in_(ids), column.is_not(None))):
            found.setdefault(case_id, []).append(text)
    return found


def _party(row: Any) -> Document:
    grams = Grams("party")
    grams.name(row.name)
    grams.secret(row.phone)
    grams.secret(row.id_number)
    return Document("party", row.id, row.case_id, 1, grams.line)


def _employer(row: Any) -> Document:
    grams = Grams("employer")
    grams.name(row.name)
    grams.add(KEY, [(row.credit_code or "").casefold()])
    return Document("employer", row.id, None, 1, grams.line)


def letter_document(row: Any) -> Document:
    """A letter: number, addressee, what it finds and demands."""
    grams = Grams("letter")
    grams.add(KEY, number_grams(row.number))
    grams.name(row.addressee)
    grams.add(TITLE, text_grams(row.kind_label))
    for text in (row.cause, row.reply or "", *sentences(row.facts)):
        grams.add(TEXT, text_grams(text))
    return Document("letter", row.id, row.case_id, row.version, grams.line)


def contact_document(row: Any) -> Document:
    """A call or visit: number, caller, what was said and answered. Its version tells open from handled."""
    grams = Grams("contact")
    grams.add(KEY, number_grams(row.number))
    grams.name(row.caller_name)
    grams.secret(row.phone)
    for text in (row.content, row.answer or ""):
        grams.add(TEXT, text_grams(text))
    return Document("contact", row.id, row.case_id, 1 if row.handling == "open" else 2, grams.line)


def employer_documents(rows: Iterable[Any]) -> list[Document]:
    """Employers' files."""
    return [_employer(row) for row in rows]
