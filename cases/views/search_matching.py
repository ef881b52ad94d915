"""The full-text question itself: which documents answer, newest first, in the database's own words.

SQLite's index gives its hits newest first and stops at the page's end. PostgreSQL's gives them all, in no order: there
the newest documents of each kind are read one by one first, which fills the page for a common word after a few dozen,
and only what they do not fill is asked of the index, where a word that is rare among them has few hits to sort.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from cases.gram_query import Node, as_fts5, as_tsquery
from cases.views import tables as t
from cases.views.search_viewer import SEES_ALL, Viewer, narrowed
from foundation.database import is_postgres

_LIMIT: Mapping[str, int] = {"case": 20}
_USUAL_LIMIT = 10
# On PostgreSQL: how many of the newest documents of a kind are read, and how many hits of the index at most.
NEWEST, ENOUGH = 2_000, 10_000
_doc = t.search_document
_INDEX = sa.table("search_index", sa.column("rowid"))
# What the planner gets wrong for questions of this kind: it would read the whole of "case" to join twenty rows of it,
# and compile for half a second what runs for a few milliseconds.
_PLAN = sa.select(
    *(
        sa.func.set_config(name, "off", True)
        for name in ("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "jit")
    )
)

# (kind, tier, place in the index, subject)
Row = tuple[str, int, int, UUID]
Words = sa.ColumnElement[str]


class Question(NamedTuple):
    """What shapes the statement for one arm: everything but its words."""

    kind: str
    tier: int
    own: bool
    limit: int


Way = Callable[[Question, Words, int, bool], sa.Select[Any]]


@dataclass(frozen=True)
class Arm:
    """One question to the index: about which kind, at which tier.

    `own` where it asks for a personal number, `often` where many documents may answer.
    """

    kind: str
    tier: int
    node: Node
    own: bool = False
    often: bool = False


def limit_of(kind: str) -> int:
    """How many hits of a kind are shown."""
    return _LIMIT.get(kind, _USUAL_LIMIT)


def matching(connection: sa.Connection, arms: Sequence[Arm], viewer: Viewer) -> list[Row]:
    """What answers the arms and this person may see: of each arm the newest, one more than is shown."""
    if not is_postgres(connection):
        return _rows(connection, arms, viewer, _from_sqlite, as_fts5)
    connection.execute(_PLAN)
    found = _rows(connection, [arm for arm in arms if arm.often], viewer, _among_newest, as_tsquery)
    return found + _rows(connection, _unfilled(arms, found), viewer, _from_postgres, as_tsquery)


def asks(connection: sa.Connection, node: Node) -> tuple[sa.FromClause, sa.ColumnElement[bool]]:
    """(documents, the condition that they answer) in the database's own words."""
    if is_postgres(connection):
        return _doc, _answers(sa.literal_column("search_document.vector"), sa.literal(as_tsquery(node)))
    return _doc.join(_INDEX, _doc.c.id == _INDEX.c.rowid), _matches(sa.literal(as_fts5(node)))


def _rows(
    connection: sa.Connection, arms: Sequence[Arm], viewer: Viewer, way: Way, words: Callable[[Node], str]
) -> list[Row]:
    if not arms:
        return []
    shape = tuple(Question(arm.kind, arm.tier, arm.own, limit_of(arm.kind) + 1) for arm in arms)
    statement = _statement(way, shape, NEWEST, narrow=viewer.role not in SEES_ALL)
    asked = {f"words_{place}": words(arm.node) for place, arm in enumerate(arms)}
    rows = connection.execute(statement, {**asked, "me": viewer.account_id}).all()
    return [(row.kind, row.tier, row.id, row.subject_id) for row in rows]


@lru_cache(maxsize=256)
def _statement(way: Way, shape: Sequence[Question], newest: int, *, narrow: bool) -> sa.CompoundSelect[Any]:
    """All questions in one statement. Queries differ in few shapes, and making one anew costs more than asking it."""
    parts = [
        way(one, sa.bindparam(f"words_{place}", type_=sa.String()), newest, narrow) for place, one in enumerate(shape)
    ]
    return sa.union_all(*parts)


