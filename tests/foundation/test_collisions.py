"""Two people at the same instant: one is first, the other is told so in words, and nothing is lost or half written."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Barrier, Thread
from uuid import UUID

import pytest
import sqlalchemy as sa

from cases.employer import Employer
from foundation.errors import Collided
from foundation.work import begin
from tests.databases import fresh_engine
from tests.office import MORNING, Office, furnish
from tests.stories.scripts import opening
from workflows.perform import perform
from workflows.subjects import read_case

CODE = "91630100MA000000XA"
_employer: sa.Table = Employer.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Office]:
    """On PostgreSQL: SQLite lets one write at a time, so there the second looks when the first is done."""
    with fresh_engine("postgres", tmp_path) as engine:
        yield furnish(engine)


def together(*people: Callable[[], None]) -> list[str]:
    """What each was told, all of them at work at the same time."""
    told: list[str] = []

    def run(act: Callable[[], None]) -> None:
        try:
            act()
            told.append("done")
        except Collided as met:
            told.append(met.detail)

    threads = [Thread(target=run, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(told)


def test_the_same_credit_code_twice(province: Office) -> None:
    looked = Barrier(2)

    def register(name: str) -> None:
        with begin(province.engine, by=province.actor("supervisor"), at=MORNING) as work:
            perform(work, "register_employer", None, {"name": name, "credit_code": CODE})
            # Both have looked, and neither has seen the other.
            looked.wait(10)

    told = together(lambda: register("测试甲有限公司"), lambda: register("测试乙有限公司"))
    assert told[0] == "done"
    assert "其他人刚刚登记了相同的内容" in told[1]
    with province.engine.connect() as connection:
        assert len(connection.execute(sa.select(_employer.c.name)).all()) == 1


def test_two_who_wait_for_each_other(province: Office) -> None:
    first, second = (province.act("open_case", **opening("wage_arrears")).case_id for _ in range(2))
    assert first is not None
    assert second is not None
    held = Barrier(2)

    def lock(mine: UUID, other: UUID) -> None:
        with begin(province.engine, by=province.actor("supervisor"), at=MORNING) as work:
            read_case(work, mine)
            held.wait(10)
            read_case(work, other)

    told = together(lambda: lock(first, second), lambda: lock(second, first))
    assert told[0] == "done"
    assert "请再提交一次" in told[1]


def test_other_faults_stay_faults(province: Office) -> None:
    with (
        pytest.raises(sa.exc.IntegrityError),
        begin(province.engine, by=province.actor("supervisor"), at=MORNING) as work,
    ):
        work.connection.execute(sa.text("INSERT INTO letter_number (id) VALUES (NULL)"))
