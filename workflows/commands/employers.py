"""The register of employers 一企一档: one file per enterprise, its other names, its branches."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field, field_validator, model_validator

from cases.check_digits import credit_code_fault, tidy
from cases.codes import EMPLOYER_BRANCH, INDUSTRY, UNION_STATUS
from cases.employer import Employer, EmployerAlias, EmployerEntry
from cases.employer_names import fold_employer
from foundation.database import is_postgres
from foundation.errors import NotFound, NotPossible, NotValid
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.forms import Form, Phone, choice
from workflows.naming import begin_employer, employer_of, key_employer
from workflows.perform import Done

REGISTRAR = (Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR)
_employer: sa.Table = Employer.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_alias: sa.Table = EmployerAlias.__table__  # type: ignore[attr-defined]


def read_employer(work: Work, employer_id: UUID, *, also_merged: bool = False) -> Any:
    """The employer's row, locked for this act. Raises NotFound, and NotPossible for a file that went into another."""
    query = sa.select(_employer).where(_employer.c.id == employer_id)
    if is_postgres(work.connection):
        query = query.with_for_update()
    row = work.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("没有这个用人单位的档案。")
    if row.merged_into_id is not None and not also_merged:
        raise NotPossible(f"“{row.name}”的档案已并入另一单位，请在并入后的档案上办理。")
    return row


def note(work: Work, employer_id: UUID, name: str, title: str, detail: Mapping[str, Any]) -> None:
    """A line in the employer's own history."""
    values = {"employer_id": employer_id, "act": name, "title": title, "by": work.by.name, "at": work.at}
    work.writes.insert(EmployerEntry, {**values, "detail": dict(detail)})


def check_free(work: Work, folded: str, employer_id: UUID | None) -> None:
    """Raises NotPossible when another file has this name already."""
    taken = sa.union_all(
        sa.select(_employer.c.id, _employer.c.name).where(_employer.c.folded == folded),
        sa.select(_alias.c.employer_id, _alias.c.name).where(_alias.c.folded == folded),
    )
    for row in work.connection.execute(taken):
        if employer_id is None or UUID(str(row.id)) != employer_id:
            raise NotPossible(f"“{row.name}”已另有档案；如系同一单位，请办理“合并单位档案”。")


def _coded(value: str | None) -> str | None:
    if value is None:
        return None
    fault = credit_code_fault(value)
    if fault is not None:
        raise ValueError(fault)
    return tidy(value)


class RegisterEmployer(Form):
    """A new file."""

    name: str = Field(title="单位名称", min_length=2, max_length=120)
    credit_code: str | None = Field(default=None, title="统一社会信用代码", max_length=30)
    industry: Annotated[str, choice(INDUSTRY)] | None = Field(default=None, title="行业")
    kind: str | None = Field(default=None, title="单位性质", max_length=60)
    region: str | None = Field(default=None, title="所在地区", max_length=60)
    address: str | None = Field(default=None, title="地址", max_length=200)
    union_status: Annotated[str, choice(UNION_STATUS)] | None = Field(default=None, title="建会情况")
    contact: str | None = Field(default=None, title="联系人", max_length=60)
    phone: Phone | None = Field(default=None, title="联系电话")

    _code_checked = field_validator("credit_code")(_coded)


@act("登记用人单位", *REGISTRAR, form=RegisterEmployer, desk="employers", subject="office")
def register_employer(work: Work, form: RegisterEmployer) -> Done:
    """登记一个用人单位的档案；同名的不重复登记。"""
    _check_name(form.name)
    check_free(work, fold_employer(form.name), None)
    _check_code(work, form.credit_code, None)
    employer_id = begin_employer(work, form.model_dump(exclude_none=True))
    note(work, employer_id, "register_employer", "登记用人单位", form.model_dump(exclude_none=True, exclude={"phone"}))
    return Done("register_employer", "登记用人单位", made={"employer_id": str(employer_id)})


class EditEmployer(RegisterEmployer):
    """Only what is given is changed."""

    employer_id: UUID = Field(title="用人单位")
    name: str | None = Field(default=None, title="单位名称", min_length=2, max_length=120)  # type: ignore[assignment]  # may be left as it is

    @model_validator(mode="after")
    def _something(self) -> "EditEmployer":
        if not self.model_dump(exclude_none=True, exclude={"employer_id"}):
            raise ValueError("请至少填写一项")
        return self


