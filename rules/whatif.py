"""What would change a deadline: the same question asked a little differently."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from rules.book import UNITS
from rules.calendar import Calendar
from rules.deadline import Deadline, Question, answer
from rules.errors import RuleError


def question_of(certificate: Mapping[str, Any]) -> Question:
    """The question that a certificate answers."""
    events = certificate["events"]
    as_of = certificate.get("as_of")
    return Question(
        certificate["rule"],
        _when(events["start"]),
        events["extend"],
        tuple((date.fromisoformat(first), date.fromisoformat(end)) for first, end in events["suspend"]),
        None if events["restart"] is None else _when(events["restart"]),
        events.get("region", certificate.get("region")),
        None if as_of is None else date.fromisoformat(as_of),
    )


def question_again(certificate: Mapping[str, Any]) -> Deadline | None:
    """The certificate's question answered anew; None for promises, and where the book has the rule no more."""
    if "events" not in certificate:
        return None
    try:
        return answer(question_of(certificate))
    except RuleError:
        return None


def _when(text: str) -> date | datetime:
    when = datetime.fromisoformat(text)
    return when if when.tzinfo is not None else when.date()


def changes(found: Deadline) -> list[str]:
    """In Chinese sentences, each with the date that would follow."""
    rule, question = found.rule, found.question
    said: list[str] = []
    day = "1日" if not rule.by_instant else "1小时"
    step = timedelta(hours=1) if rule.by_instant else timedelta(days=1)
    begun = question.restart if question.restart is not None else question.start
    later = (
        replace(question, restart=begun + step)
        if question.restart is not None
        else replace(question, start=begun + step)
    )
    _add(said, f"起算事件若晚{day}，截止为", later, found.on)
    if isinstance(rule.may_extend, int) and question.extend < rule.may_extend:
        unit = UNITS[rule.unit]
        _add(
            said,
            f"依规则延长至最多{rule.may_extend}{unit}，截止为",
            replace(question, extend=rule.may_extend),
            found.on,
        )
    elif isinstance(rule.may_extend, str):
        said.append(f"{rule.may_extend}的，可以延长；延长自顺延前的最后一日起加。")
    if question.suspend:
        _add(said, "若没有中止，截止为", replace(question, suspend=()), found.on)
    elif rule.may_suspend:
        said.append("如有中止，中止的天数不计入，截止相应后移。")
    if rule.may_restart:
        said.append("如有中断或者重新计算的事由，自该日的次日起重新计算。")
    if found.provisional:
        said.append(
            f"{found.on.last.year}年之后的放假安排公布后，遇放假可能后移；已出具的日期不会提前，"
            "但所涉周末若被调为上班，法定的最后一日可能更早，宜提早办。"
        )
    return said


def _add(said: list[str], words: str, question: Question, on: Calendar) -> None:
    try:
        due = answer(question, on).due
    except RuleError:
        return
    text = due.strftime("%Y-%m-%d %H:%M") if isinstance(due, datetime) else due.isoformat()
    said.append(f"{words} {text}。")
