"""DT-9 工伤的下一步."""

from typing import Annotated

from pydantic import Field

from rules.findings.asked import Asked, Day, OneOf
from rules.findings.asking_table import table_question

RECOGNITION = {"none": "尚未申请", "applied": "已申请，等待决定", "yes": "已认定", "no": "不予认定"}
ASSESSMENT = {"none": "尚未鉴定", "disputed": "对结论不服", "done": "已有结论"}


class InjurySteps(Asked):
    """Where a work injury stands."""

    day: Day = Field(title="事故或诊断之日")
    disputed_relation: bool = Field(False, title="劳动关系有争议")
    recognition: Annotated[str, OneOf(RECOGNITION)] = Field(title="工伤认定")
    assessment: Annotated[str, OneOf(ASSESSMENT)] = Field("none", title="劳动能力鉴定")
    quarrel: bool = Field(False, title="与单位就待遇有争议")
    insured: bool | None = Field(None, title="单位参加了工伤保险")


table_question("DT-9", "work_injury", InjurySteps)
