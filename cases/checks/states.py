"""States: a case stands where its chart knows it."""

from collections.abc import Iterator

import sqlalchemy as sa

from cases.case import Case
from cases.checks.finding import Finding
from cases.checks.registry import Night, check

_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


@check("state", "案件状态在状态图中")
def unknown_states(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Cases in a state that their version of the chart does not have."""
    query = sa.select(_case.c.number, _case.c.case_type, _case.c.chart_version, _case.c.state)
    for row in connection.execute(query):
        known = night.known_states.get((row.case_type, row.chart_version))
        if known is None:
            yield Finding("state", "error", row.number, f"案件所用的状态图第 {row.chart_version} 版不存在。")
        elif row.state not in known:
            yield Finding("state", "error", row.number, f"案件处于状态图中没有的状态“{row.state}”。")
