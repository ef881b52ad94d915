"""DT-7 新就业形态."""

from pydantic import Field

from rules.findings.asked import Asked, Day
from rules.findings.asking_table import table_question


class Platform(Asked):
    """The facts of platform work."""

    day: Day = Field(title="今日")
    managed: bool | None = Field(None, title="事实上受管理、支配并领取报酬")
    partly: bool | None = Field(None, title="部分符合劳动关系（不完全符合）")
    injured: bool = Field(False, title="工作中受伤")


table_question("DT-7", "platform", Platform)
