"""C-8 最低工资差额: minimum less paid, month by month, each by the standard of its day."""

from decimal import Decimal

from pydantic import Field

from rules.errors import NotComputable
from rules.findings.asked import Asked, AskedHere, Day, Yuan
from rules.findings.finding import Finding
from rules.findings.reasoning import Reasoning, yuan
from rules.findings.registry import calculator


class MonthPaid(Asked):
    """One month."""

    month: Day | None = Field(None, title="该月任意一日")
    paid: Yuan | None = Field(None, title="实付工资（元，不含加班费、夜班等津贴）")


class Underpaid(AskedHere):
    """Months that may have been paid below the minimum."""

    months: tuple[MonthPaid, ...] = Field(title="各月实付", min_length=1, max_length=120)


@calculator(
    "C-8",
    "minimum_wage",
    "最低工资差额",
    "逐月用当月适用的最低工资标准减实付；加班费和夜班、高温等特殊津贴不算在实付内。",
    Underpaid,
)
def minimum_wage(asked: Underpaid) -> Finding:
    """The sum of the differences (劳动法 48; 劳动合同法 85). Raises RuleError."""
    rows = [(one.month, one.paid) for one in asked.months if one.month is not None and one.paid is not None]
    if len(rows) < len(asked.months):
        raise NotComputable("每行都要填写月份和实付工资。")
    reasoning = Reasoning(max(month for month, _ in rows), asked.region)
    reasoning.cite("LL.48", "LCL.85", "MWR.12")
    total, known = Decimal(0), True
    for month, paid in rows:
        minimum = reasoning.local("minimum_wage_monthly", month)
        if minimum is None:
            known = False
            continue
        words = f"{month:%Y年%m月}"
        if paid < minimum:
            total += reasoning.line(words, f"{yuan(minimum)} − {yuan(paid)}", minimum - paid)
        else:
            reasoning.say(f"{words}实付 {yuan(paid)}，不低于 {yuan(minimum)}，没有差额。")
    reasoning.warn("加班费、中班夜班高温低温井下等津贴不算在最低工资内（最低工资规定第十二条，待核实），请先剔除。")
    if not known:
        return reasoning.done("incomplete", f"有的月份缺少最低工资标准；其余月份差额 {yuan(total)}。", lowest=total)
    return reasoning.done("amount" if total else "none", f"最低工资差额 {yuan(total)}。", amount=total)