def _unfilled(arms: Sequence[Arm], found: Sequence[Row]) -> list[Arm]:
    """The arms that the index must still be asked: of each kind those before the first that fills the page alone."""
    counted: dict[tuple[str, int], int] = {}
    for kind, tier, _, _ in found:
        counted[kind, tier] = counted.get((kind, tier), 0) + 1
    filled: dict[str, int] = {}
    for (kind, tier), count in counted.items():
        if count > limit_of(kind):
            filled[kind] = min(tier, filled.get(kind, tier))
    return [arm for arm in arms if arm.kind not in filled or arm.tier < filled[arm.kind]]


def _from_sqlite(one: Question, words: Words, _newest: int, narrow: bool) -> sa.Select[Any]:
    # The index's own number must stand in the order, else it sorts all hits.
    source = _INDEX.join(_doc, _doc.c.id == _INDEX.c.rowid)
    return _part(one, source, _doc, _INDEX.c.rowid, narrow, _matches(words))


def _from_postgres(one: Question, words: Words, _newest: int, narrow: bool) -> sa.Select[Any]:
    columns = (_doc.c.id, _doc.c.subject_id, _doc.c.case_id)
    hits = sa.select(*columns).where(_answers(sa.literal_column("search_document.vector"), words)).limit(ENOUGH)
    # Sorted before the case is looked at: only those that come into the page are joined.
    taken = hits.subquery()
    sorted_hits = sa.select(taken).order_by(taken.c.id.desc()).subquery()
    return _part(one, sorted_hits, sorted_hits, sorted_hits.c.id, narrow)


def _among_newest(one: Question, words: Words, newest: int, narrow: bool) -> sa.Select[Any]:
    vector: sa.ColumnElement[Any] = sa.literal_column("search_document.vector").label("vector")
    columns = (_doc.c.id, _doc.c.subject_id, _doc.c.case_id, vector)
    of_kind = sa.select(*columns).where(_doc.c.kind == one.kind).order_by(_doc.c.id.desc()).limit(newest).subquery()
    return _part(one, of_kind, of_kind, of_kind.c.id, narrow, _answers(of_kind.c.vector, words))


def _part(
    one: Question,
    source: sa.FromClause,
    columns: sa.FromClause,
    place: sa.ColumnElement[int],
    narrow: bool,
    *wanted: sa.ColumnElement[bool],
) -> sa.Select[Any]:
    """One question: the newest of its answers that this person may see."""
    kind, tier = sa.literal(one.kind, sa.String()).label("kind"), sa.literal(one.tier, sa.Integer()).label("tier")
    if narrow:
        source = source.outerjoin(t.case, t.case.c.id == columns.c.case_id)
        wanted = (*wanted, narrowed(sa.bindparam("me", type_=t.case.c.handler_id.type), own=one.own))
    query = sa.select(kind, tier, columns.c.id, columns.c.subject_id).select_from(source).where(*wanted)
    part = query.order_by(place.desc()).limit(one.limit).subquery()
    return sa.select(part.c.kind, part.c.tier, part.c.id, part.c.subject_id)


def _matches(words: Words) -> sa.ColumnElement[bool]:
    # The virtual table's hidden column of its own name is what MATCH asks.
    this: sa.ColumnElement[Any] = sa.literal_column("search_index")
    return this.op("MATCH", return_type=sa.Boolean())(words)


def _answers(vector: sa.ColumnElement[Any], words: Words) -> sa.ColumnElement[bool]:
    return vector.op("@@", return_type=sa.Boolean())(sa.cast(words, _TsQuery()))


class _TsQuery(sa.types.UserDefinedType[str]):
    """PostgreSQL's type of questions to a text vector."""

    cache_ok = True

    def get_col_spec(self, **_more: Any) -> str:
        """Its name."""
        return "tsquery"
