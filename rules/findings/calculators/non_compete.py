"""C-11 竞业限制补偿: where none was agreed and the worker kept the covenant."""

from decimal import Decimal

from pydantic import Field

from rules.findings.asked import AskedHere, Day, Yuan
from rules.findings.finding import Finding
from rules.findings.reasoning import Reasoning, number, percent, yuan
from rules.findings.registry import calculator


class Covenant(AskedHere):
    """A covenant that was kept."""

    ended_on: Day = Field(title="合同解除或终止之日")
    average_wage: Yuan = Field(title="离职前十二个月平均工资（元）")
    months: Decimal = Field(title="已履行竞业限制的月数", ge=0, le=600)
    agreed: Yuan | None = Field(None, title="约定的月补偿（元）", description="没有约定的不填。")


@calculator(
    "C-11",
    "non_compete",
    "竞业限制经济补偿",
    "没有约定补偿、劳动者履行了竞业限制的，按前十二个月平均工资的法定比例按月支付，不低于最低工资标准。",
    Covenant,
)
def non_compete(asked: Covenant) -> Finding:
    """30 % of the average a month, not below the minimum wage (解释一 36; 劳动合同法 23, 24). Raises RuleError."""
    reasoning = Reasoning(asked.ended_on, asked.region)
    reasoning.cite("LCL.23", "LCL.24")
    most = reasoning.figure("non_compete_months_most")
    months = min(asked.months, most)
    if months < asked.months:
        reasoning.say(f"竞业限制最长 {number(most)} 个月，超过的不计。")
    if asked.agreed is not None:
        reasoning.say("双方约定了补偿，按约定支付。")
        total = reasoning.line(
            "竞业限制补偿（约定）", f"{yuan(asked.agreed)} × {number(months)} 个月", asked.agreed * months
        )
        return reasoning.done("agreed", f"按约定支付 {yuan(total)}。", amount=total)
    rate = reasoning.figure("non_compete_rate")
    monthly = asked.average_wage * rate
    reasoning.say(f"没有约定补偿：每月 {yuan(asked.average_wage)} × {percent(rate)} = {yuan(monthly)}。")
    minimum = reasoning.local("minimum_wage_monthly")
    if minimum is not None and monthly < minimum:
        reasoning.say(f"低于履行地最低工资标准，按 {yuan(minimum)} 计。")
        monthly = minimum
    total = reasoning.line("竞业限制补偿", f"{yuan(monthly)} × {number(months)} 个月", monthly * months)
    if minimum is None:
        return reasoning.done("incomplete", f"不少于 {yuan(total)}；缺最低工资标准，不能判断是否应提高。", lowest=total)
    return reasoning.done("amount", f"竞业限制补偿 {yuan(total)}。", amount=total)
