"""Files that a name may mean: employers and projects found by the keys of their names, the likeliest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.employer_names import (
    Reduced,
    near,
    probes_of,
    reduce_employer,
    reduce_project,
)
from cases.views.tables import employer, employer_alias, employer_key, project, project_key

# What a shared key tells, by its letter, the surest first.
WHY = {
    "f": "名称相同",
    "h": "同一单位（分支机构）",
    "c": "字号相同",
    "s": "字号同音",
    "n": "名称相近",
}
ORDER = "fhcsn"
# How many files of each kind of key are read; and how many are looked at in all.
MOST_READ = {"f": 5, "h": 60, "c": 60, "s": 60, "n": 100}
MOST_LOOKED_AT = 150


@dataclass(frozen=True)
class Likely:
    """A file, and why its name may be meant."""

    id: UUID
    name: str
    why: str
    rank: int


def likely_employers(session: Session, name: str, most: int) -> list[Likely]:
    """Employers that a typed name may mean, with their parents and branches; a merged file leads on."""
    reduced = reduce_employer(name)
    if len(reduced.folded) < 2:
        return []
    connection = session.connection()
    hits = _hits(connection, employer_key, employer_key.c.employer_id, reduced)
    rows = _rows(connection, employer, hits)
    aliases: dict[UUID, list[str]] = {}
    for row in connection.execute(
        sa.select(employer_alias.c.employer_id, employer_alias.c.name).where(employer_alias.c.employer_id.in_(rows))
    ):
        aliases.setdefault(row.employer_id, []).append(row.name)
    found: dict[UUID, Likely] = {}
    for letter, one in _ranked(hits, rows):
        names = [one.name, *aliases.get(one.id, ())]
        if letter == "n" and not any(near(reduced, reduce_employer(other)) for other in names):
            continue
        target = one.merged_into_id or one.id
        found.setdefault(target, Likely(target, one.name, WHY[letter], ORDER.index(letter)))
        if len(found) >= most:
            break
    return _with_family(connection, found, most)


def _with_family(connection: sa.Connection, found: Mapping[UUID, Likely], most: int) -> list[Likely]:
    """The files found, and what belongs to the same house."""
    if not found:
        return []
    e = employer
    inside = sa.select(e.c.parent_id).where(e.c.id.in_(list(found)), e.c.parent_id.is_not(None))
    query = (
        sa.select(e.c.id, e.c.name)
        .where(
            e.c.merged_into_id.is_(None),
            sa.or_(
                e.c.id.in_(list(found)), e.c.parent_id.in_(list(found)), e.c.id.in_(inside), e.c.parent_id.in_(inside)
            ),
        )
        .limit(most * 4)
    )
    names = {row.id: row.name for row in connection.execute(query)}
    kept = [Likely(one.id, names.get(one.id, one.name), one.why, one.rank) for one in found.values()]
    more = [Likely(key, name, WHY["h"], ORDER.index("h")) for key, name in names.items() if key not in found]
    return [*kept, *more]


def likely_projects(session: Session, name: str, most: int) -> list[Likely]:
    """Projects that a typed name may mean."""
    reduced = reduce_project(name)
    if len(reduced.folded) < 2:
        return []
    connection = session.connection()
    hits = _hits(connection, project_key, project_key.c.project_id, reduced)
    rows = _rows(connection, project, hits)
    found = []
    for letter, one in _ranked(hits, rows):
        if letter == "n" and not near(reduced, reduce_project(one.name)):
            continue
        found.append(Likely(one.id, one.name, WHY[letter], ORDER.index(letter)))
        if len(found) >= most:
            break
    return found


def _hits(
    connection: sa.Connection, keys: sa.Table, owner: sa.ColumnElement[Any], reduced: Reduced
) -> Mapping[UUID, str]:
    """The best letter of a shared key for each file. A common word's many never push out the exact name."""
    probes = probes_of(reduced)
    parts = []
    for letter, most in MOST_READ.items():
        mine = sorted(key for key in probes if key[0] == letter)
        if mine:
            part = sa.select(sa.literal(letter).label("letter"), owner.label("owner")).where(keys.c.key.in_(mine))
            parts.append(sa.select(part.limit(most).subquery()))
    best: dict[UUID, str] = {}
    for row in connection.execute(sa.union_all(*parts)):
        if row.owner not in best or ORDER.index(row.letter) < ORDER.index(best[row.owner]):
            best[row.owner] = row.letter
    ranked = sorted(best.items(), key=lambda item: (ORDER.index(item[1]), str(item[0])))
    return dict(ranked[:MOST_LOOKED_AT])


def _rows(connection: sa.Connection, table: sa.Table, hits: Mapping[UUID, str]) -> Mapping[UUID, Any]:
    if not hits:
        return {}
    columns = [table.c.id, table.c.name]
    if "merged_into_id" in table.c:
        columns.append(table.c.merged_into_id)
    return {row.id: row for row in connection.execute(sa.select(*columns).where(table.c.id.in_(list(hits))))}


def _ranked(hits: Mapping[UUID, str], rows: Mapping[UUID, Any]) -> Sequence[tuple[str, Any]]:
    ordered = sorted(hits.items(), key=lambda item: (ORDER.index(item[1]), str(item[0])))
    return [(letter, rows[key]) for key, letter in ordered if key in rows]
