"""What to collect 证据: told to the caller, promised, received, or not to be had."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field, model_validator

from cases.attachment import Attachment
from cases.codes import EVIDENCE_BRINGER, EVIDENCE_STATE
from cases.evidence import OWN, EvidenceItem
from cases.views.evidence import EvidenceShown, evidence_on
from foundation.errors import NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.forms import Form, choice
from workflows.subjects import CaseNow

ANYONE = (Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR)
_item: sa.Table = EvidenceItem.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_attachment: sa.Table = Attachment.__table__  # type: ignore[attr-defined]


class EvidenceChoice(Form):
    """One thing on the list."""

    code: str = Field(title="材料", max_length=50, json_schema_extra={"choose": "evidence"})


class RecordEvidence(Form):
    """One thing or many, and where they stand now."""

    items: tuple[EvidenceChoice, ...] = Field(title="材料", min_length=1, max_length=60)
    state: Annotated[str, choice(EVIDENCE_STATE)] = Field(title="情况")
    promised_on: date | None = Field(default=None, title="答应提供的日期")
    note: str | None = Field(default=None, title="说明", max_length=500, description="无法提供的，写明原因")

    @model_validator(mode="after")
    def _reason(self) -> "RecordEvidence":
        if self.state == "unavailable" and not self.note:
            raise ValueError("无法提供的，请在说明中写明原因")
        return self


@act("登记证据情况", *ANYONE, form=RecordEvidence, desk="evidence")
def record_evidence(work: Work, case: CaseNow, form: RecordEvidence) -> dict[str, Any]:
    """勾选一项或多项材料：已告知、答应提供、已收到、无法提供（写明原因）。"""
    listed = _listed(work, case)
    for code in dict.fromkeys(item.code for item in form.items):
        note_standing(work, case, _one(listed, code), state=form.state, promised_on=form.promised_on, note=form.note)
    return {"items": "、".join(listed[item.code].label for item in form.items)}


class AddEvidenceItem(Form):
    """Something that the list does not know."""

    label: str = Field(title="材料", min_length=1, max_length=120)
    bringer: Annotated[str, choice(EVIDENCE_BRINGER)] = Field(default="worker", title="由谁提供")
    is_essential: bool = Field(default=False, title="必要材料")
    note: str | None = Field(default=None, title="说明", max_length=500)


@act("增加材料", *ANYONE, form=AddEvidenceItem, desk="evidence")
def add_evidence_item(work: Work, case: CaseNow, form: AddEvidenceItem) -> dict[str, Any]:
    """在证据清单中增加一项，视为已告知提供人。"""
    code = f"{OWN}{new_id()}"
    work.writes.insert(
        EvidenceItem,
        {
            "case_id": case.id,
            "code": code,
            **form.model_dump(),
            "state": "asked",
            "by_name": work.by.name,
            "at": work.at,
        },
    )
    return {"code": code}


class AttachEvidence(Form):
    """Which file is which thing."""

    code: str = Field(title="材料", max_length=50, json_schema_extra={"choose": "evidence"})
    attachment_id: UUID = Field(title="文件", json_schema_extra={"choose": "case_file"})


@act("文件对应材料", *ANYONE, form=AttachEvidence, desk="evidence")
def attach_evidence(work: Work, case: CaseNow, form: AttachEvidence) -> dict[str, Any]:
    """把案卷中的文件对应到清单的一项，该项即为已收到。"""
    row = work.connection.execute(
        sa.select(_attachment.c.case_id, _attachment.c.label, _attachment.c.withdrawn_at).where(
            _attachment.c.id == form.attachment_id
        )
    ).one_or_none()
    if row is None or row.case_id != case.id or row.withdrawn_at is not None:
        raise NotValid("没有这个文件，或文件已撤回；请先上传文件。", fields={"attachment_id": "请选择本案的文件"})
    found = _one(_listed(work, case), form.code)
    note_standing(work, case, found, state="received", attachment_id=form.attachment_id)
    return {"items": found.label, "file": row.label}


def _listed(work: Work, case: CaseNow) -> Mapping[str, EvidenceShown]:
    return {one.code: one for one in evidence_on(work.connection, case.id).items}


def _one(listed: Mapping[str, EvidenceShown], code: str) -> EvidenceShown:
    found = listed.get(code)
    if found is None:
        raise NotValid("清单中没有这一项；请先“增加材料”。", fields={"items": "请从清单中选择"})
    return found


def note_standing(work: Work, case: CaseNow, item: EvidenceShown, **changes: Any) -> None:
    """Write down where one thing stands; a file that belongs to it stays with it."""
    said = {"note": item.note, "promised_on": None, **changes, "by_name": work.by.name, "at": work.at}
    if item.state is not None:
        key = sa.select(_item.c.id).where(_item.c.case_id == case.id, _item.c.code == item.code)
        work.writes.update(EvidenceItem, {"id": work.connection.execute(key).scalar_one()}, said)
        return
    work.writes.insert(
        EvidenceItem,
        {
            "case_id": case.id,
            "code": item.code,
            "label": item.label,
            "bringer": item.bringer,
            "is_essential": item.essential,
            **said,
        },
    )
