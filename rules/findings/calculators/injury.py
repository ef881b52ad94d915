"""C-12 工伤伤残待遇: months by grade × own wage, the wage within 60 % and 300 % of the local average."""

from decimal import Decimal

from pydantic import Field, model_validator

from rules.findings.asked import AskedHere, Day, Yuan
from rules.findings.finding import Finding
from rules.findings.reasoning import Reasoning, number, percent, yuan
from rules.findings.registry import calculator

# By how heavily the worker is hurt: the articles are one each, and so are the figures.
DEGREES = ("", "_middle", "_light")


class Disability(AskedHere):
    """A graded disability."""

    graded_on: Day = Field(title="劳动能力鉴定结论之日")
    grade: int = Field(title="伤残等级（1至10）", ge=1, le=10)
    own_wage: Yuan = Field(title="本人工资（元）", description="受伤前十二个月平均月缴费工资。")
    local_average: Yuan | None = Field(None, title="统筹地区职工月平均工资（元）", description="没有查到可不填。")
    local_document: str = Field("", title="上项的公布文件、文号", max_length=120)
    insured: bool = Field(True, title="单位参加了工伤保险")

    @model_validator(mode="after")
    def with_its_document(self) -> "Disability":
        """A local figure is only as good as its paper."""
        if self.local_average is not None and not self.local_document:
            raise ValueError("填写了职工月平均工资，须写明公布文件、文号")
        return self


@calculator(
    "C-12",
    "injury",
    "工伤伤残补助金、伤残津贴",
    "一次性伤残补助金按等级乘本人工资；本人工资按当地平均工资的上下限核定。",
    Disability,
)
def injury(asked: Disability) -> Finding:
    """The lump sum, and the allowance of grades 1 to 6 (工伤保险条例 35 to 37, 62, 64). Raises RuleError."""
    reasoning = Reasoning(asked.graded_on, asked.region)
    reasoning.cite("WI.64")
    wage, bounded = _own_wage(reasoning, asked)
    grade = str(asked.grade)
    degree = next(one for one in DEGREES if grade in dict(reasoning.kinds(f"disability_lump_months{one}")))
    heavy, middle = degree == DEGREES[0], degree == DEGREES[1]
    months = reasoning.figure(f"disability_lump_months{degree}", grade)
    total = reasoning.line("一次性伤残补助金", f"{number(months)} 个月 × {yuan(wage)}", months * wage)
    reasoning.say(f"{asked.grade}级伤残：{number(months)} × {yuan(wage)} = {yuan(total)}。")
    if heavy or middle:
        rate = reasoning.figure(f"disability_allowance{degree}", grade)
        reasoning.line("伤残津贴（每月）", f"{yuan(wage)} × {percent(rate)}", wage * rate)
        reasoning.say(
            "伤残津贴按月发" + ("（难以安排工作的）" if middle else "") + "，低于最低工资标准的补足差额，不计入合计。"
        )
    if not heavy:
        reasoning.local("injury_medical_employment_grants")
    if not asked.insured:
        reasoning.cite("WI.62")
        reasoning.warn("单位没有参加工伤保险的，全部待遇由单位支付。")
    words = f"一次性伤残补助金 {yuan(total)}"
    words += "。" if bounded else "（本人工资未按当地平均工资的上下限核对）。"
    return reasoning.done("amount" if bounded else "uncapped", words, amount=total)


def _own_wage(reasoning: Reasoning, asked: Disability) -> tuple[Decimal, bool]:
    high, low = reasoning.figure("injury_wage_highest"), reasoning.figure("injury_wage_lowest")
    known = asked.local_average
    average = (
        reasoning.given("injury_average_monthly_wage", known, asked.local_document)
        if known is not None
        else reasoning.local("injury_average_monthly_wage")
    )
    if average is None:
        reasoning.warn(
            f"没有统筹地区职工月平均工资，不能核对本人工资的 {percent(low)} 至 {percent(high)}，按填写的计。"
        )
        return asked.own_wage, False
    bounded = min(max(asked.own_wage, low * average), high * average)
    if bounded != asked.own_wage:
        side = f"高于 {percent(high)}" if bounded < asked.own_wage else f"低于 {percent(low)}"
        reasoning.say(f"本人工资 {yuan(asked.own_wage)} {side}，按 {yuan(bounded)} 计。")
    return bounded, True
