"""Deadlines in Chinese sentences, for the screen, the file and the command line."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rules.book import UNITS
from rules.calendar import ONE, WEEKDAYS, Calendar
from rules.errors import NotComputable
from rules.regions import region_name

if TYPE_CHECKING:
    from rules.deadline import Deadline

# Which words the sentences are made of: changed with every change of a word, so that a certificate's can be compared.
WORDING = "2026-11-25"
# So many breaks, pauses and 调休 days are told one by one.
FEW = 3
OLDER_WORDINGS: frozenset[str] = frozenset()


def named(when: date | datetime, on: Calendar) -> str:
    """2026-02-28（周六，调休上班）; instants show the minute in office time."""
    if isinstance(when, datetime):
        here = when.astimezone(ZoneInfo("Asia/Shanghai"))
        return f"{here:%Y-%m-%d %H:%M}（周{WEEKDAYS[here.weekday()]}）"
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
    rule = deadline.rule
    first = f"规则：{rule.label}，{length(deadline)}。依据：{rule.legal_basis}（{rule.certainty}）。"
    said = [first, _restarted(deadline), _begin(deadline), _left_out(deadline), _raw(deadline), _due(deadline)]
    return tuple(step for step in said if step)


def _restarted(deadline: "Deadline") -> str:
    if deadline.question.restart is None:
        return ""
    on = deadline.on
    return f"原自{named(deadline.question.start, on)}起算，后重新计算，改自{named(deadline.start, on)}起。"


def _begin(deadline: "Deadline") -> str:
    rule, start = deadline.rule, named(deadline.start, deadline.on)
    if rule.unit == "work_minute":
        return f"自{start}起算，只计工作日的办公时间。"
    if rule.by_instant:
        if rule.next_hour:
            return f"{rule.start}{start}，自下一个整点起算。"
        return f"{rule.start}{start}起算，按钟点连续计算，周末和节假日照算。"
    if rule.direction == "pay_day":
        return f"约定支付日为{start}。"
    if rule.direction == "backward":
        return f"自{rule.start}{start}往前倒数，当日不计。"
    if rule.length == 0 and not deadline.question.extend:
        return f"{rule.start}{start}当日即届满。"
    return f"{rule.start}{start}不计入，自次日起算。"


def _raw(deadline: "Deadline") -> str:
    rule, raw, whole = deadline.rule, named(deadline.raw_last_day, deadline.on), length(deadline)
    if rule.by_instant:
        return f"计{whole}，至{raw}。" if rule.length or deadline.question.extend else ""
    if rule.direction == "pay_day" or (rule.length == 0 and not deadline.question.extend):
        return ""
    if rule.unit == "work_day":
        skipped = _skipped(deadline)
        if rule.direction == "backward":
            return f"倒数{whole}：只数工作日{skipped}；最迟为{raw}。"
        return f"期限{whole}：只数工作日{skipped}；第{rule.length + deadline.question.extend}个工作日为{raw}。"
    if rule.direction == "backward":
        return f"倒数{whole}，周末和节假日照算，为{raw}。"
    if rule.unit == "cal_day":
        return f"期限{whole}，中间的周末和节假日照算，最后一日为{raw}。"
    moved = "，中止的天数另加" if _paused(deadline) else ""
    return f"期限{whole}，到期月的对应日（没有对应日的，为该月最后一日）{moved}为{raw}。"


def _skipped(deadline: "Deadline") -> str:
    """What a count of working days leaves out and takes in on its way: breaks by name, weekends, 调休 days."""
    first, last = deadline.start, deadline.raw_last_day
    if isinstance(first, datetime) or isinstance(last, datetime):
        return ""
    first, last = (first + ONE, last) if last > first else (last, first - ONE)
    breaks, weekends, made_up = [], 0, []
    for begin, end, kind in deadline.on.runs(first, last):
        days = (end - begin).days + 1
        if kind == "holiday":
            breaks.append(
                f"{deadline.on.day(begin).reason}{days}天（{begin:%m-%d}{f'至{end:%m-%d}' if days > 1 else ''}）"
            )
        elif kind == "rest":
            weekends += days
        elif kind == "make_up":
            made_up += [f"{begin + n * ONE:%m-%d}" for n in range(days)]
    left_out = breaks if len(breaks) <= FEW else [f"放假{len(breaks)}次"]
    left_out = left_out + ([f"周末{weekends}天"] if weekends else [])
    said = f"，其间{'、'.join(left_out)}不算" if left_out else ""
    if made_up:
        said += f"，调休上班的{'、'.join(made_up) if len(made_up) <= FEW else f'{len(made_up)}天'}算"
    return said


def _paused(deadline: "Deadline") -> list[tuple[date, date]]:
    """The days of the period that were left out, in spans."""
    rule, start, raw = deadline.rule, deadline.start, deadline.raw_last_day
    if rule.direction != "forward" or (rule.length == 0 and not deadline.question.extend):
        return []
    if isinstance(start, datetime) or isinstance(raw, datetime):
        days = [when.date() for when in (start, raw) if isinstance(when, datetime)]
        first, end = days[0], days[-1] + ONE
    else:
        first, end = start + ONE, raw + ONE
    found = [(max(begin, first), min(stop, end)) for begin, stop in deadline.spans]
    return [(begin, stop) for begin, stop in found if begin < stop]


def _left_out(deadline: "Deadline") -> str:
    spans = _paused(deadline)
    if not spans:
        return ""
    total = sum((end - first).days for first, end in spans)
    said = "、".join(f"{first}至{end - ONE}" for first, end in spans[:FEW]) + ("等" if len(spans) > FEW else "")
    return f"{said}中止，共{total}天，不计入。"


def _due(deadline: "Deadline") -> str:
    due, rule = named(deadline.due, deadline.on), deadline.rule
    if rule.by_instant:
        return f"截止时刻：{due}。"
    if rule.direction == "pay_day":
        moved = deadline.due != deadline.raw_last_day
        return f"遇放假或周末要提前，应于{due}前付清。" if moved else f"当日是工作日，应于{due}支付。"
    if rule.direction == "backward":
        return f"倒数的期间不顺延，最迟{due}。"
    if rule.roll == "none":
        return f"截止{due}24时，不顺延。"
    if deadline.due != deadline.raw_last_day:
        return f"最后一日遇{_why_off(deadline)}，顺延到其后第一个工作日{due}，当日24时截止。"
    if isinstance(deadline.due, date) and deadline.on.day(deadline.due).reason == "调休上班":
        return f"最后一日虽是周末，但调休上班，是工作日，不顺延，{deadline.due}当日24时截止。"
    return f"最后一日是工作日，不顺延，{deadline.due}当日24时截止。"


def _why_off(deadline: "Deadline") -> str:
    raw = deadline.raw_last_day
    return deadline.on.day(raw.date() if isinstance(raw, datetime) else raw).reason


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
    """One paragraph that says why this day: from when, how many days, what was left out, why moved or not, by what."""
    rule = deadline.rule
    told = rule.certainty == "法定" or (rule.tag == "D" and "工会自定" in rule.legal_basis)
    doubt = "" if told else f"（{rule.certainty}）"
    said = [_restarted(deadline), _begin(deadline), _left_out(deadline), _raw(deadline), _due(deadline)]
    if deadline.provisional:
        said.append(f"放假安排只公布到{deadline.on.last.year}年，此日期为暂定。")
    return "".join(said) + f"依据：{rule.legal_basis}{doubt}。"
