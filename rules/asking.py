"""Questions as words and answers as plain values: the contract of the command line, of batches and of the API."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from rules.book import load_rules
from rules.calendar import Calendar
from rules.deadline import OFFICE, Deadline, Question, answer
from rules.errors import NotComputable

KNOWN = frozenset({"rule", "from", "extend", "suspend", "restart", "region", "as_of"})
DAY_LENGTH = len("2026-03-02")


def ask(asked: Mapping[str, Any], on: Calendar | None = None) -> Deadline:
    """The answer to {"rule", "from", "extend", "suspend": ["A..B"], "restart", "region", "as_of"}.

    Days are YYYY-MM-DD, instants YYYY-MM-DDTHH:MM with or without a zone (without: office time). Raises RuleError,
    with a Chinese message.
    """
    unknown = [name for name in asked if name not in KNOWN]
    if unknown:
        raise NotComputable(f"不认识的项目：{'、'.join(map(str, unknown))}。可用：{'、'.join(sorted(KNOWN))}。")
    rule_id, region, extend = _text(asked, "rule"), asked.get("region"), asked.get("extend")
    if region is not None and not isinstance(region, str):
        raise NotComputable("region 应为地区代码，例如 QH。")
    extend = 0 if extend is None else extend
    if not isinstance(extend, int) or isinstance(extend, bool):
        raise NotComputable("extend 应为整数，单位同规则。")
    by_instant = load_rules().get(rule_id, None, region).by_instant
    begun = read_when(_text(asked, "from"), "from", by_instant)
    restart, as_of = asked.get("restart"), asked.get("as_of")
    question = Question(
        rule_id,
        begun,
        extend,
        _spans(asked.get("suspend") or ()),
        None if restart is None else read_when(_text(asked, "restart"), "restart", by_instant),
        region,
        None if as_of is None else _day(_text(asked, "as_of"), "as_of"),
    )
    return answer(question, on)


def _text(asked: Mapping[str, Any], name: str) -> str:
    found = asked.get(name)
    if not isinstance(found, str) or not found.strip():
        raise NotComputable(f"缺少 {name}，或不是文字。")
    return found.strip()


def read_when(text: str, name: str, by_instant: bool) -> date | datetime:
    """A day or an instant as the rule needs it; text without a zone is office time. Raises NotComputable."""
    try:
        if len(text) == DAY_LENGTH and not by_instant:
            return date.fromisoformat(text)
        when = datetime.fromisoformat(text)
    except ValueError:
        raise NotComputable(f"{name} 的写法应为 2026-03-02 或 2026-03-02T09:30，现为“{text}”。") from None
    when = when if when.tzinfo else when.replace(tzinfo=OFFICE)
    if by_instant and len(text) <= DAY_LENGTH:
        raise NotComputable(f"该规则按小时或分钟计算，{name} 须写明时刻，例如 {text}T09:30。")
    return when if by_instant else when.astimezone(OFFICE).date()


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotComputable(f"{name} 的写法应为 2026-03-02，现为“{text}”。") from None


def _spans(texts: Any) -> Sequence[tuple[date, date]]:
    if isinstance(texts, str) or not isinstance(texts, Sequence):
        raise NotComputable('suspend 应为数组，例如 ["2026-03-20..2026-05-19"]。')
    return tuple(read_span(text) for text in texts)


def read_span(text: Any) -> tuple[date, date]:
    """A suspension "A..B": from A up to, not including, B. Raises NotComputable."""
    first, dots, end = str(text).partition("..")
    try:
        span = (date.fromisoformat(first), date.fromisoformat(end))
    except ValueError:
        span = None
    if not dots or span is None or span[0] > span[1]:
        raise NotComputable(f"中止的写法应为 2026-03-20..2026-05-19（前早后晚），现为“{text}”。")
    return span


def when_text(when: date | datetime) -> str:
    """YYYY-MM-DD, or YYYY-MM-DDTHH:MM+08:00."""
    return when.isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()


def as_object(found: Deadline) -> dict[str, Any]:
    """The answer as the documented JSON object."""
    return {
        "rule": found.rule.id,
        "legal_basis": found.rule.legal_basis,
        "tag": found.rule.tag,
        "start": when_text(found.start),
        "raw_last_day": when_text(found.raw_last_day),
        "due": when_text(found.due),
        "provisional": found.provisional,
        "calendar_version": found.calendar_version,
        "rule_version": found.rule_version,
        "steps": list(found.steps),
        "warnings": list(found.warnings),
    }
