"""管辖 (调解仲裁法 21; 办案规则 8; 监察条例 13; 解释一 3; 法律援助法 38)."""

from pydantic import Field

from rules.findings.asked import Asked, Day
from rules.findings.asking_table import table_question


class Venue(Asked):
    """Where the contract is performed."""

    day: Day = Field(title="今日")
    place_known: bool | None = Field(None, title="劳动合同履行地明确")
    several: bool = Field(False, title="有多个履行地")
    both_seized: bool = Field(False, title="双方分别向履行地和单位所在地申请")


table_question("VEN", "venue", Venue)
