"""集体争议 (调解仲裁法 7; 办案规则 5, 62, 63; 信访工作条例 20)."""

from typing import Annotated

from pydantic import Field

from rules.findings.asked import Asked, Day, OneOf
from rules.findings.asking_table import table_question

WAYS = {"arbitration": "申请仲裁", "visit": "走访反映", "stoppage": "停工、怠工"}


class Collective(Asked):
    """How many, and how."""

    day: Day = Field(title="今日")
    workers: int = Field(title="劳动者人数", ge=1, le=1000000)
    way: Annotated[str, OneOf(WAYS)] = Field(title="方式")
    same_claim: bool | None = Field(None, title="有共同请求")
    representatives: int | None = Field(None, title="代表人数", ge=0, le=1000)


table_question("COL", "collective", Collective)
