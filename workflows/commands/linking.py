"""Files that belong together without being one matter 关联: the same site, the same employer, a fellow worker."""

from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.case import Case
from cases.clock_request import CaseLink
from cases.views.reach import check_reach
from foundation.errors import NotFound, NotPossible
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.forms import CaseNumber, Form
from workflows.perform import finish_case
from workflows.subjects import CaseNow, read_case

DESK = (Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR)
_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_link: sa.Table = CaseLink.__table__  # type: ignore[attr-defined]
_BETWEEN = sa.select(_link.c.id, _link.c.undone_at).where(
    _link.c.kind == "related",
    sa.or_(
        sa.and_(_link.c.from_case_id == sa.bindparam("one"), _link.c.to_case_id == sa.bindparam("other")),
        sa.and_(_link.c.from_case_id == sa.bindparam("other"), _link.c.to_case_id == sa.bindparam("one")),
    ),
)


class LinkCase(Form):
    """Which file, and why."""

    other: CaseNumber = Field(title="关联案号", min_length=1, max_length=40, description="例如〔2026〕薪0001号")
    reason: str = Field(title="关联理由", min_length=1, max_length=1000)


def _other(work: Work, case: CaseNow, number: str) -> CaseNow:
    found = work.connection.execute(sa.select(_case.c.id).where(_case.c.number == number)).scalar()
    if found is None:
        raise NotFound(f"没有案号为“{number}”的案件。")
    if found == case.id:
        raise NotPossible("不能与自己关联。")
    check_reach(work.connection, work.by, UUID(str(found)))
    return read_case(work, UUID(str(found)))


@act("关联案件", *DESK, form=LinkCase, desk="file")
def link_case(work: Work, case: CaseNow, form: LinkCase) -> dict[str, str]:
    """两案各自办理、互相可见；不是同一事项的不并案，只关联。"""
    other = _other(work, case, form.other)
    row = work.connection.execute(_BETWEEN, {"one": case.id, "other": other.id}).first()
    if row is not None and row.undone_at is None:
        raise NotPossible(f"本案与 {other.number} 已经关联。")
    said = {"reason": form.reason, "by": work.by.name, "at": work.at, "recorded_at": work.recorded_at}
    if row is not None:
        work.writes.update(CaseLink, {"id": row.id}, {**said, "undone_at": None, "undone_by": None})
    else:
        which = {"kind": "related", "from_case_id": case.id, "to_case_id": other.id}
        work.writes.insert(CaseLink, {**which, **said}, unless_exists=True)
    finish_case(work, other, "link_case", "关联案件", other.state, {"from": case.number, "reason": form.reason})
    return {"other": other.number}


@act("解除关联", *DESK, form=LinkCase, desk="file")
def unlink_case(work: Work, case: CaseNow, form: LinkCase) -> dict[str, str]:
    """关联错了的解除；记录保留，可以再次关联。"""
    other = _other(work, case, form.other)
    row = work.connection.execute(_BETWEEN, {"one": case.id, "other": other.id}).first()
    if row is None or row.undone_at is not None:
        raise NotPossible(f"本案与 {other.number} 没有关联。")
    work.writes.update(CaseLink, {"id": row.id}, {"undone_at": work.at, "undone_by": work.by.name})
    finish_case(work, other, "unlink_case", "解除关联", other.state, {"from": case.number, "reason": form.reason})
    return {"other": other.number}
