"""DT-6 紧急救济."""

from typing import Annotated

from pydantic import Field

from rules.findings.asked import Asked, Day, OneOf
from rules.findings.asking_table import table_question

STAGES = {"before": "仲裁、起诉之前", "arbitration": "仲裁中", "court": "诉讼中"}
CLAIMS = {"pay": "劳动报酬", "medical": "工伤医疗费", "severance": "经济补偿", "damages": "赔偿金", "other": "其他"}


class Relief(Asked):
    """What presses."""

    day: Day = Field(title="申请日")
    stage: Annotated[str, OneOf(STAGES)] = Field(title="阶段")
    claim: Annotated[str, OneOf(CLAIMS)] = Field(title="请求内容")
    clear: bool | None = Field(None, title="权利义务关系明确")
    hardship: bool | None = Field(None, title="不先予执行将严重影响生活")
    able: bool | None = Field(None, title="对方有履行能力")
    moving: bool = Field(False, title="对方可能转移财产")
    weak: bool = Field(False, title="起诉能力弱")


table_question("DT-6", "urgent_relief", Relief)
