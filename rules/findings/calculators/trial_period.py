"""C-9 违法试用期赔偿金: a full wage for the time served beyond the lawful trial."""

from datetime import timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from rules.errors import NotComputable
from rules.findings.asked import Asked, Day, OneOf, Yuan
from rules.findings.finding import Finding
from rules.findings.reasoning import Reasoning, number, yuan
from rules.findings.registry import calculator
from rules.findings.service import whole_months
from rules.period import add_months

TERMS = {
    "under_3m": "不满三个月",
    "from_3m": "三个月以上不满一年",
    "from_1y": "一年以上不满三年",
    "from_3y": "三年以上",
    "open": "无固定期限",
    "task": "以完成一定工作任务为期限",
}


class Trial(Asked):
    """A trial that was served."""

    term: Annotated[str, OneOf(TERMS)] = Field(title="劳动合同期限")
    trial_from: Day = Field(title="试用期第一日")
    trial_to: Day = Field(title="已履行的试用期最后一日（含当日）")
    full_wage: Yuan = Field(title="试用期满月工资（元）", description="转正后的月工资，不是试用期工资。")


@calculator(
    "C-9",
    "trial_period",
    "违法约定试用期赔偿金",
    "以试用期满月工资为标准，按已经履行的超过法定试用期的期间支付。",
    Trial,
)
def trial_period(asked: Trial) -> Finding:
    """Full wage × time beyond the lawful trial (劳动合同法 19, 83). Raises RuleError."""
    if asked.trial_to < asked.trial_from:
        raise NotComputable("试用期最后一日早于第一日，请核对。")
    reasoning = Reasoning(asked.trial_to)
    reasoning.cite("LCL.19", "LCL.83")
    most = reasoning.figure("trial_months_most", asked.term)
    lawful_end = add_months(asked.trial_from, int(most))
    end = asked.trial_to + timedelta(days=1)
    reasoning.say(
        f"合同期限“{TERMS[asked.term]}”，法定试用期最长 {number(most)} 个月，到 {lawful_end - timedelta(days=1)} 为止。"
    )
    if end <= lawful_end:
        return reasoning.done("none", "试用期没有超过法定期限。", amount=Decimal(0))
    months = whole_months(lawful_end, end)
    begun = add_months(lawful_end, months)
    days, month_days = (end - begun).days, (add_months(lawful_end, months + 1) - begun).days
    reasoning.say(f"超过的期间 {lawful_end} 至 {asked.trial_to}：{months} 个月又 {days} 天（该月 {month_days} 天）。")
    if days:
        reasoning.warn("不满一月的部分按日历天数占该月的比例计；本地另有做法的从其做法。")
    total = reasoning.line(
        "违法试用期赔偿金",
        f"{yuan(asked.full_wage)} ×（{months} + {days}/{month_days}）个月",
        asked.full_wage * (months + Decimal(days) / month_days),
    )
    return reasoning.done("amount", f"违法试用期赔偿金 {yuan(total)}。", amount=total)
