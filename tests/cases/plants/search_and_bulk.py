"""Offices in which the search is behind, or a bulk job was left alone."""

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa

from foundation.ids import new_id
from tests.office import MORNING, Office
from tests.stories.scripts import opening
from workflows.bulk import carry_out, order
from workflows.indexing import index_new


def _behind(office: Office) -> None:
    before = MORNING - timedelta(hours=2)
    case_id = office.act("open_case", at=before, **opening("wage_arrears")).case_id
    office.act("add_note", case_id, by="operator", at=before, note="记录")
    index_new(office.engine, MORNING)
    with office.engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(sa.text("UPDATE search_document SET version = 1 WHERE kind = 'case'"))


def _stuck(office: Office) -> None:
    done = office.act("open_case", **opening("wage_arrears"))
    assert done.case_id is not None
    assert done.case_number is not None
    index_new(office.engine, MORNING)
    supervisor = office.actor("supervisor")
    cases = [(done.case_id, done.case_number)]
    job = order(office.engine, supervisor, MORNING, "add_note", {"note": "记录"}, cases, new_id().hex)
    carry_out(office.engine, job, MORNING)
    index_new(office.engine, MORNING)
    undone = sa.text("UPDATE bulk_job SET state = 'running', finished_at = NULL, moved_at = :at").bindparams(
        sa.bindparam("at", MORNING - timedelta(days=400), sa.DateTime(timezone=True))
    )
    with office.engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(undone)


PLANTS: dict[str, Callable[[Office], None]] = {"search_behind": _behind, "bulk_stuck": _stuck}
