"""本单位工作年限: how many years' pay a length of service is worth (劳动合同法 47(1))."""

from datetime import date, timedelta
from decimal import Decimal

from rules.errors import NotComputable
from rules.findings.reasoning import Reasoning, number
from rules.period import add_months

ONE_DAY = timedelta(days=1)
MONTHS = 12


def whole_months(first: date, end: date) -> int:
    """Full months from a day up to, not including, another, by corresponding days (民法典 202)."""
    months = max(0, (end.year - first.year) * MONTHS + end.month - first.month)
    while months > 0 and add_months(first, months) > end:
        months -= 1
    return months


def years_owed(reasoning: Reasoning, first: date, last: date) -> Decimal:
    """Years of pay for service from the first to the last day, both counted. Raises NotComputable."""
    if last < first:
        raise NotComputable(f"离职日 {last} 早于入职日 {first}，请核对。")
    end = last + ONE_DAY
    months = whole_months(first, end)
    years, rest = divmod(months, MONTHS)
    spare = (end - add_months(first, months)).days
    half = reasoning.figure("half_year_months")
    if rest >= half:
        part, why = reasoning.figure("long_part_year"), f"满{number(half)}个月不满一年，按一年计"
    elif rest or spare:
        part, why = reasoning.figure("short_part_year"), f"不满{number(half)}个月，按半个月工资计"
    else:
        part, why = Decimal(0), "没有零头"
    owed = Decimal(years) + part
    reasoning.say(
        f"工作年限：{first} 至 {last}（含当日），满{years}年零{rest}个月{spare}天；零头{why}，共 {number(owed)} 年。"
    )
    return owed
