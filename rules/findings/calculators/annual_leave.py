"""C-6 未休年休假工资报酬: 300 %, of which 100 % was paid already."""

from datetime import date
from decimal import ROUND_DOWN, Decimal

from pydantic import Field

from rules.errors import NotComputable
from rules.findings.asked import Asked, Day, Yuan
from rules.findings.finding import Finding
from rules.findings.reasoning import Reasoning, number, percent, yuan
from rules.findings.registry import calculator


class UnusedLeave(Asked):
    """One calendar year with one employer."""

    until: Day = Field(title="算到哪一日（含当日）", description="离职日；整年在职的填当年12月31日。")
    joined_on: Day | None = Field(None, title="当年才入职的，入职日")
    total_years: int = Field(title="累计工作满几年", ge=0, le=60, description="在各单位的工作年限合计。")
    average_wage: Yuan = Field(title="前十二个月平均工资（元，不含加班费）")
    taken: int = Field(0, title="当年已休天数", ge=0, le=60)
    waived: bool = Field(False, title="本人书面提出不休", description="因本人原因书面提出不休的，只付正常工资。")


@calculator(
    "C-6",
    "annual_leave",
    "未休年休假工资报酬",
    "按日工资的法定比例，减去工资中已付的部分；不足整年的折算，不足一天的不计。",
    UnusedLeave,
)
def annual_leave(asked: UnusedLeave) -> Finding:
    """Daily wage × days × 200 % (条例 3, 5; 实施办法 5, 10 to 12). Raises RuleError."""
    if asked.joined_on is not None and asked.joined_on > asked.until:
        raise NotComputable("入职日晚于计算截止日，请核对。")
    reasoning = Reasoning(asked.until)
    reasoning.cite("PL.3", "PL.5", "PLR.10", "PLR.11", "PLR.12")
    whole = _entitlement(reasoning, asked.total_years)
    if not whole:
        return reasoning.done("none", "累计工作不满一年，没有年休假。", amount=Decimal(0))
    due = _in_this_year(reasoning, asked, whole)
    unused = due - asked.taken
    reasoning.say(f"应休 {due} 天 − 已休 {asked.taken} 天 = {unused} 天。")
    if unused <= 0:
        reasoning.say("没有应休未休的天数；多休的不再扣回（实施办法第十二条）。")
        return reasoning.done("none", "没有应休未休的年休假。", amount=Decimal(0))
    if asked.waived:
        reasoning.say("本人书面提出不休，只付正常工作期间的工资（实施办法第十条），没有应再付的部分。")
        return reasoning.done("none", "本人书面提出不休，没有应再付的部分。", amount=Decimal(0))
    rate, paid = reasoning.figure("leave_pay_rate"), reasoning.figure("leave_paid_already")
    divisor = reasoning.figure("monthly_pay_days")
    reasoning.say(f"比例 {percent(rate)}，其中 {percent(paid)} 已在正常工资中支付，再付 {percent(rate - paid)}。")
    formula = f"{yuan(asked.average_wage)} ÷ {number(divisor)} × {unused} 天 × {percent(rate - paid)}"
    total = reasoning.line("未休年休假工资报酬", formula, asked.average_wage / divisor * unused * (rate - paid))
    return reasoning.done("amount", f"未休年休假工资报酬再付 {yuan(total)}（{unused} 天）。", amount=total)


def _entitlement(reasoning: Reasoning, years: int) -> int:
    steps = sorted(((int(since), int(days)) for since, days in reasoning.kinds("leave_days")), reverse=True)
    for since, days in steps:
        if years >= since:
            reasoning.figure("leave_days", str(since))
            reasoning.say(f"累计工作满 {years} 年（满 {since} 年的一档），年休假 {days} 天。")
            return days
    reasoning.say(f"累计工作满 {years} 年，不满一年，没有年休假。")
    return 0


def _in_this_year(reasoning: Reasoning, asked: UnusedLeave, whole: int) -> int:
    """Days of the year so far ÷ 365 × entitlement, a fraction of a day dropped."""
    year = asked.until.year
    first = max(date(year, 1, 1), asked.joined_on or date.min)
    if first == date(year, 1, 1) and asked.until == date(year, 12, 31):
        return whole
    reasoning.cite("PLR.5")
    elapsed = (asked.until - first).days + 1
    days = reasoning.figure("leave_year_days")
    exact = Decimal(elapsed) * whole / days
    due = min(int(exact.to_integral_value(ROUND_DOWN)), whole)
    reasoning.say(
        f"{first} 至 {asked.until} 共 {elapsed} 天：{elapsed} ÷ {number(days)} × {whole} = {exact:.2f}，"
        f"不足一天的不计，{due} 天。"
    )
    return due
