"""并案 taken back: the case stands where it stood, its clocks run from where they began, the other file gives back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.checks.run import run_checks
from foundation.errors import NotPossible
from foundation.settings import Settings
from tests.office import MORNING, Office
from tests.stories.scripts import opening
from tests.workflows.test_rosters import STATES

LATER = MORNING + timedelta(hours=3)


def clocks(office: Office, case_id: UUID) -> list[Any]:
    """The running clocks of a case: what, since when, until when."""
    with office.engine.connect() as connection:
        query = sa.text(
            "SELECT rule_id, kind, opened_at, due_at FROM clock WHERE case_id = :id AND state = 'running' "
            "AND kind IN ('citizen', 'right') ORDER BY rule_id, due_at"
        )
        given = case_id.hex if connection.dialect.name == "sqlite" else case_id
        return [(row.rule_id, row.kind, str(row.due_at)) for row in connection.execute(query, {"id": given})]


def of_case(office: Office, case_id: UUID, column: str) -> Any:
    """One column of the case."""
    from cases.case import Case

    with office.engine.connect() as connection:
        return connection.execute(sa.select(getattr(Case, column)).where(Case.id == case_id)).scalar()


def test_a_joining_is_taken_back_exactly(office: Office) -> None:
    away = office.act("open_case", at=MORNING - timedelta(days=3), **opening("wage_arrears")).case_id
    stays = office.act(
        "open_case",
        **opening("wage_arrears", worker_name="钱某", phone="0971-0000010", infringement_known_on="2026-09-20"),
    ).case_id
    assert away is not None
    assert stays is not None
    office.act("accept", away)
    before = {one: (clocks(office, one), of_case(office, one, "opened_at")) for one in (away, stays)}
    number = of_case(office, stays, "number")
    for turn in range(2):
        at = LATER + timedelta(hours=turn)
        office.act("merge_case", away, by="supervisor", at=at, into=number, reason="同一事项")
        assert of_case(office, stays, "opened_at") == of_case(office, away, "opened_at")
        assert len(clocks(office, stays)) > len(before[stays][0])
        office.act("unmerge_case", away, by="supervisor", at=at + timedelta(minutes=5), reason="并错了")
        assert of_case(office, away, "state") == "assigning"
        assert of_case(office, away, "outcome") is None
        for one in (away, stays):
            assert (clocks(office, one), of_case(office, one, "opened_at")) == before[one]
    with office.engine.connect() as connection:
        said = connection.execute(sa.text("SELECT reason FROM clock WHERE reason LIKE '并案已撤销%恢复办理'")).all()
    assert said
    found = run_checks(office.engine, LATER, Settings(), STATES)
    assert [one for one in found if one.severity == "error"] == []


def test_only_a_joined_case_can_be_parted(office: Office) -> None:
    case_id = office.act("open_case", **opening("wage_arrears")).case_id
    with pytest.raises(NotPossible, match="没有这一事项"):
        office.act("unmerge_case", case_id, by="supervisor", reason="x")
