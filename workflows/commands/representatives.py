"""Representatives 代表 of a collective case: how many is a matter of the rules (调解仲裁法 7; 办案规则 5, 63)."""

from typing import Any

from pydantic import Field

from cases.party import Party
from foundation.errors import NotPossible
from foundation.work import Work
from people.roles import Role
from rules.findings.election import election
from workflows.acts import act
from workflows.forms import Form
from workflows.roster import named, people_of
from workflows.subjects import CaseNow


class ChooseRepresentatives(Form):
    """Who speaks for the others."""

    parties: tuple[str, ...] = Field(
        title="代表", min_length=1, max_length=100, description="名册中的姓名，一人一行；重新推举的写全部代表"
    )
    note: str | None = Field(default=None, title="推举方式和依据", max_length=500)


@act("推举代表", Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR, form=ChooseRepresentatives, desk="roster")
def choose_representatives(work: Work, case: CaseNow, form: ChooseRepresentatives) -> dict[str, Any]:
    """集体案件推举代表；人数按规则核对。"""
    people = people_of(work, case)
    chosen = named(people, form.parties, field="parties")
    found = election(work.day, case.head_count, len(chosen))
    if not found.fits:
        raise NotPossible(f"{found.says}（{found.articles}）")
    ids = {one.id for one in chosen}
    for one in people:
        role = "representative" if one.id in ids else "worker"
        if one.role != role:
            work.writes.update(Party, {"id": one.id}, {"role": role})
    return {"representatives": len(chosen)}
