"""The search as somebody may use it: people of a unit below find employers, and among cases their unit's only."""

import sqlalchemy as sa
from sqlmodel import Session

from cases.gram_query import asked
from cases.views import tables as t
from cases.views.reach import within
from cases.views.search import GROUPS, Found, Group, in_list, search
from cases.views.search_matching import limit_of
from cases.views.search_shown import shown
from cases.views.search_viewer import Viewer
from foundation.work import Actor


def search_as(session: Session, text: str, by: Actor) -> Found:
    """Everything that answers the query and that this person may see, by kind."""
    viewer = Viewer(by.role, by.account_id)
    if by.unit_id is None:
        return search(session, text, viewer)
    query = asked(text)
    if query.secret is not None:
        # Only among the parties of their own cases.
        return search(session, text, viewer, kinds=("party",))
    found = in_list(session, text, viewer)
    cases = [] if found is None else _cases(session, sa.and_(found, within(by.unit_id)), query.words)
    employers = search(session, text, viewer, kinds=("employer",))
    return Found(query, [*cases, *employers.groups])


def _cases(session: Session, which: sa.ColumnElement[bool], words: tuple[str, ...]) -> list[Group]:
    most = limit_of("case")
    query = sa.select(t.case.c.id).where(which).order_by(t.case.c.opened_at.desc(), t.case.c.id.desc()).limit(most + 1)
    connection = session.connection()
    ids = list(connection.execute(query).scalars())
    hits = shown(connection, "case", ids[:most], words)
    return [Group("case", GROUPS["case"], hits, len(ids) > most)] if hits else []
