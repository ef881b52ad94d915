"""C-13 因工死亡待遇: funeral and one-off death payment."""

from decimal import Decimal

from pydantic import Field, model_validator

from rules.findings.asked import AskedHere, Day, Yuan
from rules.findings.finding import Finding
from rules.findings.reasoning import Reasoning, number, yuan
from rules.findings.registry import calculator


class Death(AskedHere):
    """The figures of the year before the death."""

    died_on: Day = Field(title="死亡之日")
    local_average: Yuan | None = Field(None, title="统筹地区上年度职工月平均工资（元）")
    national_income: Yuan | None = Field(None, title="上一年度全国城镇居民人均可支配收入（元）")
    document: str = Field("", title="以上数字的公布文件", max_length=120)

    @model_validator(mode="after")
    def with_its_document(self) -> "Death":
        """Figures come with their paper."""
        if (self.local_average is not None or self.national_income is not None) and not self.document:
            raise ValueError("填写了公布的数字，须写明公布文件")
        return self


@calculator(
    "C-13",
    "death",
    "因工死亡的丧葬补助金、一次性工亡补助金",
    "按当地上年度职工月平均工资和全国城镇居民人均可支配收入的法定倍数。",
    Death,
)
def death(asked: Death) -> Finding:
    """Both payments, as far as their figures are known (工伤保险条例 39). Raises RuleError."""
    reasoning = Reasoning(asked.died_on, asked.region)
    reasoning.cite("WI.39")
    months, times = reasoning.figure("funeral_months"), reasoning.figure("death_income_multiple")
    average = _known(reasoning, "injury_average_monthly_wage", asked.local_average, asked.document)
    income = _known(reasoning, "national_urban_income", asked.national_income, asked.document)
    total = Decimal(0)
    if average is not None:
        total += reasoning.line("丧葬补助金", f"{number(months)} 个月 × {yuan(average)}", months * average)
    if income is not None:
        total += reasoning.line("一次性工亡补助金", f"{number(times)} 倍 × {yuan(income)}", times * income)
    reasoning.warn("供养亲属抚恤金按月另计，本计算书没有包括。")
    if average is None or income is None:
        return reasoning.done("incomplete", f"已能计算的部分 {yuan(total)}；缺少公布数字的部分没有计算。", lowest=total)
    return reasoning.done("amount", f"合计 {yuan(total)}。", amount=total)


def _known(reasoning: Reasoning, name: str, given: Decimal | None, document: str) -> Decimal | None:
    return reasoning.given(name, given, document) if given is not None else reasoning.local(name)
