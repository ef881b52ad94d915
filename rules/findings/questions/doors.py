"""DT-4 该走哪扇门."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from rules.findings.asked import Asked, Day, OneOf
from rules.findings.asking_table import table_question
from rules.findings.reasoning import Reasoning, number
from rules.period import add_months

CLAIMS = {
    "clear_arrears": "拖欠报酬、低于最低工资或未付加班费（事实清楚）",
    "disputed_pay": "报酬争议（劳动关系或数额有争议）",
    "termination": "经济补偿、赔偿金、N+1或二倍工资",
    "extra_pay": "加付赔偿金",
    "insurance_due": "补缴社会保险费",
    "insurance_loss": "未参保造成的待遇损失",
    "housing_fund": "住房公积金",
    "recognition": "工伤认定",
    "no_relation": "没有劳动关系的平台劳动报酬",
    "overage": "超龄人员用工争议",
    "authority": "对行政机关履职的投诉",
}
MONTHS = 12


class Doors(Asked):
    """A claim, and what decides where it goes."""

    day: Day = Field(title="今日")
    claim: Annotated[str, OneOf(CLAIMS)] = Field(title="请求")
    violation_ended_on: Day | None = Field(None, title="违法行为终了之日", description="仍在继续的填今日。")
    pending: bool = Field(False, title="已申请仲裁或已起诉")
    iou: bool = Field(False, title="有工资欠条且没有其他争议")
    agreement: bool = Field(False, title="有只涉及劳动报酬的调解协议")
    ordered: bool = Field(False, title="监察责令支付后逾期未付")
    workers: int = Field(1, title="劳动者人数", ge=1, le=1000000)
    disorder: bool = Field(False, title="已影响公共秩序")
    crime: bool = Field(False, title="可能构成拒不支付劳动报酬罪")
    weak: bool = Field(False, title="起诉能力弱")


def _inspection(asked: Any, reasoning: Reasoning) -> Mapping[str, Any]:
    """Whether the two years of the inspection are still running (监察条例 20)."""
    if asked.violation_ended_on is None or asked.claim != "clear_arrears":
        return {"inspection_open": None}
    years = reasoning.figure("inspection_years")
    last = add_months(asked.violation_ended_on, int(years) * MONTHS)
    reasoning.say(f"违法行为 {asked.violation_ended_on} 终了，{number(years)}年内投诉，最后一日 {last}（未计顺延）。")
    return {"inspection_open": asked.day <= last}


table_question("DT-4", "doors", Doors, derived={"inspection_open": "仍在监察时限内"}, derive=_inspection)
