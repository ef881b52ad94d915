"""The register of supervisors 监督员: certified after training, renewed, withdrawn; what keeps one from a matter."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field, model_validator
from pydantic.config import JsonDict

from cases.codes import INTEREST
from cases.supervisor import Supervisor, SupervisorInterest, SupervisorTerm
from foundation.errors import NotFound, NotPossible, NotValid
from foundation.ids import new_id
from foundation.work import Work
from people.account import Account
from people.roles import Role
from workflows.acts import act
from workflows.forms import Form, choice
from workflows.investigating import find_supervisor
from workflows.naming import employer_of
from workflows.perform import Done

KEEPERS = (Role.SUPERVISOR, Role.ADMIN)
CHOOSE: JsonDict = {"choose": "any_supervisor"}
_supervisor: sa.Table = Supervisor.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_interest: sa.Table = SupervisorInterest.__table__  # type: ignore[attr-defined]
_account: sa.Table = Account.__table__  # type: ignore[attr-defined]


class Term(Form):
    """How long a certificate holds: as long as the union committee sits (内蒙古14)."""

    valid_from: date = Field(title="有效期自")
    valid_to: date = Field(title="有效期至")

    @model_validator(mode="after")
    def _in_order(self) -> "Term":
        if self.valid_to < self.valid_from:
            raise ValueError("有效期起止日期颠倒")
        return self


class RegisterSupervisor(Term):
    """Who was trained and certified, by whom, for how long."""

    name: str = Field(title="姓名", min_length=1, max_length=60)
    certificate: str = Field(title="监督员证号", min_length=1, max_length=40)
    authority: str = Field(title="发证机关", min_length=1, max_length=120)
    trained_on: date | None = Field(default=None, title="培训考核合格日期")
    account_id: UUID | None = Field(
        default=None,
        title="系统账号",
        description="有账号的，按其利害关系申报回避",
        json_schema_extra={"choose": "account"},
    )
    employer_name: str | None = Field(default=None, title="所在用人单位", max_length=120)
    unit: str | None = Field(default=None, title="所在工会或部门", max_length=120)


@act("登记监督员", *KEEPERS, form=RegisterSupervisor, desk="supervisors", subject="office")
def register_supervisor(work: Work, form: RegisterSupervisor) -> Done:
    """登记经培训考核合格、持证的劳动法律监督员。"""
    known = sa.select(_supervisor.c.id).where(_supervisor.c.certificate == form.certificate)
    if work.connection.execute(known).first() is not None:
        raise NotValid("这个监督员证号已经登记；换证请办理“监督员换证”。", fields={"certificate": "已登记"})
    if form.trained_on is not None and form.trained_on > form.valid_from:
        raise NotValid("先培训合格、后持证上岗：培训日期不能晚于有效期开始。", fields={"trained_on": "晚于有效期开始"})
    if form.account_id is not None:
        _check_account(work, form.account_id)
    supervisor_id = new_id()
    values = form.model_dump(exclude={"employer_name"})
    employer_id = employer_of(work, form.employer_name)
    said = {"recorded_by": work.by.name, "recorded_at": work.recorded_at}
    work.writes.insert(Supervisor, {"id": supervisor_id, **values, "employer_id": employer_id, **said})
    _add_term(work, supervisor_id, form)
    return Done("register_supervisor", "登记监督员", made={"supervisor_id": str(supervisor_id)})


def _check_account(work: Work, account_id: UUID) -> None:
    query = sa.select(_account.c.id).where(_account.c.id == account_id)
    if work.connection.execute(query).one_or_none() is None:
        raise NotValid("没有这个账号。", fields={"account_id": "没有此账号"})


def _add_term(work: Work, supervisor_id: UUID, term: Term) -> None:
    said = {"recorded_by": work.by.name, "recorded_at": work.recorded_at}
    days = {"valid_from": term.valid_from, "valid_to": term.valid_to}
    work.writes.insert(SupervisorTerm, {"supervisor_id": supervisor_id, **days, **said})


class RenewCertificate(Term):
    """The next term."""

    supervisor_id: UUID = Field(title="监督员", json_schema_extra=CHOOSE)
    trained_on: date | None = Field(default=None, title="本次培训考核日期")


@act("监督员换证", *KEEPERS, form=RenewCertificate, desk="supervisors", subject="office")
def renew_certificate(work: Work, form: RenewCertificate) -> Done:
    """登记换证后的新有效期；以前的有效期保留备查。"""
    row = find_supervisor(work, form.supervisor_id)
    if form.valid_to <= row.valid_to and row.withdrawn_on is None:
        raise NotValid("新的有效期应晚于现有有效期。", fields={"valid_to": f"现有至 {row.valid_to}"})
    if row.withdrawn_on is not None:
        raise NotPossible("监督员证已经收回，不能换证；重新取得资格的，按新证号登记。")
    changes: dict[str, Any] = form.model_dump(include={"valid_from", "valid_to"})
    if form.trained_on is not None:
        changes["trained_on"] = form.trained_on
    work.writes.update(Supervisor, {"id": row.id}, changes)
    _add_term(work, row.id, form)
    return Done("renew_certificate", "监督员换证", made={"supervisor_id": str(row.id)})


class WithdrawCertificate(Form):
    """Since when, and why."""

    supervisor_id: UUID = Field(title="监督员", json_schema_extra=CHOOSE)
    withdrawn_on: date | None = Field(default=None, title="收回日期", description="不填按今日")
    reason: str = Field(title="收回原因", min_length=1, max_length=500)


@act(
    "收回监督员证",
    *KEEPERS,
    form=WithdrawCertificate,
    desk="supervisors",
    subject="office",
    confirm="收回后不能再参加调查，登记不可撤销。确认收回？",
)
def withdraw_certificate(work: Work, form: WithdrawCertificate) -> Done:
    """收回监督员证，写明原因；登记保留。"""
    row = find_supervisor(work, form.supervisor_id)
    if row.withdrawn_on is not None:
        raise NotPossible("监督员证已经收回。")
    day = form.withdrawn_on or work.day
    if day > work.day:
        raise NotValid("收回日期不能晚于今天。", fields={"withdrawn_on": "不能晚于今天"})
    work.writes.update(Supervisor, {"id": row.id}, {"withdrawn_on": day, "withdrawn_why": form.reason})
    return Done("withdraw_certificate", "收回监督员证", made={"supervisor_id": str(row.id)})


class DeclareSupervisorInterest(Form):
    """Which tie, to which employer, since when."""

    supervisor_id: UUID = Field(title="监督员", json_schema_extra=CHOOSE)
    relation: Annotated[str, choice(INTEREST)] = Field(title="关系", description="本人或者近亲属与该单位的关系")
    employer_name: str = Field(title="用人单位", min_length=2, max_length=120)
    from_on: date = Field(title="自何日起")
    until_on: date | None = Field(default=None, title="至何日止", description="仍有关系的不填")
    note: str | None = Field(default=None, title="说明", max_length=200)

    @model_validator(mode="after")
    def _in_order(self) -> "DeclareSupervisorInterest":
        if self.until_on is not None and self.until_on < self.from_on:
            raise ValueError("起止日期颠倒")
        return self


@act("申报监督员利害关系", *KEEPERS, form=DeclareSupervisorInterest, desk="supervisors", subject="office")
def declare_supervisor_interest(work: Work, form: DeclareSupervisorInterest) -> Done:
    """登记监督员本人或者近亲属与用人单位的利害关系；对该单位的调查须回避。"""
    row = find_supervisor(work, form.supervisor_id)
    work.writes.insert(
        SupervisorInterest,
        {
            "supervisor_id": row.id,
            "employer_id": employer_of(work, form.employer_name),
            **form.model_dump(include={"relation", "from_on", "until_on", "note"}),
            "declared_by": work.by.name,
            "declared_at": work.at,
            "recorded_at": work.recorded_at,
        },
    )
    return Done("declare_supervisor_interest", "申报监督员利害关系", made={"supervisor_id": str(row.id)})


class EndSupervisorInterest(Form):
    """Since when it is over."""

    interest_id: UUID = Field(title="申报")
    until_on: date = Field(title="至何日止")


@act("监督员利害关系终止", *KEEPERS, form=EndSupervisorInterest, desk="supervisors", subject="office")
def end_supervisor_interest(work: Work, form: EndSupervisorInterest) -> Done:
    """登记利害关系终止之日；申报记录保留。"""
    row = work.connection.execute(sa.select(_interest).where(_interest.c.id == form.interest_id)).one_or_none()
    if row is None:
        raise NotFound("没有这项申报。")
    if form.until_on < row.from_on:
        raise NotValid("终止之日早于起始之日。", fields={"until_on": "早于起始之日"})
    work.writes.update(SupervisorInterest, {"id": row.id}, {"until_on": form.until_on})
    return Done("end_supervisor_interest", "监督员利害关系终止", made={"supervisor_id": str(row.supervisor_id)})
