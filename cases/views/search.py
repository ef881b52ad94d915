"""Searching: groups of hits, the surest first, and the condition by which the case list is narrowed.

Confidential cases are found only by their handler, the operators and the supervisors; telephone and identity numbers
only by these, and by a handler only in their own cases.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.gram_query import Asked, Node, anything, as_fts5, as_tsquery, asked, by_secret, holds, tiers
from cases.views import tables as t
from cases.views.search_shown import Hit, shown
from cases.views.search_sources import Document, case_documents, contact_document
from foundation.database import is_postgres
from people.roles import Role

GROUPS: Mapping[str, str] = {
    "case": "案件",
    "party": "人员",
    "employer": "用人单位",
    "contact": "来电来访",
    "letter": "文书",
}
LIMIT = {"case": 20}
USUAL_LIMIT = 10
NEWEST = 50
DESKS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.MEDIATOR})
SEES_ALL = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.SYSTEM})
_doc = t.search_document


@dataclass(frozen=True)
class Viewer:
    """Who searches: what they may find depends on it."""

    role: str
    account_id: UUID | None


@dataclass(frozen=True)
class Group:
    """The hits of one kind; `more` when the list was cut."""

    kind: str
    title: str
    hits: Sequence[Hit]
    more: bool


@dataclass(frozen=True)
class Found:
    """What a search found. `refused` says why a number was not looked for."""

    query: Asked
    groups: Sequence[Group] = field(default_factory=tuple)
    refused: str = ""

    @property
    def total(self) -> int:
        """How many hits are shown."""
        return sum(len(group.hits) for group in self.groups)


def search(session: Session, text: str, viewer: Viewer, *, kinds: Sequence[str] = tuple(GROUPS)) -> Found:
    """Everything that answers the query and that this person may see, by kind."""
    query = asked(text)
    connection = session.connection()
    refused = ""
    secrets = viewer.role in DESKS
    if query.secret and not secrets:
        return Found(query, (), "电话和证件号只供话务员、主管和案件承办人查找。")
    fresh = _not_yet_indexed(connection)
    groups = []
    for kind in kinds:
        if kind == "contact" and viewer.role not in DESKS:
            continue
        limit = LIMIT.get(kind, USUAL_LIMIT)
        ids = _ids(connection, query, kind, viewer, limit + 1, fresh)
        hits = shown(connection, kind, ids[:limit], query.words)
        if hits:
            groups.append(Group(kind, GROUPS[kind], hits, len(ids) > limit))
    return Found(query, groups, refused)


def _ids(
    connection: sa.Connection, query: Asked, kind: str, viewer: Viewer, limit: int, fresh: Sequence[Document]
) -> list[UUID]:
    """Subjects in the order of how surely they were meant, newest first among equals."""
    found: dict[UUID, None] = {}
    newest = [one for one in fresh if one.kind == kind]
    secret = by_secret(query, kind) if viewer.role in DESKS and kind in ("party", "contact") else None
    questions: list[tuple[Node, bool]] = [(node, False) for node in tiers(query, kind)]
    if secret is not None:
        questions.insert(0, (secret, True))
    for node, is_secret in questions:
        new = [one for one in newest if holds(node, one.grams)]
        if new:
            found.update(dict.fromkeys(_seen(connection, new, viewer, own=is_secret)))
        for subject in _matching(connection, node, viewer, kind, limit, own=is_secret):
            found.setdefault(subject, None)
        if len(found) >= limit:
            break
    return list(found)[:limit]


def _allowed(viewer: Viewer, *, own: bool) -> list[sa.ColumnElement[bool]]:
    """Conditions on the (outer joined) case; `own` where a personal number was asked for."""
    if viewer.role in SEES_ALL:
        return []
    mine = t.case.c.handler_id == viewer.account_id
    if own:
        return [mine]
    return [sa.or_(t.case.c.id.is_(None), t.case.c.is_confidential.is_(False), mine)]


def _seen(connection: sa.Connection, documents: Sequence[Document], viewer: Viewer, *, own: bool) -> list[UUID]:
    """Of documents that stand in no index yet those that this person may see."""
    if viewer.role in SEES_ALL:
        return [one.subject_id for one in documents]
    cases = {one.case_id for one in documents if one.case_id}
    query = sa.select(t.case.c.id).where(t.case.c.id.in_(cases), *_allowed(viewer, own=own))
    allowed = set(connection.execute(query).scalars())
    return [one.subject_id for one in documents if one.case_id in allowed or (one.case_id is None and not own)]


def _matches(connection: sa.Connection, node: Node) -> tuple[Any, sa.ColumnElement[bool], Any]:
    """(what to select from, the full-text condition, newest first) in the database's own words."""
    if is_postgres(connection):
        vector: sa.ColumnElement[Any] = sa.literal_column("search_document.vector")
        asks = sa.cast(sa.literal(as_tsquery(node)), _TsQuery())
        return _doc, vector.op("@@", return_type=sa.Boolean())(asks), _doc.c.id.desc()
    index = sa.table("search_index", sa.column("rowid"))
    # The virtual table's hidden column of its own name is what MATCH asks.
    this: sa.ColumnElement[Any] = sa.literal_column("search_index")
    found = this.op("MATCH", return_type=sa.Boolean())(as_fts5(node))
    return index.join(_doc, _doc.c.id == index.c.rowid), found, index.c.rowid.desc()


