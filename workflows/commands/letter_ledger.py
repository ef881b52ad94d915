"""导出台账: the ledger of letters leaves the house like every list: on record, with a reason where it is long."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from pydantic import Field

from cases.export_log import ExportLog
from cases.views.letter_ledger import count_ledger
from foundation.errors import NotAllowed, NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.exports import limits
from workflows.forms import Form
from workflows.letter_ledger import HEADER, LIST, read_ask
from workflows.perform import Done

EVERYONE = tuple(role for role in Role if role is not Role.SYSTEM)


class ExportLedger(Form):
    """Which part of the ledger, and why."""

    query: str = Field(default="", title="筛选", max_length=1000, description="同台账地址中的条件；不填为全部")
    reason: str | None = Field(default=None, title="导出事由", max_length=200)


@act("导出文书台账", *EVERYONE, form=ExportLedger, desk="exports", subject="office")
def export_letter_ledger(work: Work, form: ExportLedger) -> Done:
    """导出一函两书台账和月度滚存（xlsx）；超过规定份数须写事由或经批准，每次都登记。"""
    if work.by.account_id is None:
        raise NotAllowed("导出须由有账号的人申请。")
    ask = read_ask(dict(parse_qsl(form.query)))
    if ask.faults:
        raise NotValid("；".join(ask.faults) + "。", fields={"query": "；".join(ask.faults)})
    count = count_ledger(work.session, ask.filters)
    allowed = limits()
    if count == 0:
        raise NotPossible("没有符合条件的文书，不必导出。")
    if count > allowed.most:
        raise NotPossible(f"共 {count} 份，一次最多导出 {allowed.most} 份；请缩小范围。")
    if count > allowed.reason_above and not form.reason:
        words = f"共 {count} 份，超过 {allowed.reason_above} 份须填写导出事由。"
        raise NotValid(words, fields={"reason": "必填"})
    values: dict[str, Any] = {
        "id": new_id(),
        "account_id": work.by.account_id,
        "by_name": work.by.name,
        "by_role": work.by.role,
        "list_name": LIST,
        "query": urlencode(ask.kept),
        "columns": list(HEADER),
        "form": "xlsx",
        "row_count": count,
        "reason": form.reason,
        "state": "waiting" if count > allowed.approval_above else "approved",
        "asked_at": work.at,
    }
    work.writes.insert(ExportLog, values)
    made = {"export_id": values["id"], "state": values["state"], "rows": count}
    return Done("export_letter_ledger", "导出文书台账", made=made)
