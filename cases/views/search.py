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
# On PostgreSQL: how much of a common word is read from the index, and how many of the newest documents are looked at.
ENOUGH, NEWEST_DOCUMENTS = 10_000, 2_000
# From which tier on a question may have more answers than that.
OFTEN = {"case": 3, "party": 2, "contact": 2}
DESKS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.MEDIATOR})
SEES_ALL = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.SYSTEM})
_doc = t.search_document
_INDEX = sa.table("search_index", sa.column("rowid"))


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
    ids = _all_ids(connection, query, kinds, viewer)
    groups = []
    for kind in kinds:
        limit = _limit(kind)
        hits = shown(connection, kind, ids.get(kind, [])[:limit], query.words)
        if hits:
            groups.append(Group(kind, GROUPS[kind], hits, len(ids[kind]) > limit))
    return Found(query, groups, refused)


@dataclass(frozen=True)
class _Arm:
    """One question to the index: about which kind, at which tier; `own` where it asks for a personal number."""

    kind: str
    tier: int
    node: Node
    own: bool


def _arms(query: Asked, kinds: Sequence[str], viewer: Viewer) -> list[_Arm]:
    found = []
    for kind in kinds:
        if kind == "contact" and viewer.role not in DESKS:
            continue
        secret = by_secret(query, kind) if viewer.role in DESKS and kind in ("party", "contact") else None
        if secret is not None:
            found.append(_Arm(kind, 0, secret, True))
        found += [_Arm(kind, tier, node, False) for tier, node in enumerate(tiers(query, kind), 1)]
    return found


def _limit(kind: str) -> int:
    return LIMIT.get(kind, USUAL_LIMIT)


def _all_ids(connection: sa.Connection, query: Asked, kinds: Sequence[str], viewer: Viewer) -> dict[str, list[UUID]]:
    """Subjects by kind, in the order of how surely they were meant, newest first among equals; one more than shown."""
    arms = _arms(query, kinds, viewer)
    if not arms:
        return {}
    fresh = _not_yet_indexed(connection)
    told: dict[tuple[str, int], list[UUID]] = {}
    for arm in arms:
        new = [one for one in fresh if one.kind == arm.kind and holds(arm.node, one.grams)]
        new.sort(key=lambda one: one.subject_id, reverse=True)
        told[arm.kind, arm.tier] = _seen(connection, new, viewer, own=arm.own) if new else []
    for kind, tier, _, subject in sorted(_matching(connection, arms, viewer), key=lambda row: -row[2]):
        told[kind, tier].append(subject)
    found: dict[str, dict[UUID, None]] = {}
    for (kind, _), subjects in sorted(told.items()):
        found.setdefault(kind, {}).update(dict.fromkeys(one for one in subjects if one not in found.get(kind, {})))
    return {kind: list(subjects)[: _limit(kind) + 1] for kind, subjects in found.items()}


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


def _asks(connection: sa.Connection, node: Node) -> tuple[sa.FromClause, sa.ColumnElement[bool]]:
    """(what to select from, the full-text condition) in the database's own words."""
    if is_postgres(connection):
        vector: sa.ColumnElement[Any] = sa.literal_column("search_document.vector")
        asked_for = sa.cast(sa.literal(as_tsquery(node)), _TsQuery())
        return _doc, vector.op("@@", return_type=sa.Boolean())(asked_for)
    # The virtual table's hidden column of its own name is what MATCH asks.
    this: sa.ColumnElement[Any] = sa.literal_column("search_index")
    match = this.op("MATCH", return_type=sa.Boolean())(as_fts5(node))
    return _INDEX, match


class _TsQuery(sa.types.UserDefinedType[str]):
    """PostgreSQL's type of questions to a text vector."""

    cache_ok = True

    def get_col_spec(self, **_more: Any) -> str:
        """Its name."""
        return "tsquery"


def _matching(connection: sa.Connection, arms: Sequence[_Arm], viewer: Viewer) -> list[tuple[str, int, int, UUID]]:
    """(kind, tier, place, subject) of all arms, in one statement."""
    parts = []
    postgres = is_postgres(connection)
    for arm in arms:
        source, match = _asks(connection, arm.node)
        columns = (_doc.c.id, _doc.c.subject_id, _doc.c.case_id)
        if postgres:
            # The index is asked for its first thousands, and the newest documents are looked at one by one: a rare
            # word is whole in the first, a common one fills its page from the second. Together neither sorts much.
            bounded = sa.select(*columns).where(match).limit(ENOUGH)
            parts.append(_bounded(arm, bounded, viewer))
            if arm.tier >= OFTEN.get(arm.kind, 99):
                newest = sa.select(sa.func.max(_doc.c.id) - NEWEST_DOCUMENTS).scalar_subquery()
                parts.append(_bounded(arm, sa.select(*columns).where(_doc.c.id > newest, match), viewer))
        else:
            # The index gives its hits newest first, and stops at the limit: its own number must stand in the order.
            parts.append(_part(arm, source.join(_doc, _doc.c.id == _INDEX.c.rowid), [match], _INDEX.c.rowid, viewer))
    if postgres:
        connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
    rows = connection.execute(sa.union_all(*parts)).all()
    return [(row.kind, row.tier, row.id, row.subject_id) for row in rows]


def _bounded(arm: _Arm, inner: sa.Select[Any], viewer: Viewer) -> sa.Select[Any]:
    found = inner.subquery()
    return _part(arm, found, [], found.c.id, viewer, found)


def _part(
    arm: _Arm,
    source: sa.FromClause,
    wanted: list[sa.ColumnElement[bool]],
    place: sa.ColumnElement[int],
    viewer: Viewer,
    columns: sa.FromClause = _doc,
) -> sa.Select[Any]:
    """One arm: the newest of its answers that this person may see."""
    kind, tier = sa.literal(arm.kind, sa.String()).label("kind"), sa.literal(arm.tier, sa.Integer()).label("tier")
    allowed = _allowed(viewer, own=arm.own)
    if allowed:
        source = source.outerjoin(t.case, t.case.c.id == columns.c.case_id)
    query = sa.select(kind, tier, columns.c.id, columns.c.subject_id).select_from(source).where(*wanted, *allowed)
    part = query.order_by(place.desc()).limit(_limit(arm.kind) + 1).subquery()
    return sa.select(part.c.kind, part.c.tier, part.c.id, part.c.subject_id)


def in_list(session: Session, text: str, viewer: Viewer) -> sa.ColumnElement[bool] | None:
    """The condition that narrows the case list to a query; None when there is nothing to look for."""
    query = asked(text)
    node = anything(query, "case")
    if query.secret or node is None:
        return None
    connection = session.connection()
    source, found = _asks(connection, node)
    if source is _INDEX:
        source = _INDEX.join(_doc, _doc.c.id == _INDEX.c.rowid)
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
