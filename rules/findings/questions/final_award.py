"""DT-2 一裁终局."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from rules.findings.asked import AskedHere, Day, OneOf, Yuan
from rules.findings.asking_table import table_question
from rules.findings.reasoning import Reasoning, number, yuan

ITEMS = {
    "pay": "劳动报酬",
    "medical": "工伤医疗费",
    "severance": "经济补偿（含竞业限制补偿）",
    "damages": "赔偿金（含违法解除2N、二倍工资的第二倍、违法试用期）",
    "standards": "工作时间、休息休假、社会保险等执行国家劳动标准",
    "relation": "确认劳动关系",
    "other": "其他",
}
PAPERS = {
    "separate": "分别裁决或分项写明",
    "mixed": "一份裁决书里既有终局又有非终局事项",
    "silent": "裁决书没有写明是否终局",
}


class Award(AskedHere):
    """One item of an award."""

    day: Day = Field(title="裁决作出之日")
    item: Annotated[str, OneOf(ITEMS)] = Field(title="裁决事项")
    amount: Yuan | None = Field(None, title="裁决数额（元）", description="该一项的数额，不是合计。")
    paper: Annotated[str, OneOf(PAPERS)] = Field("separate", title="裁决书形式")


def _limit(asked: Any, reasoning: Reasoning) -> Mapping[str, Any]:
    """Twelve times the local monthly minimum wage, by the day of the award."""
    if asked.item in ("standards", "relation", "other"):
        return {"limit": None}
    minimum = reasoning.local("minimum_wage_monthly")
    if minimum is None:
        return {"limit": None}
    months = reasoning.figure("final_award_months")
    reasoning.say(
        f"终局的数额线：{number(months)} × 月最低工资 {yuan(minimum)} = {yuan(months * minimum)}（逐项比较）。"
    )
    return {"limit": months * minimum}


table_question("DT-2", "final_award", Award, derived={"limit": "最低工资总额（终局标准）"}, derive=_limit)
