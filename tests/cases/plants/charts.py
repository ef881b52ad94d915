"""Planted violations of charts and their migrations."""

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa

from foundation.work import SYSTEM, begin
from tests.office import MORNING, Office
from workflows.chart_migration import Request, rehearse
from workflows.charts.registry import CHARTS


def half_done(office: Office) -> None:
    """A migration whose process was killed two hours ago."""
    newest = CHARTS["wage_arrears"].version
    rehearse(office.engine, Request("wage_arrears", newest), SYSTEM, MORNING - timedelta(hours=2))
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        work.connection.execute(sa.text("UPDATE chart_migration SET state = 'applying'"))


PLANTS: dict[str, Callable[[Office], None]] = {"chart_migration": half_done}
