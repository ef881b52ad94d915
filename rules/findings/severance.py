"""The measure of 经济补偿 (劳动合同法 47): one month's wage a year, with its floor, its cap, and the capped years."""

from datetime import date
from decimal import Decimal

from rules.findings.reasoning import Reasoning, number, yuan
from rules.findings.service import years_owed


def wage_base(
    reasoning: Reasoning, average: Decimal, city: Decimal | None, document: str
) -> tuple[Decimal, bool | None]:
    """The monthly wage that counts, and whether it was capped (None: cannot be told without the city's figure)."""
    reasoning.cite("LCL.47.3", "LCR.27")
    minimum = reasoning.local("minimum_wage_monthly")
    if minimum is not None and average < minimum:
        reasoning.say(f"月工资 {yuan(average)} 低于当地最低工资标准，按 {yuan(minimum)} 计。")
        average = minimum
    multiple = reasoning.figure("wage_cap_multiple")
    known = reasoning.given("city_average_monthly_wage", city, document) if city is not None else None
    known = known if known is not None else reasoning.local("city_average_monthly_wage")
    if known is None:
        reasoning.warn(
            f"没有本市上年度职工月平均工资，无法判断月工资是否超过其{number(multiple)}倍；以下为未封顶金额，"
            "如超过，月工资和年限都要封顶。"
        )
        return average, None
    cap = multiple * known
    if average > cap:
        reasoning.say(
            f"月工资 {yuan(average)} 高于本市上年度职工月平均工资的{number(multiple)}倍"
            f"（{number(multiple)} × {yuan(known)} = {yuan(cap)}），按 {yuan(cap)} 计。"
        )
        return cap, True
    reasoning.say(
        f"月工资 {yuan(average)} 不高于本市上年度职工月平均工资的{number(multiple)}倍（{yuan(cap)}），"
        "不封顶，年限也不限。"
    )
    return average, False


def severance(
    reasoning: Reasoning,
    first: date,
    last: date,
    average: Decimal,
    city: Decimal | None,
    document: str,
) -> tuple[Decimal, Decimal, bool | None]:
    """Years, monthly base, and whether capped. Raises RuleError."""
    years = years_owed(reasoning, first, last)
    base, capped = wage_base(reasoning, average, city, document)
    if capped:
        most = reasoning.figure("capped_years_most")
        if years > most:
            reasoning.say(f"月工资已封顶，年限最高不超过{number(most)}年：{number(years)} 年按 {number(most)} 年计。")
            years = most
    return years, base, capped
