"""Where a matter stands on the two-level list 诉求分类, put right with a reason; the journal keeps old and new."""

from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.claim import Claim
from cases.codes import CLAIM_KIND
from cases.topics import TOPIC, kind_of_topic
from foundation.errors import NotFound, NotPossible
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.forms import Form, choice
from workflows.subjects import CaseNow

_claim: sa.Table = Claim.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


class Reclassify(Form):
    """The right place, and why."""

    topic: Annotated[str, choice(TOPIC)] = Field(title="改为")
    claim_id: UUID | None = Field(
        default=None,
        title="哪一项诉求",
        description="不选则改全案的主分类",
        json_schema_extra={"choose": "claim_topic"},
    )
    reason: str = Field(title="理由", min_length=1, max_length=1000)


@act("更正分类", Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR, form=Reclassify, desk="classification")
def reclassify(work: Work, case: CaseNow, form: Reclassify) -> dict[str, Any]:
    """更正全案或一项诉求的两级分类；诉求类别随之对应，日志保留前后。"""
    if form.claim_id is None:
        before, kind = case.topic, case.category
    else:
        query = sa.select(_claim.c.topic, _claim.c.kind).where(
            _claim.c.id == form.claim_id, _claim.c.case_id == case.id
        )
        row = work.connection.execute(query).one_or_none()
        if row is None:
            raise NotFound("本案没有这一项诉求。")
        before, kind = row
    if before == form.topic:
        raise NotPossible(f"现在就是“{TOPIC[form.topic]}”，没有改动。")
    now = kind_of_topic(form.topic, kind)
    if form.claim_id is None:
        case.topic, case.category = form.topic, now
    else:
        work.writes.update(Claim, {"id": form.claim_id}, {"topic": form.topic, "kind": now})
    return {
        "before": TOPIC.get(before or "", "（未分类）"),
        "after": TOPIC[form.topic],
        "kind": f"{CLAIM_KIND[kind]} → {CLAIM_KIND[now]}",
    }
