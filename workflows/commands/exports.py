"""导出: asked for with a reason, approved by a second person where there are many rows, every one on record."""

from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.export_log import ExportLog
from cases.views.search_viewer import Viewer
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.exports import COLUMNS, USUAL, count_rows, limits
from workflows.forms import Form, choice
from workflows.listing import read_list
from workflows.perform import Done

EVERYONE = tuple(role for role in Role if role is not Role.SYSTEM)
FORMS = {"xlsx": "Excel（xlsx）", "csv": "CSV"}
_log: sa.Table = ExportLog.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


class RequestExport(Form):
    """Which list, which columns, why."""

    query: str = Field(default="", title="筛选和排序", max_length=1000, description="同案件列表地址中的条件")
    columns: tuple[str, ...] = Field(default=USUAL, title="列", min_length=1, max_length=len(COLUMNS))
    form: Annotated[str, choice(FORMS)] = Field(default="xlsx", title="格式")
    reason: str | None = Field(default=None, title="导出事由", max_length=200)


@act("申请导出", *EVERYONE, form=RequestExport, desk="exports", subject="office")
def request_export(work: Work, form: RequestExport) -> Done:
    """导出案件列表；超过规定件数须写事由或经批准，个人信息一律隐去。"""
    if work.by.account_id is None:
        raise NotAllowed("导出须由有账号的人申请。")
    unknown = [name for name in form.columns if name not in COLUMNS]
    if unknown:
        raise NotValid(f"没有这些列：{'、'.join(unknown)}。", fields={"columns": "没有这一列"})
    _, faults, kept = read_list(work.session, dict(parse_qsl(form.query)))
    if faults:
        raise NotValid("；".join(faults) + "。", fields={"query": "；".join(faults)})
    viewer = Viewer(work.by.role, work.by.account_id)
    count = count_rows(work.session, urlencode(kept), viewer, work.at)
    allowed = limits()
    if count == 0:
        raise NotPossible("没有符合条件的案件，不必导出。")
    if count > allowed.most:
        raise NotPossible(f"共 {count} 件，一次最多导出 {allowed.most} 件；请缩小范围。")
    if count > allowed.reason_above and not form.reason:
        words = f"共 {count} 件，超过 {allowed.reason_above} 件须填写导出事由。"
        raise NotValid(words, fields={"reason": "必填"})
    export_id = new_id()
    values = {
        "id": export_id,
        "account_id": work.by.account_id,
        "by_name": work.by.name,
        "by_role": work.by.role,
        "query": urlencode(kept),
        "columns": list(dict.fromkeys(form.columns)),
        "form": form.form,
        "row_count": count,
        "reason": form.reason,
        "state": "waiting" if count > allowed.approval_above else "approved",
        "asked_at": work.at,
    }
    work.writes.insert(ExportLog, values)
    return Done("request_export", "申请导出", made={"export_id": export_id, "state": values["state"], "rows": count})


class Decide(Form):
    """About one export."""

    export_id: UUID = Field(title="导出")
    why: str | None = Field(default=None, title="意见", max_length=200)


class Refuse(Form):
    """Why not."""

    export_id: UUID = Field(title="导出")
    why: str = Field(title="不批准的理由", min_length=1, max_length=200)


def _waiting(work: Work, export_id: UUID) -> Any:
    query = sa.select(_log).where(_log.c.id == export_id).with_for_update()
    row = work.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("没有这次导出。")
    if row.state != "waiting":
        raise NotPossible("这次导出不在待批准状态。")
    if row.account_id == work.by.account_id:
        raise NotAllowed("不能批准自己的导出；请另一名主管或领导办理。")
    return row


def _decide(work: Work, export_id: UUID, state: str, why: str | None) -> None:
    _waiting(work, export_id)
    values = {"state": state, "decided_by": work.by.name, "decided_at": work.at, "decided_why": why}
    work.writes.update(ExportLog, {"id": export_id}, values)


@act("批准导出", Role.SUPERVISOR, Role.LEADER, form=Decide, desk="exports", subject="office")
def approve_export(work: Work, form: Decide) -> Done:
    """批准他人的大批量导出；批准后由申请人取文件。"""
    _decide(work, form.export_id, "approved", form.why)
    return Done("approve_export", "批准导出", made={"export_id": form.export_id})


@act("不批准导出", Role.SUPERVISOR, Role.LEADER, form=Refuse, desk="exports", subject="office")
def refuse_export(work: Work, form: Refuse) -> Done:
    """写明理由，不批准导出。"""
    _decide(work, form.export_id, "refused", form.why)
    return Done("refuse_export", "不批准导出", made={"export_id": form.export_id})
