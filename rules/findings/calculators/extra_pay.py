"""C-7 加付赔偿金: 50 % to 100 % of what stays unpaid after the authority's order."""

from decimal import Decimal

from pydantic import Field

from rules.findings.asked import Asked, Day, Yuan
from rules.findings.finding import Finding
from rules.findings.reasoning import Reasoning, percent, yuan
from rules.findings.registry import calculator


class Unpaid(Asked):
    """What is owed, and what the authority has done."""

    day: Day = Field(title="限期届满之日（或今日）")
    unpaid: Yuan = Field(title="应付未付的金额（元）", description="劳动报酬、加班费、经济补偿或最低工资差额。")
    ordered: bool = Field(False, title="劳动保障监察已责令限期支付")
    expired: bool = Field(False, title="限期已满仍未支付")
    rate: Decimal | None = Field(None, title="监察机构确定的加付比例（%）", ge=0, le=1000)


@calculator(
    "C-7",
    "extra_pay",
    "加付赔偿金",
    "责令限期支付、逾期仍不支付的，按应付金额加付；比例由监察机构在法定幅度内确定。",
    Unpaid,
)
def extra_pay(asked: Unpaid) -> Finding:
    """A range until the authority has fixed the rate (劳动合同法 85; 监察条例 26). Raises RuleError."""
    reasoning = Reasoning(asked.day)
    reasoning.cite("LCL.85", "LS.26")
    lowest, highest = reasoning.figure("extra_pay_lowest"), reasoning.figure("extra_pay_highest")
    if not (asked.ordered and asked.expired):
        lack = "监察机构责令限期支付" if not asked.ordered else "限期届满仍未支付"
        reasoning.say(f"加付赔偿金须先由监察机构责令限期支付，且逾期仍不支付；现在尚缺：{lack}。")
        reasoning.warn("直接申请仲裁或起诉加付赔偿金，一般不予支持；请先向劳动保障监察投诉并保存责令文书。")
        return reasoning.done("none", f"现在还不能请求加付赔偿金：尚缺{lack}。", amount=Decimal(0))
    low = reasoning.line("加付（最低）", f"{yuan(asked.unpaid)} × {percent(lowest)}", asked.unpaid * lowest)
    high = reasoning.line("加付（最高）", f"{yuan(asked.unpaid)} × {percent(highest)}", asked.unpaid * highest)
    if asked.rate is None:
        reasoning.say(f"比例由监察机构在 {percent(lowest)} 至 {percent(highest)} 之间确定。")
        return reasoning.done("range", f"加付赔偿金 {yuan(low)} 至 {yuan(high)}。", lowest=low, highest=high)
    rate = asked.rate / 100
    if not lowest <= rate <= highest:
        reasoning.warn(f"填写的比例 {percent(rate)} 不在法定的 {percent(lowest)} 至 {percent(highest)} 之内。")
        return reasoning.done(
            "range", f"比例不合法，法定范围是 {yuan(low)} 至 {yuan(high)}。", lowest=low, highest=high
        )
    total = reasoning.line("加付（按确定的比例）", f"{yuan(asked.unpaid)} × {percent(rate)}", asked.unpaid * rate)
    return reasoning.done(
        "amount", f"加付赔偿金 {yuan(total)}，另付原应付金额。", amount=total, lowest=low, highest=high
    )
