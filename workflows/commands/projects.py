"""Construction projects 工程项目: their profile, the companies on the site, and the cases that belong there."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field, model_validator

from cases.codes import COMPANY_ROLE, DEPOSIT_KIND, DISTRICT
from cases.employer_names import fold_employer
from cases.project import Project, ProjectCompany
from foundation.errors import NotFound, NotPossible, NotValid
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.forms import Form, Yuan, choice
from workflows.naming import employer_of, key_project, project_of
from workflows.perform import Done
from workflows.subjects import CaseNow

REGISTRAR = (Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR)
_project: sa.Table = Project.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_company: sa.Table = ProjectCompany.__table__  # type: ignore[attr-defined]


class CompanyItem(Form):
    """One company on the site."""

    employer_name: str = Field(title="单位名称", min_length=2, max_length=120)
    role: Annotated[str, choice(COMPANY_ROLE)] = Field(title="在项目上是")


class ProjectProfile(Form):
    """What is known of a site."""

    address: str | None = Field(default=None, title="地址", max_length=200)
    district: Annotated[str, choice(DISTRICT)] | None = Field(default=None, title="区县（园区）")
    companies: tuple[CompanyItem, ...] = Field(
        default=(), title="参建单位", max_length=200, description="建设、总包、分包、劳务各单位"
    )
    wage_bank: str | None = Field(default=None, title="农民工工资专用账户开户行", max_length=80)
    wage_account: str | None = Field(default=None, title="工资专用账户账号", pattern=r"^[0-9 \-]{6,40}$")
    deposit_kind: Annotated[str, choice(DEPOSIT_KIND)] | None = Field(default=None, title="工资保证金形式")
    deposit_amount: Yuan | None = Field(default=None, title="工资保证金金额（元）")
    has_real_names: bool | None = Field(default=None, title="实行实名制管理")
    started_on: date | None = Field(default=None, title="开工日期")
    ended_on: date | None = Field(default=None, title="竣工（停工）日期")

    @model_validator(mode="after")
    def _in_order(self) -> "ProjectProfile":
        if self.started_on and self.ended_on and self.ended_on < self.started_on:
            raise ValueError("竣工日期早于开工日期")
        return self


class RegisterProject(ProjectProfile):
    """A site by its name."""

    name: str = Field(title="工程项目名称", min_length=2, max_length=120)


@act("登记工程项目", *REGISTRAR, form=RegisterProject, desk="projects", subject="office")
def register_project(work: Work, form: RegisterProject) -> Done:
    """登记工程项目和参建单位；案件中已写明此项目的，自动归到名下。"""
    if len(fold_employer(form.name)) < 2:
        raise NotValid("工程项目名称无效。", fields={"name": "名称无效"})
    project_id = project_of(work, form.name)
    if project_id is None:
        raise NotValid("工程项目名称无效。", fields={"name": "名称无效"})
    work.write_now()
    row = _read(work, project_id)
    if row.registered_at is not None:
        raise NotPossible(f"“{row.name}”已经登记，请办理“更正工程项目”。")
    _keep(work, project_id, form, {"registered_at": work.at})
    return Done("register_project", "登记工程项目", made={"project_id": str(project_id)})


class EditProject(ProjectProfile):
    """Only what is given is changed; companies that are given replace those on file."""

    project_id: UUID = Field(title="工程项目")
    name: str | None = Field(default=None, title="更正名称", min_length=2, max_length=120)


@act("更正工程项目", *REGISTRAR, form=EditProject, desk="projects", subject="office")
def edit_project(work: Work, form: EditProject) -> Done:
    """更正或补充工程项目信息；填写参建单位的，以所填为准。"""
    row = _read(work, form.project_id)
    more: dict[str, Any] = {"registered_at": row.registered_at or work.at}
    if form.name is not None and form.name != row.name:
        folded = fold_employer(form.name)
        other = work.connection.execute(sa.select(_project.c.id).where(_project.c.folded == folded)).scalar()
        if other is not None and UUID(str(other)) != form.project_id:
            raise NotPossible(f"“{form.name}”已另有登记。")
        more |= {"name": form.name, "folded": folded}
        key_project(work, form.project_id, form.name)
    _keep(work, form.project_id, form, more)
    return Done("edit_project", "更正工程项目", made={"project_id": str(form.project_id)})


def _read(work: Work, project_id: UUID) -> Any:
    row = work.connection.execute(sa.select(_project).where(_project.c.id == project_id)).one_or_none()
    if row is None:
        raise NotFound("没有这个工程项目。")
    return row


def _keep(work: Work, project_id: UUID, form: ProjectProfile, more: dict[str, Any]) -> None:
    given = form.model_dump(exclude_none=True, exclude={"project_id", "name", "companies"})
    work.writes.update(Project, {"id": project_id}, {**given, **more})
    if form.companies:
        work.connection.execute(sa.delete(_company).where(_company.c.project_id == project_id))
        _add_companies(work, project_id, form.companies)


def _add_companies(work: Work, project_id: UUID, companies: Sequence[CompanyItem]) -> None:
    seen: set[tuple[UUID, str]] = set()
    for item in companies:
        employer_id = employer_of(work, item.employer_name)
        if employer_id is None or (employer_id, item.role) in seen:
            continue
        seen.add((employer_id, item.role))
        values = {"project_id": project_id, "employer_id": employer_id, "role": item.role}
        work.writes.insert(ProjectCompany, {**values, "recorded_at": work.recorded_at})
        # The next item may name the same new company.
        work.write_now()


class LinkProject(Form):
    """Which site the case is about."""

    project: str = Field(title="工程项目", min_length=2, max_length=120, description="照项目登记的名称；没有登记的新建")


@act("关联工程项目", Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR, form=LinkProject, desk="project")
def link_project(work: Work, case: CaseNow, form: LinkProject) -> dict[str, Any]:
    """把案件归到工程项目名下，据此列出谁先付。"""
    project_id = project_of(work, form.project)
    if project_id is None:
        raise NotValid("工程项目名称无效。", fields={"project": "名称无效"})
    case.project_id = project_id
    case.project = form.project
    return {"project_id": str(project_id)}
