"""An investigation as the acts on it see it: who may take part, which is open, and what a letter says of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from cases.attachment import Attachment
from cases.claim import Investigation
from cases.inquiry_codes import CONSULTATION_RESULT
from cases.investigation import Consultation, InvestigationEvidence, InvestigationLetter, InvestigationRecord
from cases.supervisor import Supervisor
from cases.views.supervisors import ties_of, valid_on
from foundation.clock import OFFICE
from foundation.errors import NotFound, NotPossible, NotValid
from foundation.settings import settings
from foundation.work import Work
from workflows import clocks
from workflows.subjects import CaseNow

LIMIT = "LTR-INVESTIGATE"


def table_of(model: type[SQLModel]) -> sa.Table:
    """The table of a model."""
    found: sa.Table = model.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
    return found


_inquiry, _consultation = table_of(Investigation), table_of(Consultation)
_record, _evidence, _attachment = table_of(InvestigationRecord), table_of(InvestigationEvidence), table_of(Attachment)
_letter, _supervisor = table_of(InvestigationLetter), table_of(Supervisor)


def find_supervisor(work: Work, supervisor_id: UUID) -> sa.Row[Any]:
    """The supervisor of the register. Raises NotFound."""
    row = work.connection.execute(sa.select(_supervisor).where(_supervisor.c.id == supervisor_id)).one_or_none()
    if row is None:
        raise NotFound("登记簿上没有这名监督员。")
    return row


def open_investigation_of(work: Work, case_id: UUID) -> sa.Row[Any]:
    """The investigation that is going on. Raises NotPossible."""
    row = find_open(work, case_id)
    if row is None:
        raise NotPossible("本案没有进行中的调查；请先“启动调查”。")
    return row


def find_open(work: Work, case_id: UUID) -> sa.Row[Any] | None:
    """The investigation that is going on, if there is one."""
    query = sa.select(_inquiry).where(_inquiry.c.case_id == case_id, _inquiry.c.closed_at.is_(None))
    return work.connection.execute(query.limit(1)).one_or_none()


def fit(work: Work, case: CaseNow, supervisor_id: UUID, on: date) -> sa.Row[Any]:
    """The supervisor, whose certificate holds on the day and whom nothing ties to the case.

    Raises NotFound, NotPossible with the path in words.
    """
    row = find_supervisor(work, supervisor_id)
    if not valid_on(work.connection, row.id, on):
        until = f"已于 {row.withdrawn_on} 收回" if row.withdrawn_on else f"有效期 {row.valid_from} 至 {row.valid_to}"
        raise NotPossible(
            f"{row.name}的监督员证（证号 {row.certificate}）在 {on} 无效：{until}。请另选监督员，或者先办理换证。"
        )
    ties = ties_of(work.connection, case, row, on)
    if ties:
        raise NotPossible(f"须回避：{'；'.join(one.path for one in ties)}。请另选监督员。")
    return row


def fit_pair(
    work: Work, case: CaseNow, ids: Mapping[str, UUID | None], on: date, *, what: str
) -> tuple[sa.Row[Any], sa.Row[Any]]:
    """Two different supervisors of the register, each fit on the day. `ids`: whom the two fields of a form name.

    Raises NotValid, NotFound, NotPossible.
    """
    empty = [name for name, given in ids.items() if given is None]
    if empty:
        raise NotValid(f"{what}须有两名监督员，请从登记簿选择。", fields=dict.fromkeys(empty, "必选"))
    first, second = ids.values()
    if first is None or second is None or first == second:
        raise NotPossible(f"{what}须由两名不同的监督员进行。")
    return fit(work, case, first, on), fit(work, case, second, on)


def check_attachment(work: Work, case: CaseNow, attachment_id: UUID | None) -> None:
    """Raises NotValid for a file that is not this case's, or was taken back."""
    if attachment_id is None:
        return
    query = sa.select(_attachment.c.case_id, _attachment.c.withdrawn_at).where(_attachment.c.id == attachment_id)
    row = work.connection.execute(query).one_or_none()
    if row is None or row.case_id != case.id or row.withdrawn_at is not None:
        raise NotValid("没有这个文件，或文件已撤回；请先上传文件。", fields={"attachment_id": "请选择本案的文件"})


