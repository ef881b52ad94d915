"""Deadlines in Chinese sentences, for the screen, the file and the command line."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from rules.book import UNITS
from rules.calendar import ONE, WEEKDAYS, Calendar
from rules.errors import NotComputable
from rules.regions import region_name

if TYPE_CHECKING:
    from rules.deadline import Deadline

# Which words the sentences are made of: changed with every change of a word, so that a certificate's can be compared.
WORDING = "2026-11-25"
OLDER_WORDINGS: frozenset[str] = frozenset()


def named(when: date | datetime, on: Calendar) -> str:
    """2026-02-28（周六，调休上班）; instants show the minute."""
    if isinstance(when, datetime):
        return f"{when:%Y-%m-%d %H:%M}（周{WEEKDAYS[when.weekday()]}）"
    reason = "" if when < on.first else on.day(when).reason
    plain = reason in ("工作日", "")
    return f"{when}（周{WEEKDAYS[when.weekday()]}{'' if plain else '，' + reason}）"


def length(deadline: "Deadline") -> str:
    """15日, 5个工作日 ..., with the extension."""
    rule, extend = deadline.rule, deadline.question.extend
    unit = UNITS[rule.unit]
    return f"{rule.length}{unit}" + (f"，另延长{extend}{unit}" if extend else "")


def steps(deadline: "Deadline") -> tuple[str, ...]:
    """The computation, one sentence a step."""
    rule, on = deadline.rule, deadline.on
    said = [f"规则：{rule.label}，{length(deadline)}。依据：{rule.legal_basis}（{rule.certainty}）。"]
    if deadline.question.restart is not None:
        said.append(f"原起点{named(deadline.question.start, on)}，期间自{named(deadline.start, on)}重新计算。")
    said.append(_begin(deadline))
    for first, end in deadline.spans:
        if rule.direction == "forward":
            said.append(f"{first} 至 {end - ONE} 共{(end - first).days}天中止，不计入期间。")
    said.append(_raw(deadline))
    said.append(_due(deadline))
    return tuple(said)


def _begin(deadline: "Deadline") -> str:
    rule, start = deadline.rule, named(deadline.start, deadline.on)
    if rule.unit == "work_minute":
        return f"自{start}起算，只计工作日的办公时间。"
    if rule.by_instant:
        return f"自{start}的下一个整点起算。" if rule.next_hour else f"自{start}起算，按钟点连续计算，不因节假日顺延。"
    if rule.direction == "pay_day":
        return f"约定支付日为{start}。"
    if rule.direction == "backward":
        return f"自{rule.start}{start}倒推，当日不计。"
    if rule.length == 0 and not deadline.question.extend:
        return f"{rule.start}{start}当日即届满。"
    return f"{rule.start}{start}不计入，自次日起算。"


def _raw(deadline: "Deadline") -> str:
    rule, raw = deadline.rule, named(deadline.raw_last_day, deadline.on)
    if rule.by_instant:
        return f"期间至{raw}。"
    if rule.unit == "work_day":
        total = deadline.question.extend + rule.length
        way = "只计工作日，调休上班日计入，放假和休息日不计；"
        return way + (f"最迟为{raw}。" if rule.direction == "backward" else f"第{total}个工作日为{raw}。")
    if rule.direction == "pay_day":
        return f"支付日落在{raw}。"
    if rule.unit == "cal_day":
        return f"期间最后一日为{raw}；期间中的节假日不扣除。"
    return f"对应日（无对应日的为该月末日）为{raw}。"


def _due(deadline: "Deadline") -> str:
    due, rule = named(deadline.due, deadline.on), deadline.rule
    if rule.by_instant:
        return f"截止时刻：{due}。"
    if rule.direction == "pay_day":
        moved = deadline.due != deadline.raw_last_day
        return f"遇休息日提前，应于{due}前支付。" if moved else f"当日为工作日，应于{due}支付。"
    if rule.direction == "backward":
        return f"倒推的期间不顺延，最迟{due}。"
    if rule.roll == "none":
        return f"截止{due}24时，不顺延。"
    if deadline.due != deadline.raw_last_day:
        return f"最后一日为休息日，顺延至其后第一个工作日{due}，当日24时截止。"
    return f"最后一日为{due}，不顺延，当日24时截止。"


def warnings(deadline: "Deadline") -> tuple[str, ...]:
    """What the rule does not cover, what is not certain, and what to do earlier."""
    rule, question, said = deadline.rule, deadline.question, []
    if question.extend:
        if rule.may_extend is None:
            said.append("该规则本身没有规定可以延长；此处仅按所给天数计算。")
        elif isinstance(rule.may_extend, int) and question.extend > rule.may_extend:
            said.append(f"该规则最多延长{rule.may_extend}{UNITS[rule.unit]}；所给的{question.extend}已超出。")
    if deadline.spans and rule.direction != "forward":
        said.append("倒推的期间和支付日不适用中止；所给的中止未计入。")
    elif deadline.spans and not rule.may_suspend:
        said.append("该规则本身没有规定中止；此处仅按所给日期扣除。")
    if question.restart is not None and not rule.may_restart:
        said.append("该规则本身没有规定重新计算；此处仅按所给日期起算。")
    if deadline.provisional:
        said.append(f"{deadline.on.last.year}年之后的放假调休安排尚未公布，此为按周末推算的暂定日期，公布后须重算。")
    if rule.certainty == "待核实":
        said.append("该条依据为转述或记忆，待核实，不得作为法定依据引用。")
    if rule.tag == "D":
        said.append("该期限为工会自定，不是法定期限。")
    if question.region is not None and rule.region is None and rule.tag == "D":
        said.append(f"{region_name(question.region)}没有自己的规定，按本会默认值（工会自定）计算。")
    if rule.benchmark:
        said.append(f"这是{region_name(rule.region) or '外地'}的规定或做法，仅供参考，不是本地的依据。")
    safe = _last_working_day(deadline)
    if safe is not None:
        said.append(f"宜在 {safe} 前办完：顺延只作补救，不宜当作计划。")
    return tuple(said)


def _last_working_day(deadline: "Deadline") -> date | None:
    raw, due = deadline.raw_last_day, deadline.due
    if isinstance(raw, datetime) or deadline.rule.direction != "forward" or due == raw:
        return None
    try:
        return deadline.on.previous_worked(raw)
    except NotComputable:
        # The last working day before lies in a year whose calendar is not at hand: no advice, the date stands.
        return None


def sentence(deadline: "Deadline") -> str:
    """One line that says why."""
    return f"{_begin(deadline)}{_raw(deadline)}{_due(deadline)}依据：{deadline.rule.legal_basis}。"
