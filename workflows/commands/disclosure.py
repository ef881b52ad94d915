"""Consent 同意披露: who may be named in a letter, since when and how they said so; taken back for letters to come.

Complainants' data are confidential (湖北19, 陕西17, 安徽18, 内蒙古18, 福建20); consent may be taken back
(个人信息保护法15).
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from cases.inquiry_codes import CONSENT_WAY
from cases.party import Party
from foundation.errors import NotPossible, NotValid
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.commands.investigations import DESK
from workflows.dates import past_day
from workflows.forms import Form, choice
from workflows.subjects import CaseNow

WHO = (Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR)
_party: sa.Table = Party.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


class DisclosureConsent(Form):
    """Who agreed, when and how."""

    party_id: UUID = Field(title="同意的人", json_schema_extra={"choose": "any_party"})
    how: Annotated[str, choice(CONSENT_WAY)] = Field(title="同意方式")
    consented_on: date | None = Field(default=None, title="同意日期", description="不填按今日")


@act("登记同意披露", *WHO, form=DisclosureConsent, desk=DESK)
def record_disclosure_consent(work: Work, case: CaseNow, form: DisclosureConsent) -> None:
    """登记本人同意在发给用人单位或者主管部门的文书中披露身份；公开提示函仍不得出现。"""
    row = _one(work, case, form.party_id)
    day = past_day(work, form.consented_on, field="consented_on", label="同意日期")
    changes = {"disclosure_consent_on": day, "disclosure_consent_how": form.how, "disclosure_withdrawn_on": None}
    work.writes.update(Party, {"id": row.id}, changes)


class WithdrawConsent(Form):
    """Who took it back."""

    party_id: UUID = Field(title="撤回同意的人", json_schema_extra={"choose": "any_party"})
    withdrawn_on: date | None = Field(default=None, title="撤回日期", description="不填按今日")


@act("撤回同意披露", *WHO, form=WithdrawConsent, desk=DESK)
def withdraw_disclosure_consent(work: Work, case: CaseNow, form: WithdrawConsent) -> None:
    """本人撤回同意：此后的文书不得披露其身份，已发出的不受影响。"""
    row = _one(work, case, form.party_id)
    if row.disclosure_consent_on is None or row.disclosure_withdrawn_on is not None:
        raise NotPossible("此人没有有效的同意，无须撤回。")
    day = past_day(
        work, form.withdrawn_on, field="withdrawn_on", label="撤回日期", not_before=row.disclosure_consent_on
    )
    work.writes.update(Party, {"id": row.id}, {"disclosure_withdrawn_on": day})


def _one(work: Work, case: CaseNow, party_id: UUID) -> sa.Row[tuple[object, ...]]:
    query = sa.select(_party).where(_party.c.id == party_id, _party.c.case_id == case.id)
    row = work.connection.execute(query).one_or_none()
    if row is None:
        raise NotValid("本案没有这个人。", fields={"party_id": "请选择"})
    return row
