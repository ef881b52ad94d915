"""DT-1 法律援助."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from rules.findings.asked import AskedHere, Day, OneOf
from rules.findings.asking_table import table_question
from rules.findings.reasoning import Reasoning

MATTERS = {
    "relation": "确认劳动关系",
    "pay": "劳动报酬",
    "insurance": "社会保险待遇",
    "injury": "工伤赔偿",
    "compensation": "仅经济补偿、赔偿金或二倍工资",
    "other": "其他",
}
ARTICLE_32 = {
    "none": "没有",
    "heroes": "英雄烈士近亲属维护人格权益",
    "brave": "因见义勇为主张民事权益",
    "retrial": "再审改判无罪请求国家赔偿",
    "abuse": "受虐待、遗弃或家庭暴力主张权益",
}


class Aid(AskedHere):
    """Who asks for aid, and for what."""

    day: Day = Field(title="申请日")
    matter: Annotated[str, OneOf(MATTERS)] = Field(title="请求事项")
    days_left: int | None = Field(None, title="距最近期限届满的日数", ge=0, le=36500)
    urgent: bool | None = Field(None, title="须立即申请保全或先予执行")
    migrant: bool | None = Field(None, title="进城务工人员并有证明")
    relief: bool = Field(False, title="社会救助、司法救助或优抚对象")
    no_income: bool = Field(False, title="无固定生活来源的未成年人、老年人、残疾人")
    special: Annotated[str, OneOf(ARTICLE_32)] = Field("none", title="第三十二条情形")
    poor: bool | None = Field(None, title="经济困难（按本省标准）")
    infringed: bool | None = Field(None, title="权益受到严重侵害且有证据")
    refused: bool = Field(False, title="已被拒绝或终止援助")


def _standard(asked: Any, reasoning: Reasoning) -> Mapping[str, Any]:
    """Whether somebody is poor cannot be told without the province's standard."""
    if asked.poor is None:
        reasoning.local("poverty_line")
    return {}


table_question("DT-1", "legal_aid", Aid, derive=_standard)
