"""Whether a certificate may be believed: the second checker walks through it, and its claims are held against the book.

The checker knows nothing of the rule book by design: a certificate with a made-up length is sound arithmetic. Here
its rule and its calendar are looked up, so that a length, an article or a tag that the book does not hold is seen
even where the seal was made anew.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from rules import checker
from rules.book import RuleBook, load_rules
from rules.calendar import Calendar, calendar, known_calendars
from rules.deadline import OFFICE, answer
from rules.errors import RuleError
from rules.office_hours import office_hours
from rules.sentences import OLDER_WORDINGS, WORDING
from rules.whatif import question_of

_FIGURE = re.compile(r"\d[\d:-]*")
# What a certificate repeats of its row, and how that is called.
FIELDS = {
    "rule": ("规则编号", "id"),
    "label": ("名称", "label"),
    "length": ("长度", "length"),
    "unit": ("单位", "unit"),
    "direction": ("方向", "direction"),
    "roll": ("顺延", "roll"),
    "next_hour": ("自次时起算", "next_hour"),
    "legal_basis": ("依据", "legal_basis"),
    "tag": ("核实程度", "tag"),
    "region": ("地区", "region"),
    "rule_version": ("规则版本", "version"),
}


def faults(
    certificate: Mapping[str, Any], notices: Mapping[str, str] | None = None, book: RuleBook | None = None
) -> list[str]:
    """What is wrong with a certificate, by its own words and by the book, in Chinese; empty when it holds.

    `notices` are the texts of notices, by SHA-256, that did not come with the program.
    """
    found = checker.faults(certificate, notices)
    if certificate.get("kind") == "promise":
        return found
    try:
        more = _against_book(certificate, load_rules() if book is None else book)
        more += _against_calendars(certificate, bool(notices))
        return found + (more or _words(certificate))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RuleError):
        return found or ["凭证的规则或者日历一栏不可读"]


def _against_book(one: Mapping[str, Any], book: RuleBook) -> list[str]:
    start = question_of(one).start
    given = start.astimezone(OFFICE).date() if isinstance(start, datetime) else start
    try:
        rule = book.get(one["rule"], given, one["events"]["region"])
    except RuleError as refused:
        return [f"规则库不认：{refused}"]
    found = [
        f"{name}与规则库不符：规则库为 {getattr(rule, field)}，凭证写 {one[key]}"
        for key, (name, field) in FIELDS.items()
        if (type(one[key]), one[key]) != (type(getattr(rule, field)), getattr(rule, field))
    ]
    if one["events"]["start_event"] != rule.start:
        found.append(f"起算事件与规则库不符：规则库为{rule.start}")
    if rule.unit == "work_minute" and one["office_hours"] != office_hours().as_texts():
        found.append("办公时间与所配置的不符")
    return found


def _words(one: Mapping[str, Any]) -> list[str]:
    """The words against those of the same question asked again; of an older wording the figures alone."""
    on = _calendars().get(one["calendar_version"])
    if on is None:
        return []
    again = answer(question_of(one), on)
    # Where an issued date was kept, the first words say so; the date itself is the file's and not computed.
    warnings = one["warnings"][1:] if one.get("kept") else one["warnings"]
    if one["wording"] == WORDING:
        same = one["sentence"] == again.sentence and warnings == list(again.warnings)
        return [] if same else ["文字说明不是按所载数据写成的"]
    if one["wording"] not in OLDER_WORDINGS:
        return ["文字说明的版本不明"]
    known = set(_FIGURE.findall(f"{again.sentence}{again.steps}{again.warnings}"))
    strange = set(_FIGURE.findall(f"{one['sentence']}{one['warnings']}")) - known
    return [f"文字说明中的数字不是算出来的：{'、'.join(sorted(strange))}"] if strange else []


def _against_calendars(one: Mapping[str, Any], others: bool) -> list[str]:
    on = _calendars().get(one["calendar_version"])
    if on is None:
        # A calendar with notices that were handed over is not ours to judge; their fingerprints were compared.
        return [] if others else ["所称的日历版本，不是随程序提供的任何一版"]
    days = [date.fromisoformat(text[:10]) for text in (one["raw_last_day"], one["due"])]
    events = one["events"]
    begun = datetime.fromisoformat(events["restart"] or events["start"])
    days.append(begun.astimezone(OFFICE).date() if begun.tzinfo else begun.date())
    named = [[paper.id, paper.sha256] for paper in on.papers_for(min(days), max(days))]
    found = [] if one["papers"] == named else ["凭证所列的放假通知，不是该日历版本对这些日子的全部通知"]
    if one["as_of"] is not None and calendar(date.fromisoformat(one["as_of"])).version != on.version:
        found.append(f"{one['as_of']} 所知的日历不是这一版")
    return found


@lru_cache
def _calendars() -> Mapping[str, Calendar]:
    """Every calendar that the shipped notices made, one after the other, by version."""
    return {on.version: on for on in known_calendars()}