@act("更正单位信息", *REGISTRAR, form=EditEmployer, desk="employers", subject="office")
def edit_employer(work: Work, form: EditEmployer) -> Done:
    """更正或补充单位信息；更名的，原名称留作别名。"""
    row = read_employer(work, form.employer_id)
    new = form.model_dump(exclude_none=True, exclude={"employer_id"})
    _check_code(work, form.credit_code, form.employer_id)
    if form.name is not None and form.name != row.name:
        _check_name(form.name)
        folded = fold_employer(form.name)
        check_free(work, folded, form.employer_id)
        new["folded"] = folded
        key_employer(work, form.employer_id, form.name)
        if folded != row.folded:
            # The name under which it was known finds it still; a new name that was an alias is one no longer.
            work.connection.execute(sa.delete(_alias).where(_alias.c.folded == folded))
            values = {"employer_id": form.employer_id, "name": row.name, "folded": row.folded}
            work.writes.insert(EmployerAlias, {**values, "recorded_at": work.recorded_at}, unless_exists=True)
    before = {name: getattr(row, name) for name in new if name not in ("phone", "folded")}
    work.writes.update(Employer, {"id": form.employer_id}, new)
    note(work, form.employer_id, "edit_employer", "更正单位信息", {"before": before})
    return Done("edit_employer", "更正单位信息", made={"employer_id": str(form.employer_id)})


def _check_name(name: str) -> None:
    if len(fold_employer(name)) < 2:
        raise NotValid("单位名称无效。", fields={"name": "名称无效"})


def _check_code(work: Work, code: str | None, employer_id: UUID | None) -> None:
    if code is None:
        return
    query = sa.select(_employer.c.id, _employer.c.name).where(_employer.c.credit_code == code)
    other = work.connection.execute(query).one_or_none()
    if other is not None and (employer_id is None or UUID(str(other.id)) != employer_id):
        raise NotPossible(f"这个统一社会信用代码已登记在“{other.name}”名下；如系同一单位，请办理“合并单位档案”。")


class AddAlias(Form):
    """Another name."""

    employer_id: UUID = Field(title="用人单位")
    name: str = Field(title="别名（简称、曾用名、工地牌名）", min_length=2, max_length=120)


@act("增加别名", *REGISTRAR, form=AddAlias, desk="employers", subject="office")
def add_alias(work: Work, form: AddAlias) -> Done:
    """登记单位的另一个名称；以后按此名称也能找到这份档案。"""
    read_employer(work, form.employer_id)
    _check_name(form.name)
    folded = fold_employer(form.name)
    check_free(work, folded, form.employer_id)
    values = {"employer_id": form.employer_id, "name": form.name, "folded": folded}
    work.writes.insert(EmployerAlias, {**values, "recorded_at": work.recorded_at}, unless_exists=True)
    key_employer(work, form.employer_id, form.name)
    note(work, form.employer_id, "add_alias", "增加别名", {"name": form.name})
    return Done("add_alias", "增加别名", made={"employer_id": str(form.employer_id)})


class AddBranch(Form):
    """A part of the enterprise, by its own name."""

    employer_id: UUID = Field(title="上级单位")
    name: str = Field(title="分支机构名称", min_length=2, max_length=120)
    branch_kind: Annotated[str, choice(EMPLOYER_BRANCH)] = Field(title="类别")


@act("登记分支机构", *REGISTRAR, form=AddBranch, desk="employers", subject="office")
def add_branch(work: Work, form: AddBranch) -> Done:
    """登记分公司、项目部、子公司；已有档案的，归到上级单位名下。"""
    parent = read_employer(work, form.employer_id)
    branch_id = employer_of(work, form.name)
    if branch_id is None:
        raise NotValid("分支机构名称无效。", fields={"name": "名称无效"})
    if branch_id == form.employer_id:
        raise NotPossible("分支机构与上级单位是同一份档案。")
    if _above(work, parent, branch_id):
        raise NotPossible(f"“{form.name}”是“{parent.name}”的上级单位，不能同时是它的分支机构。")
    work.writes.update(Employer, {"id": branch_id}, {"parent_id": form.employer_id, "branch_kind": form.branch_kind})
    said = {"name": form.name, "kind": EMPLOYER_BRANCH[form.branch_kind]}
    note(work, form.employer_id, "add_branch", "登记分支机构", said)
    return Done("add_branch", "登记分支机构", made={"employer_id": str(form.employer_id), "branch_id": str(branch_id)})


def _above(work: Work, row: Any, wanted: UUID) -> bool:
    """Whether `wanted` stands above this employer."""
    seen = set()
    parent = row.parent_id
    while parent is not None and parent not in seen:
        if parent == wanted:
            return True
        seen.add(parent)
        parent = work.connection.execute(sa.select(_employer.c.parent_id).where(_employer.c.id == parent)).scalar()
    return False
