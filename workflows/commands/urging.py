"""催办: the supervisor reminds the handler of a case."""

from typing import Any

import sqlalchemy as sa
from pydantic import Field

from cases.clock_rows import Alert
from cases.journal import JournalEntry
from foundation.errors import NotPossible
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.forms import Form
from workflows.subjects import CaseNow

_entry: sa.Table = JournalEntry.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


class UrgeHandler(Form):
    """What the handler is asked to do."""

    note: str = Field(title="催办要求", min_length=1, max_length=500)


@act("催办", Role.SUPERVISOR, form=UrgeHandler, desk="urging")
def urge_handler(work: Work, case: CaseNow, form: UrgeHandler) -> dict[str, Any]:
    """提醒承办人抓紧办理；计次，记入日志。"""
    if case.handler_id is None:
        raise NotPossible("案件还没有承办人，不能催办；请先派单。")
    before = sa.select(sa.func.count()).where(_entry.c.case_id == case.id, _entry.c.act == "urge_handler")
    times = work.connection.execute(before).scalar_one() + 1
    work.writes.insert(
        Alert,
        {
            "key": f"alert:urge:{case.id}:{times}",
            "case_id": case.id,
            "account_id": case.handler_id,
            "title": f"催办（第{times}次）：{case.number}"[:120],
            "body": f"{work.by.name}：{form.note}",
            "at": work.at,
            "recorded_at": work.recorded_at,
            "is_history": work.history,
        },
    )
    return {"times": times}
