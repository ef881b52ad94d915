"""C-3 加班费: working days 150 %, rest days 200 % unless made up, statutory holidays 300 %."""

from datetime import date
from decimal import Decimal

from pydantic import Field

from rules.calendar import calendar
from rules.findings.asked import Asked, Day, Yuan
from rules.findings.finding import Finding
from rules.findings.reasoning import Reasoning, number, percent, to_cent, yuan
from rules.findings.registry import calculator
from rules.statutory_days import statutory_holiday

Hours = Decimal
RATES = {"workday": "overtime_workday", "rest_day": "overtime_rest_day", "holiday": "overtime_holiday"}
WORDS = {"workday": "工作日延长工作时间", "rest_day": "休息日", "holiday": "法定节假日"}


class OvertimeDay(Asked):
    """Hours on one day; the kind of day comes from the calendar."""

    day: Day | None = Field(None, title="日期")
    hours: Decimal | None = Field(None, title="加班小时", ge=0, le=24)
    made_up: bool = Field(False, title="已补休")


class Overtime(Asked):
    """The wage and the hours: by kind, by day, or both."""

    day: Day = Field(title="发生时间（以此日的规定为准）")
    monthly_wage: Yuan = Field(title="月工资（元，计算加班费的基数）")
    workday_hours: Hours = Field(Decimal(0), title="工作日加班小时", ge=0, le=10000)
    rest_day_hours: Hours = Field(Decimal(0), title="休息日加班小时", ge=0, le=10000)
    made_up_hours: Hours = Field(Decimal(0), title="其中已安排补休的小时", ge=0, le=10000)
    holiday_hours: Hours = Field(Decimal(0), title="法定节假日加班小时", ge=0, le=10000)
    days: tuple[OvertimeDay, ...] = Field((), title="逐日填写（由日历判断是哪一种）", max_length=200)


@calculator(
    "C-3",
    "overtime",
    "加班费",
    "工作日、不能补休的休息日、法定节假日各有比例；可按小时数，也可逐日由日历分类。",
    Overtime,
)
def overtime(asked: Overtime) -> Finding:
    """Hourly wage × hours × rate (劳动法 44; 工资折算办法). Raises RuleError."""
    reasoning = Reasoning(asked.day)
    reasoning.cite("LL.44")
    divisor, day_hours = reasoning.figure("monthly_pay_days"), reasoning.figure("daily_hours")
    hourly = asked.monthly_wage / divisor / day_hours
    reasoning.say(
        f"小时工资：{yuan(asked.monthly_wage)} ÷ {number(divisor)} ÷ {number(day_hours)} ≈ {yuan(to_cent(hourly))}"
        "（中间不取整，每行末尾四舍五入到分一次）。"
    )
    rest = asked.rest_day_hours - min(asked.rest_day_hours, asked.made_up_hours)
    if asked.made_up_hours:
        reasoning.say(f"休息日加班已补休 {number(min(asked.rest_day_hours, asked.made_up_hours))} 小时，不再付加班费。")
    if asked.made_up_hours > asked.rest_day_hours:
        reasoning.warn("补休小时多于休息日加班小时，多出的没有抵扣；工作日、法定节假日的加班不能以补休代替。")
    hours = {"workday": asked.workday_hours, "rest_day": rest, "holiday": asked.holiday_hours}
    for one in asked.days:
        kind = _classify(reasoning, one)
        if kind is not None and one.hours is not None:
            hours[kind] += one.hours
    total = Decimal(0)
    for kind, count in hours.items():
        if count:
            rate = reasoning.figure(RATES[kind])
            by_hour = f"{yuan(asked.monthly_wage)} ÷ {number(divisor)} ÷ {number(day_hours)}"
            formula = f"{by_hour} × {number(count)} 小时 × {percent(rate)}"
            total += reasoning.line(WORDS[kind], formula, hourly * count * rate)
    reasoning.say(f"合计 {yuan(total)}。")
    return reasoning.done("amount" if total else "none", f"加班费 {yuan(total)}。", amount=total)


def _classify(reasoning: Reasoning, one: OvertimeDay) -> str | None:
    """Which rate a day earns; a 调休 day off that is no statutory holiday is a rest day."""
    if one.day is None or not one.hours:
        return None
    holiday = statutory_holiday(one.day)
    if holiday is None:
        reasoning.lack(f"缺少 {one.day.year} 年的法定休假日名单（rules/statutory_days.yaml），{one.day} 没有计入。")
        return None
    reasoning.cite("HOL.2")
    seen = calendar().day(one.day)
    kind = "holiday" if holiday else ("workday" if seen.worked else "rest_day")
    words = "法定休假日" if holiday else f"{seen.reason}，{'工作日' if seen.worked else '不是法定休假日，按休息日'}"
    if one.made_up and kind == "rest_day":
        reasoning.say(f"{_day(one.day)}：{words}；已补休，不付加班费。")
        return None
    if one.made_up:
        reasoning.warn(f"{one.day} 不是休息日，补休不能代替加班费，仍计加班费。")
    reasoning.say(f"{_day(one.day)}：{words}，{number(one.hours)} 小时。")
    return kind


def _day(day: date) -> str:
    return f"{day}（周{'一二三四五六日'[day.weekday()]}）"
