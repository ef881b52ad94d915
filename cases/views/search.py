"""Searching: groups of hits, the surest first, and the condition by which the case list is narrowed.

Confidential cases are found only by their handler, the operators and the supervisors; telephone and identity numbers
only by these, and by a handler only in their own cases.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.gram_query import FIELDS, Asked, anything, asked, by_secret, holds, tiers
from cases.views import tables as t
from cases.views.search_matching import Arm, asks, limit_of, matching
from cases.views.search_shown import Hit, shown
from cases.views.search_sources import Document, case_documents, contact_document
from cases.views.search_viewer import SEES_ALL, Viewer, allowed
from people.roles import Role

GROUPS: Mapping[str, str] = {
    "case": "案件",
    "party": "人员",
    "employer": "用人单位",
    "contact": "来电来访",
    "letter": "文书",
}
NEWEST = 50
DESKS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.MEDIATOR})
_doc = t.search_document


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
        limit = limit_of(kind)
        hits = shown(connection, kind, ids.get(kind, [])[:limit], query.words)
        if hits:
            groups.append(Group(kind, GROUPS[kind], hits, len(ids[kind]) > limit))
    return Found(query, groups, refused)


def _arms(query: Asked, kinds: Sequence[str], viewer: Viewer) -> list[Arm]:
    found = []
    for kind in kinds:
        if kind == "contact" and viewer.role not in DESKS:
            continue
        secret = by_secret(query, kind) if viewer.role in DESKS and kind in ("party", "contact") else None
        if secret is not None:
            found.append(Arm(kind, 0, secret, own=True))
        nodes = list(tiers(query, kind))
        # Numbers and whole names are few; what stands somewhere in the words may stand in every second document.
        few = len(nodes) - len(FIELDS[kind]) if query.words else len(nodes)
        found += [Arm(kind, tier, node, often=tier > few) for tier, node in enumerate(nodes, 1)]
    return found


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
    for kind, tier, _, subject in sorted(matching(connection, arms, viewer), key=lambda row: -row[2]):
        told[kind, tier].append(subject)
    found: dict[str, dict[UUID, None]] = {}
    for (kind, _), subjects in sorted(told.items()):
        found.setdefault(kind, {}).update(dict.fromkeys(one for one in subjects if one not in found.get(kind, {})))
    return {kind: list(subjects)[: limit_of(kind) + 1] for kind, subjects in found.items()}


def _seen(connection: sa.Connection, documents: Sequence[Document], viewer: Viewer, *, own: bool) -> list[UUID]:
    """Of documents that stand in no index yet those that this person may see."""
    if viewer.role in SEES_ALL:
        return [one.subject_id for one in documents]
    cases = {one.case_id for one in documents if one.case_id}
    query = sa.select(t.case.c.id).where(t.case.c.id.in_(cases), *allowed(viewer, own=own))
    visible = set(connection.execute(query).scalars())
    return [one.subject_id for one in documents if one.case_id in visible or (one.case_id is None and not own)]


def in_list(session: Session, text: str, viewer: Viewer) -> sa.ColumnElement[bool] | None:
    """The condition that narrows the case list to a query; None when there is nothing to look for."""
    query = asked(text)
    node = anything(query, "case")
    if query.secret or node is None:
        return None
    connection = session.connection()
    source, found = asks(connection, node)
    matching: sa.ColumnElement[bool] = t.case.c.id.in_(sa.select(_doc.c.subject_id).select_from(source).where(found))
    new = [one.subject_id for one in _not_yet_indexed(connection) if one.kind == "case" and holds(node, one.grams)]
    if new:
        matching = sa.or_(matching, t.case.c.id.in_(new))
    return sa.and_(matching, *allowed(viewer, own=False))


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