def next_seq(work: Work, model: type[SQLModel], investigation_id: UUID) -> int:
    """The next place on a list of this investigation."""
    table = table_of(model)
    query = sa.select(sa.func.coalesce(sa.func.max(table.c.seq), 0)).where(table.c.investigation_id == investigation_id)
    return int(work.connection.execute(query).scalar_one()) + 1


def count_records(work: Work, investigation_id: UUID) -> tuple[int, bool]:
    """How many records there are, and whether all are signed."""
    query = sa.select(_record.c.signed).where(_record.c.investigation_id == investigation_id)
    signed = list(work.connection.execute(query).scalars())
    return len(signed), all(signed)


def consultations(work: Work, case_id: UUID) -> Sequence[sa.Row[Any]]:
    """The talks of the case and the reasons why none was held, in their order."""
    query = sa.select(_consultation).where(_consultation.c.case_id == case_id)
    return work.connection.execute(query.order_by(_consultation.c.recorded_at, _consultation.c.id)).all()


def consulted(rows: Sequence[Any]) -> str | None:
    """What a letter says of the talks: days and results, never who was there and what they asked for."""
    held = [row for row in rows if row.held_on is not None]
    if held:
        said = [f"{row.held_on.year}年{row.held_on.month}月{row.held_on.day}日协商，{_result(row)}" for row in held]
        return "；".join(said)
    return next((row.skipped_why for row in rows), None)


def _result(row: Any) -> str:
    return CONSULTATION_RESULT.get(row.result, row.result or "")


def start_limit(work: Work, case: CaseNow, opened_on: date) -> None:
    """The time limit of the region from the opening, where the state of the file has not opened it already."""
    if any(clock["rule_id"] == LIMIT and clock["state"] == "running" for clock in case.running_clocks(work)):
        return
    region = settings().office_region
    clocks.open_by_rule(work, case, LIMIT, opened_on, kind="stage", cause="open_investigation", region=region)


def stop_limit(work: Work, case: CaseNow) -> None:
    """The limit that the opening began ends with the closing; that of a state ends with the state."""
    clocks.stop(
        work,
        case,
        lambda clock: clock["rule_id"] == LIMIT and clock["bound_state"] is None,
        met=True,
        reason="调查已办结",
    )


def latest_closed(work: Work, case_id: UUID) -> Mapping[str, Any] | None:
    """The last closed investigation of the case."""
    query = (
        sa.select(_inquiry)
        .where(_inquiry.c.case_id == case_id, _inquiry.c.closed_at.is_not(None))
        .order_by(_inquiry.c.closed_at.desc(), _inquiry.c.id.desc())
        .limit(1)
    )
    row = work.connection.execute(query).one_or_none()
    return dict(row._mapping) if row is not None else None


def facts_of(work: Work, case: CaseNow, found: Mapping[str, Any]) -> dict[str, Any]:
    """What a letter says of a closed investigation: supervisors, days, papers read, talks; nobody who was asked."""
    evidence = work.connection.execute(
        sa.select(_evidence.c.name, _evidence.c.pages, _evidence.c.form)
        .where(_evidence.c.investigation_id == found["id"])
        .order_by(_evidence.c.seq)
    ).all()
    numbers = work.connection.execute(
        sa.select(_letter.c.number).where(_letter.c.investigation_id == found["id"]).order_by(_letter.c.recorded_at)
    ).scalars()
    count, _signed = count_records(work, found["id"])
    return {
        "supervisors": [
            [found["first_supervisor"], found["first_certificate"]],
            [found["second_supervisor"], found["second_certificate"]],
        ],
        "opened_on": found["opened_on"].isoformat(),
        "closed_on": found["closed_at"].astimezone(OFFICE).date().isoformat(),
        "consultation": consulted(consultations(work, case.id)) or found["consultation"],
        "records": count,
        "evidence": [f"{row.name}（{row.pages}页）" for row in evidence],
        "inquiry_letters": list(numbers),
        "finding": found["finding"],
    }
