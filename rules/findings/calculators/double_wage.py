"""C-2 二倍工资: no written contract after the month of grace, until the year is full."""

from datetime import date, timedelta
from decimal import Decimal

from pydantic import Field

from rules.article import articles
from rules.calendar import calendar
from rules.errors import NotComputable
from rules.findings.asked import Asked, Day, Yuan
from rules.findings.finding import Finding
from rules.findings.reasoning import Reasoning, number, yuan
from rules.findings.registry import calculator
from rules.findings.service import whole_months
from rules.period import add_months


class Unwritten(Asked):
    """Work without a written contract."""

    started_on: Day = Field(title="用工之日")
    until: Day = Field(title="计算至（离职日或今日，含当日）")
    signed_on: Day | None = Field(None, title="补订书面合同之日", description="一直没有订立的不填；算到补订前一日。")
    monthly_wage: Yuan = Field(title="月工资（元）")
    excepted: bool = Field(
        False,
        title="有司法解释规定的例外情形",
        description="解释（二）第七条所列不支持二倍工资的情形，请对照条文。",
    )


@calculator(
    "C-2",
    "double_wage",
    "未订书面合同的二倍工资差额",
    "自宽限期满的次日至用工满一年的前一日，每月再付一倍工资；不满一月的按实际工作日。",
    Unwritten,
)
def double_wage(asked: Unwritten) -> Finding:
    """The extra month's wage for each month (劳动合同法 10, 82; 实施条例 6, 7; 解释二 6, 7, 9). Raises RuleError."""
    if asked.until < asked.started_on:
        raise NotComputable("计算截止日早于用工之日，请核对。")
    reasoning = Reasoning(asked.until)
    reasoning.cite("LCL.10", "LCL.82", "LCR.6", "LCR.7", "J2.6", "J2.7", "J2.9")
    grace, until_months = reasoning.figure("contract_grace_months"), reasoning.figure("double_wage_until_months")
    extra = reasoning.figure("double_wage_extra")
    begun = _begun(reasoning, asked.started_on)
    first = add_months(begun, int(grace))
    year_full = add_months(begun, int(until_months))
    end = min(year_full, asked.until + timedelta(days=1), asked.signed_on or date.max)
    reasoning.say(
        f"起算：{begun} 起满{number(grace)}个月的次日，即 {first}。",
        f"止算：满一年的前一日（{year_full - timedelta(days=1)}）、补订合同的前一日、计算截止日三者取早。",
    )
    if asked.excepted:
        reasoning.say("有解释（二）第七条的例外情形，不支持二倍工资。")
        return reasoning.done("none", "有例外情形，不支持二倍工资。", amount=Decimal(0))
    if end <= first:
        reasoning.say("在宽限期内已订立合同或已离职，没有应付二倍工资的期间。")
        return reasoning.done("none", "没有应付二倍工资的期间。", amount=Decimal(0))
    reasoning.say(f"期间最多 {whole_months(first, year_full)} 个月。")
    total = _months(reasoning, asked.monthly_wage, first, end, extra)
    if end == year_full:
        reasoning.warn("用工满一年仍未订立的，视为已订立无固定期限劳动合同，此后不再计二倍工资。")
    reasoning.warn("仲裁时效从何日起算、是否逐月计算，各地做法不一，请按本地做法核对，尽早申请。")
    return reasoning.done("amount", f"二倍工资差额 {yuan(total)}（已付的一倍不重复计）。", amount=total)


def _begun(reasoning: Reasoning, started: date) -> date:
    """Work that began before the law came into force counts from its first day (劳动合同法 97(2))."""
    since = articles()["LCL.97"].since
    if since is None or started >= since:
        return started
    reasoning.cite("LCL.97")
    reasoning.say(f"{since} 以前已经用工，自该日起一个月内应当订立书面合同，从该日起算。")
    return since


def _months(reasoning: Reasoning, wage: Decimal, first: date, end: date, extra: Decimal) -> Decimal:
    months = whole_months(first, end)
    reasoning.say(f"期间 {first} 至 {end - timedelta(days=1)}：满 {months} 个月。")
    total = Decimal(0)
    if months:
        total += reasoning.line("满月部分", f"{months} 个月 × {number(extra)} × {yuan(wage)}", months * extra * wage)
    begun = add_months(first, months)
    if begun < end:
        days = calendar()
        month_end = add_months(first, months + 1)
        worked, whole = days.worked_between(begun, end), days.worked_between(begun, month_end)
        reasoning.say(
            f"不满一月的部分按该月实际工作日：{begun} 至 {end - timedelta(days=1)} 有 {worked} 个工作日，"
            f"该月（至 {month_end - timedelta(days=1)}）共 {whole} 个工作日。"
        )
        if days.provisional(month_end):
            reasoning.warn("日历尚未公布，工作日按周末推算，公布后须重算。")
        total += reasoning.line(
            "不满一月部分",
            f"{number(extra)} × {yuan(wage)} × {worked}/{whole}",
            extra * wage * worked / whole if whole else Decimal(0),
        )
    reasoning.say(f"合计 {yuan(total)}。")
    return total
