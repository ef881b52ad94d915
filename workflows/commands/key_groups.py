"""涉及群体: whether women, minors, disabled or older workers are concerned; a person decides, and may correct it."""

from typing import Annotated, Any

from pydantic import Field

from cases.codes import KEY_GROUP
from foundation.errors import NotPossible
from foundation.work import Work
from workflows import letter_linkage
from workflows.acts import act
from workflows.commands.case_file import ANYONE
from workflows.forms import Form, choice
from workflows.subjects import CaseNow

Groups = tuple[Annotated[str, choice(KEY_GROUP)], ...]


def in_order(groups: tuple[str, ...]) -> list[str]:
    """Each group once, in the order of the list."""
    return [one for one in KEY_GROUP if one in groups]


class RecordKeyGroups(Form):
    """All groups that are concerned; what is not ticked is not."""

    groups: Groups = Field(default=(), title="涉及群体", max_length=len(KEY_GROUP))
    note: str | None = Field(default=None, title="依据", max_length=500, description="不写个人姓名")


@act("登记涉及群体", *ANYONE, form=RecordKeyGroups, desk="file")
def record_key_groups(work: Work, case: CaseNow, form: RecordKeyGroups) -> dict[str, Any]:
    """登记或者更正本案涉及的女职工、未成年工、残疾职工、老年劳动者；重点群体的移送规则（L5）以此为准。"""
    groups = in_order(form.groups)
    if groups == list(case.key_groups):
        raise NotPossible("涉及群体没有变化：所选与案卷现在的一致。")
    before = "、".join(KEY_GROUP[one] for one in case.key_groups)
    case.key_groups = groups
    letter_linkage.on_marks(work, case, "record_key_groups")
    return {"before": before} if before else {}
