"""C-10 扣款上限: what may be taken out of a month's wage for a loss that the worker caused."""

from decimal import Decimal

from pydantic import Field

from rules.findings.asked import AskedHere, Day, Yuan
from rules.findings.finding import Finding
from rules.findings.reasoning import Reasoning, percent, yuan
from rules.findings.registry import calculator


class Deduction(AskedHere):
    """One month's deduction."""

    day: Day = Field(title="扣款之日")
    month_wage: Yuan = Field(title="当月工资（元）")
    deducted: Yuan | None = Field(None, title="实际扣款（元）")
    caused: bool = Field(True, title="因劳动者本人原因给单位造成经济损失")


@calculator(
    "C-10",
    "deduction",
    "工资扣款上限",
    "因劳动者原因造成损失的，每月扣除不超过当月工资的法定比例，扣后不得低于最低工资标准。",
    Deduction,
)
def deduction(asked: Deduction) -> Finding:
    """The most that may be deducted (工资支付暂行规定 16). Raises RuleError."""
    reasoning = Reasoning(asked.day, asked.region)
    reasoning.cite("WP.16")
    if not asked.caused:
        reasoning.say("不是因劳动者本人原因造成的损失，不得扣除工资。")
        back = reasoning.line("应退还", "全部扣款", asked.deducted or Decimal(0))
        return reasoning.done("none", f"不得扣款；应退还 {yuan(back)}。", amount=Decimal(0))
    rate = reasoning.figure("deduction_rate_most")
    most = reasoning.line("比例上限", f"{yuan(asked.month_wage)} × {percent(rate)}", asked.month_wage * rate)
    minimum = reasoning.local("minimum_wage_monthly")
    if minimum is None:
        reasoning.say("没有最低工资标准，只能给出比例上限；扣后余额还不得低于最低工资。")
        return reasoning.done("range", f"扣款不超过 {yuan(most)}，且扣后不得低于最低工资（标准缺）。", highest=most)
    room = max(asked.month_wage - minimum, Decimal(0))
    if room < most:
        most = reasoning.line("不低于最低工资", f"{yuan(asked.month_wage)} − {yuan(minimum)}（不足时为零）", room)
        reasoning.say("按比例扣除后会低于最低工资标准，以不低于最低工资为限。")
    if asked.deducted is not None and asked.deducted > most:
        back = reasoning.line("多扣应退", f"{yuan(asked.deducted)} − {yuan(most)}", asked.deducted - most)
        return reasoning.done("amount", f"最多可扣 {yuan(most)}，多扣的 {yuan(back)} 应退还。", amount=most)
    return reasoning.done("amount", f"最多可扣 {yuan(most)}。", amount=most)