class _TsQuery(sa.types.UserDefinedType[str]):
    """PostgreSQL's type of questions to a text vector."""

    cache_ok = True

    def get_col_spec(self, **_more: Any) -> str:
        """Its name."""
        return "tsquery"


def _matching(
    connection: sa.Connection, node: Node, viewer: Viewer, kind: str, limit: int, *, own: bool
) -> Sequence[UUID]:
    source, found, newest = _matches(connection, node)
    wanted = [found, *_allowed(viewer, own=own)]
    if len(wanted) > 1:
        source = source.outerjoin(t.case, t.case.c.id == _doc.c.case_id)
    query = sa.select(_doc.c.subject_id).select_from(source).where(*wanted).order_by(newest).limit(limit)
    return connection.execute(query).scalars().all()


def in_list(session: Session, text: str, viewer: Viewer) -> sa.ColumnElement[bool] | None:
    """The condition that narrows the case list to a query; None when there is nothing to look for."""
    query = asked(text)
    node = anything(query, "case")
    if query.secret or node is None:
        return None
    connection = session.connection()
    source, found, _ = _matches(connection, node)
    matching: sa.ColumnElement[bool] = t.case.c.id.in_(sa.select(_doc.c.subject_id).select_from(source).where(found))
    new = [one.subject_id for one in _not_yet_indexed(connection) if one.kind == "case" and holds(node, one.grams)]
    if new:
        matching = sa.or_(matching, t.case.c.id.in_(new))
    return sa.and_(matching, *_allowed(viewer, own=False))


def _not_yet_indexed(connection: sa.Connection) -> list[Document]:
    """Documents of the newest cases and contacts that the indexer, some seconds behind, has not made yet."""
    seen = {row.name: row.seen for row in connection.execute(sa.select(t.search_cursor))}
    entry, case, contact = t.journal.c, t.case.c, t.contact.c
    recent = sa.select(entry.case_id).order_by(entry.id.desc()).limit(NEWEST * 2)
    if "journal" in seen:
        recent = recent.where(entry.id > seen["journal"])
    stale = (
        sa.select(case.id)
        .outerjoin(_doc, sa.and_(_doc.c.kind == "case", _doc.c.subject_id == case.id))
        .where(case.id.in_(recent), sa.or_(_doc.c.id.is_(None), _doc.c.version != case.version))
        .limit(NEWEST)
    )
    found = case_documents(connection, connection.execute(stale).scalars().all())
    calls = sa.select(t.contact).order_by(contact.id.desc()).limit(NEWEST)
    if "contact" in seen:
        calls = calls.where(contact.id > seen["contact"])
    return found + [contact_document(row) for row in connection.execute(calls)]
