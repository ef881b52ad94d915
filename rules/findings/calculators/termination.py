"""C-1 经济补偿 (N), C-4 赔偿金 (2N), C-5 N+1: what is owed at the end of the employment relation."""

from decimal import Decimal

from pydantic import Field, model_validator

from rules.article import articles
from rules.findings.asked import AskedHere, Day, Yuan
from rules.findings.finding import Finding
from rules.findings.reasoning import Reasoning, number, yuan
from rules.findings.registry import calculator
from rules.findings.severance import severance


class Termination(AskedHere):
    """Service, wage, and the city's figure where the person has it."""

    started_on: Day = Field(title="入职日（用工之日）")
    ended_on: Day = Field(title="离职日（最后一日，含当日）")
    average_wage: Yuan = Field(
        title="离职前十二个月平均工资（元）",
        description="应得工资，含奖金、津贴、加班费；不满十二个月的按实际月数平均。",
    )
    city_average: Yuan | None = Field(
        None,
        title="本市上年度职工月平均工资（元）",
        description="市政府公布的数，不是省的社保缴费基数；没有查到可不填。",
    )
    city_document: str = Field("", title="上项的公布文件、文号", max_length=120)

    @model_validator(mode="after")
    def with_its_document(self) -> "Termination":
        """A city figure is only as good as its paper."""
        if self.city_average is not None and not self.city_document:
            raise ValueError("填写了本市职工月平均工资，须写明公布文件、文号")
        return self


class Replaced(Termination):
    """N+1: with the wage of the month before."""

    last_month_wage: Yuan = Field(
        title="离职前一个月的工资（元）", description="“+1”按上一个月的工资标准，不是平均工资。"
    )


def _result(capped: bool | None) -> str:
    return "uncapped" if capped is None else "amount"


def _words(what: str, total: Decimal, capped: bool | None) -> str:
    return f"{what} {yuan(total)}" + ("（未封顶金额，缺本市职工月平均工资）。" if capped is None else "。")


def _from_2008(reasoning: Reasoning, asked: Termination) -> tuple[Decimal, Decimal, bool | None]:
    """Years count from the day the law came into force (劳动合同法 97(3))."""
    since = articles()["LCL.97"].since
    first = asked.started_on
    if since is not None and first < since <= asked.ended_on:
        reasoning.cite("LCL.97")
        reasoning.warn(f"{since} 以前的工作年限按当时有关规定另行计算，以下只计 {since} 以后的年限。")
        first = since
    return severance(reasoning, first, asked.ended_on, asked.average_wage, asked.city_average, asked.city_document)


@calculator(
    "C-1",
    "severance",
    "经济补偿（N）",
    "按本单位工作年限和离职前平均工资；月工资过高的封顶，封顶时年限才有最高限。",
    Termination,
)
def compensation(asked: Termination) -> Finding:
    """N = years × wage (劳动合同法 46, 47, 97; 实施条例 27). Raises RuleError."""
    reasoning = Reasoning(asked.ended_on, asked.region)
    reasoning.cite("LCL.46", "LCL.47.1")
    years, base, capped = _from_2008(reasoning, asked)
    total = reasoning.line("经济补偿", f"{number(years)} 年 × {yuan(base)}", years * base)
    reasoning.say(f"经济补偿：{number(years)} × {yuan(base)} = {yuan(total)}。")
    reasoning.warn("是否应付经济补偿看解除、终止的理由（劳动合同法第四十六条），本计算书只算数额。")
    return reasoning.done(_result(capped), _words("经济补偿", total, capped), amount=total)


@calculator(
    "C-4",
    "damages",
    "违法解除赔偿金（2N）",
    "按经济补偿标准加倍，年限自用工之日起；付了赔偿金不再付经济补偿。",
    Termination,
)
def damages(asked: Termination) -> Finding:
    """2N (劳动合同法 48, 87; 实施条例 25). Raises RuleError."""
    reasoning = Reasoning(asked.ended_on, asked.region)
    reasoning.cite("LCL.48", "LCL.87", "LCR.25")
    times = reasoning.figure("damages_multiple")
    years, base, capped = severance(
        reasoning, asked.started_on, asked.ended_on, asked.average_wage, asked.city_average, asked.city_document
    )
    total = reasoning.line("赔偿金", f"{number(times)} × {number(years)} 年 × {yuan(base)}", times * years * base)
    reasoning.say(
        "赔偿金的计算年限自用工之日起（实施条例第二十五条），支付赔偿金的不再支付经济补偿。",
        f"赔偿金：{number(times)} × {number(years)} × {yuan(base)} = {yuan(total)}。",
    )
    reasoning.cite("J1.47")
    reasoning.warn(
        "用人单位解除前没有通知工会，起诉前也没有补正的，属违法解除，可以请求赔偿金。",
        "与经济补偿（N）、N+1 不能同时请求；要求继续履行的，不付赔偿金。",
    )
    return reasoning.done(_result(capped), _words("赔偿金", total, capped), amount=total)


@calculator(
    "C-5",
    "n_plus_one",
    "经济补偿加代通知金（N+1）",
    "依第四十条解除又没有提前通知的：经济补偿，另加按上一个月工资计的代通知金。",
    Replaced,
)
def n_plus_one(asked: Replaced) -> Finding:
    """N, and last month's wage for the notice (劳动合同法 40; 实施条例 20). Raises RuleError."""
    reasoning = Reasoning(asked.ended_on, asked.region)
    reasoning.cite("LCL.40", "LCL.46", "LCL.47.1", "LCR.20")
    years, base, capped = _from_2008(reasoning, asked)
    months = reasoning.figure("notice_pay_months")
    owed = reasoning.line("经济补偿", f"{number(years)} 年 × {yuan(base)}", years * base)
    notice = reasoning.line(
        "代通知金",
        f"{number(months)} 个月 × {yuan(asked.last_month_wage)}（上一个月工资）",
        months * asked.last_month_wage,
    )
    total = owed + notice
    reasoning.say(
        f"经济补偿：{number(years)} × {yuan(base)} = {yuan(owed)}。",
        f"代通知金按上一个月的工资标准：{yuan(notice)}，不用平均工资，也不封顶。",
        f"合计 {yuan(total)}。",
    )
    reasoning.warn("只适用于依劳动合同法第四十条解除；不能与赔偿金（2N）同时请求。")
    return reasoning.done(_result(capped), _words("N+1 合计", total, capped), amount=total)
