"""DT-5 拒不支付劳动报酬罪."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from rules.findings.asked import AskedHere, Day, OneOf, Yuan
from rules.findings.asking_table import table_question
from rules.findings.reasoning import Reasoning, number, yuan

MEANS = {
    "moved": "转移财产、逃匿，或隐匿、销毁账目",
    "able": "有能力支付而不支付",
    "none": "以上都没有",
}


class Crime(AskedHere):
    """The elements, as far as they are known."""

    day: Day = Field(title="欠付之日（以此日的规定为准）")
    means: Annotated[str, OneOf(MEANS)] = Field(title="手段")
    months: Decimal = Field(Decimal(0), title="被欠最多的一人：欠薪月数", ge=0, le=600)
    one_amount: Yuan = Field(Decimal(0), title="被欠最多的一人：金额（元）")
    workers: int = Field(1, title="被欠薪的劳动者人数", ge=1, le=1000000)
    total: Yuan = Field(Decimal(0), title="被欠薪的合计金额（元）")
    ordered: bool | None = Field(None, title="政府有关部门责令支付后仍不支付")
    paid: bool = Field(False, title="刑事立案前已支付且没有造成严重后果")


def _reached(reasoning: Reasoning, amount: Decimal, which: str, words: str) -> bool | None:
    """Against the province's figure; without it only the ends of the national band are certain."""
    local = reasoning.local(f"crime_{which}_amount")
    if local is not None:
        reasoning.say(
            f"{words} {yuan(amount)}，本省执行标准 {yuan(local)}：{'达到' if amount >= local else '没有达到'}。"
        )
        return amount >= local
    low, high = reasoning.figure(f"crime_{which}_lowest"), reasoning.figure(f"crime_{which}_highest")
    if amount >= high:
        state: bool | None = True
        said = "达到上限，任何省都算“数额较大”"
    elif amount < low:
        state, said = False, "低于下限，任何省都不算"
    else:
        state, said = None, "介于上下限之间，要看本省执行标准"
    reasoning.say(f"{words} {yuan(amount)}，全国幅度 {yuan(low)} 至 {yuan(high)}：{said}。")
    return state


def _large(asked: Any, reasoning: Reasoning) -> Mapping[str, Any]:
    """数额较大: one worker for so many months, or so many workers, each with its amount (法释〔2013〕3号 3)."""
    months, workers = reasoning.figure("crime_months"), reasoning.figure("crime_workers")
    one: bool | None = False
    if asked.months >= months:
        one = _reached(reasoning, asked.one_amount, "one", f"一人欠薪满{number(months)}个月，")
    else:
        reasoning.say(f"一人欠薪 {number(asked.months)} 个月，不满{number(months)}个月，不按一人的标准。")
    many: bool | None = False
    if asked.workers >= workers:
        many = _reached(reasoning, asked.total, "many", f"{asked.workers} 人（满{number(workers)}人），合计")
    else:
        reasoning.say(f"{asked.workers} 人，不满{number(workers)}人，不按多人的标准。")
    large = True if True in (one, many) else (None if None in (one, many) else False)
    return {"large": large}


table_question("DT-5", "crime", Crime, derived={"large": "数额较大"}, derive=_large)
