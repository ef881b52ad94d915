"""C-14 社会保险费滞纳金: what the authority adds to contributions paid late."""

from pydantic import Field

from rules.errors import NotComputable
from rules.findings.asked import Asked, Day, Yuan
from rules.findings.finding import Finding
from rules.findings.reasoning import Reasoning, percent, yuan
from rules.findings.registry import calculator


class Late(Asked):
    """Contributions that were not paid when due."""

    owed: Yuan = Field(title="欠缴的社会保险费（元）")
    due_on: Day = Field(title="应缴之日（此日的次日起计）")
    paid_on: Day = Field(title="缴纳之日或今日（含当日）")


@calculator(
    "C-14",
    "insurance_surcharge",
    "社会保险费滞纳金",
    "自欠缴之日起按日加收；由征收机构收取，不是付给劳动者的。",
    Late,
)
def insurance_surcharge(asked: Late) -> Finding:
    """Owed × days × the daily rate (社会保险法 86). Raises RuleError."""
    if asked.paid_on < asked.due_on:
        raise NotComputable("缴纳之日早于应缴之日，没有滞纳金。")
    reasoning = Reasoning(asked.paid_on)
    reasoning.cite("SI.86", "SI.63")
    rate = reasoning.figure("insurance_surcharge_daily")
    days = (asked.paid_on - asked.due_on).days
    reasoning.say(f"自 {asked.due_on} 的次日至 {asked.paid_on}，共 {days} 天，每日 {percent(rate)}。")
    total = reasoning.line("滞纳金", f"{yuan(asked.owed)} × {percent(rate)} × {days} 天", asked.owed * rate * days)
    reasoning.warn("社会保险费的欠缴由社会保险征收机构追缴，仲裁、法院一般不受理；滞纳金归基金。")
    return reasoning.done("amount", f"滞纳金 {yuan(total)}。", amount=total)
