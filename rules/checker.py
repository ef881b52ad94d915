"""A second opinion: verifies a certificate day by day, sharing no counting code with the engine.

It reads the notices that the certificate names. Of the rule book it knows nothing: rules/verification.py does.
"""

import hashlib
import json
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

MINUTE, HOUR, BEIJING = timedelta(minutes=1), timedelta(hours=1), timezone(timedelta(hours=8))
COUNTED = {"work", "make_up", "day", "period"}
_read = lru_cache(maxsize=256)(yaml.safe_load)


class _Days:
    """The days of the named notices, as day numbers: worked or not, and which years they cover."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self.changed: dict[int, str] = {}
        self.notices = [_read(text) for text in texts]
        self.years = {notice["year"] for notice in self.notices if "replaces" not in notice}
        for notice in sorted(self.notices, key=lambda one: (one["year"], "replaces" in one, str(one["published"]))):
            for day in _each([notice["replaces"]] if "replaces" in notice else []):
                self.changed.pop(day, None)
            self.changed.update(dict.fromkeys(_each(notice["days_off"]), "holiday"))
            self.changed.update(dict.fromkeys(_each(notice["make_up"]), "make_up"))

    def kind(self, day: int) -> str:
        return self.changed.get(day) or ("rest" if day % 7 in (6, 0) else "work")  # day 1 was a Monday

    def works(self, day: int) -> bool:
        return self.kind(day) in COUNTED


def _each(items: list[str]) -> list[int]:
    ends = [[_number(part) for part in str(item).split("..")] for item in items]
    return [day for pair in ends for day in range(pair[0], pair[-1] + 1)]


def _number(text: str) -> int:
    when = datetime.fromisoformat(text)
    return (when.astimezone(BEIJING) if when.tzinfo else when).toordinal()


_days = lru_cache(maxsize=512)(_Days)


@lru_cache
def _shipped() -> dict[str, str]:
    texts = [path.read_text(encoding="utf-8") for path in (Path(__file__).parent / "calendars").glob("*.yaml")]
    return {hashlib.sha256(text.encode()).hexdigest(): text for text in texts}


def faults(certificate: Mapping[str, Any], notices: Mapping[str, str] | None = None) -> list[str]:
    """What is wrong with a certificate, in Chinese. `notices`: texts by SHA-256 that did not come with the program."""
    try:
        return _faults(certificate, {**_shipped(), **(notices or {})} if notices else _shipped())
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, IndexError):
        return ["凭证残缺，或格式不对，无法核验"]


def _faults(one: Mapping[str, Any], texts: Mapping[str, str]) -> list[str]:
    if one.get("kind") == "promise":  # a day that the parties agreed on: nothing was counted
        date.fromisoformat(one["due"])
        return [] if set(one) == {"kind", "due", "basis", "label"} else ["约定的日期不带计算凭证"]
    body = {key: value for key, value in one.items() if key != "seal"}
    written = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    found = [] if hashlib.sha256(written.encode()).hexdigest() == one["seal"] else ["凭证在出具后被改动过"]
    if missing := [name for name, sha in one["papers"] if sha not in texts]:
        return [*found, f"找不到凭证所依据的放假通知，或其内容已变：{'、'.join(missing)}"]
    days = _days(tuple(texts[sha] for _, sha in one["papers"]))
    named = [name for name, _ in one["papers"]] == [str(notice["paper"]) for notice in days.notices]
    if not named or any((one["as_of"] or "9") < str(notice["published"]) < "9" for notice in days.notices):
        found.append("放假通知的名称与内容不符，或当时尚未公布")
    ends = [_number(text) for pair in one["events"]["suspend"] for text in pair]
    if ends != sorted(set(ends)):
        found.append("中止的起止未并为先后分开的各段")
    suspended = {day for first, end in zip(ends[::2], ends[1::2], strict=True) for day in range(first, end)}
    if any(type(number) is not int or number < 0 for number in (one["length"], one["events"]["extend"])):
        return [*found, "期限的长度或者延长不对"]
    check = _check_instant if one["unit"] in ("hour", "minute", "work_minute") else _check_days
    return found + check(one, suspended, days) + _check_words(one)


def _check_days(one: Mapping[str, Any], suspended: set[int], days: _Days) -> list[str]:
    events, found = one["events"], []
    start = _number(events["restart"] or events["start"])
    raw, due = _number(one["raw_last_day"]), _number(one["due"])
    if one["next_hour"] is not False or one["office_hours"] is not None or start < _number(events["start"]):
        found.append("按日计算的期限不涉及钟点，重新计算不早于起算")
    expected = _raw_last_day(one, start, suspended, days)
    if raw != expected:
        found.append(f"期间最后一日应为 {date.fromordinal(expected)}，凭证写 {one['raw_last_day']}")
    step = {"prev": -1, "next": 1, "none": 0}[one["roll"]]
    while step and not days.works(expected):
        expected += step
    if due != expected:
        found.append(f"截止日应为 {date.fromordinal(expected)}，凭证写 {one['due']}")
    if one["due_at"] != f"{date.fromordinal(due)}T16:00:00+00:00":  # 24:00 in Beijing
        found.append("截止时刻不是截止日的24时")
    if one["provisional"] is not (date.fromordinal(max(raw, due)).year not in days.years):
        found.append("暂定标记不对，或缺少所需年份的放假通知")
    return found + _check_ledger(one, start, raw, due, suspended, days)


def _raw_last_day(one: Mapping[str, Any], start: int, suspended: set[int], days: _Days) -> int:
    length, unit, extend = one["length"], one["unit"], one["events"]["extend"]
    if unit not in ("cal_day", "work_day", "month", "year"):
        raise ValueError(unit)
    if one["direction"] == "pay_day":
        return int(start + length + extend)
    if one["direction"] == "backward":
        return _walk(_walk(start, length, -1, unit, set(), days), extend, 1, unit, set(), days)
    if unit in ("month", "year"):
        months = 12 if unit == "year" else 1
        last = _corresponding(_corresponding(start, length * months), extend * months)
        return _walk(last, sum(1 for day in suspended if start < day <= last), 1, "cal_day", suspended, days)
    return _walk(start, length + extend, 1, unit, suspended, days)


def _walk(day: int, count: int, step: int, unit: str, suspended: set[int], days: _Days) -> int:
    while count > 0:
        day += step
        if day not in suspended and (unit != "work_day" or days.works(day)):
            count -= 1
    return day


def _corresponding(number: int, months: int) -> int:
    day = date.fromordinal(number)
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1])).toordinal()


def _check_instant(one: Mapping[str, Any], suspended: set[int], days: _Days) -> list[str]:
    events, by_office = one["events"], one["unit"] == "work_minute"
    due, total = datetime.fromisoformat(one["due"]), one["length"] + events["extend"]
    begun, first_begun = (datetime.fromisoformat(events[name] or events["start"]) for name in ("restart", "start"))
    at = start = begun.astimezone(due.tzinfo).replace(second=0, microsecond=0)
    if one["next_hour"]:
        at = at.replace(minute=0) + HOUR
    left = total * (60 if one["unit"] == "hour" else 1)
    while left > 0:
        day = at.toordinal()
        if day in suspended or (by_office and not days.works(day)):
            at = at.replace(hour=0, minute=0) + 24 * HOUR  # nothing counts on such a day
            continue
        left -= not by_office or any(first <= f"{at:%H:%M}" < last for first, last in one["office_hours"])
        at += MINUTE
    found = [] if at == due else [f"截止时刻应为 {at:%Y-%m-%d %H:%M}"]
    if datetime.fromisoformat(one["due_at"]) != due or one["raw_last_day"] != one["due"] or begun < first_begun:
        found.append("截止时刻前后不一，或重新计算早于起算")
    if one["provisional"] is not (by_office and due.year not in days.years):
        found.append("暂定标记不对：按钟点计算的期限没有暂定之说")
    plain = (one["direction"], one["roll"], type(one["next_hour"]), by_office)
    if plain != ("forward", "none", bool, one["office_hours"] is not None):
        found.append("按钟点计算的期限不倒推、不顺延，只有办公时间的分钟要看办公时间")
    run = {"from": start.isoformat(timespec="minutes"), "to": one["due"], "kind": "clock", "counted": total}
    return found if one["ledger"] == [{**run, "total": total}] else [*found, "台账与起止时刻不符"]


def _check_ledger(one: Mapping[str, Any], start: int, raw: int, due: int, off: set[int], days: _Days) -> list[str]:
    backward, plain = one["direction"] == "backward", "day" if one["unit"] == "cal_day" else "period"
    ends = {"backward": (raw, start - 1), "pay_day": (raw + 1, raw), "forward": (start + 1, raw)}
    first, last = ends[one["direction"]]
    expected = [*range(first, last + 1), *range(raw + 1, due + 1), *range(due, raw)]
    total, place = 0, 0
    for run in one["ledger"]:
        covered = expected[place : place + _number(run["to"]) - _number(run["from"]) + 1]
        if not covered or [covered[0], covered[-1]] != [_number(run["from"]), _number(run["to"])]:
            return ["台账没有逐日覆盖整个期间"]
        place, counted = place + len(covered), len(covered) if run["kind"] in COUNTED else 0
        total += counted
        if [run["counted"], run["total"]] != [counted, total] or set(run) != {"from", "to", "kind", "counted", "total"}:
            return [f"台账 {run['from']} 至 {run['to']} 的计数不对"]
        for day in covered:
            kind = days.kind(day) if one["unit"] == "work_day" else plain
            kind = "suspended" if day in off and not backward else kind
            if run["kind"] != ("rolled" if not first <= day <= last else kind):
                return [f"台账把 {date.fromordinal(day)} 的性质记错了"]
    return [] if place == len(expected) else ["台账没有逐日覆盖整个期间"]


def _check_words(one: Mapping[str, Any]) -> list[str]:
    due, warned, sure = one["due"].replace("T", " ")[:16], "".join(one["warnings"]), one["tag"]
    said = due in one["sentence"] and one["legal_basis"] in one["sentence"] and sure in ("F", "E", "M", "D")
    said = said and ("暂定" in warned) is one["provisional"] and ("待核实" in warned) is (sure in ("E", "M"))
    said = said and ("工会自定" in warned) is (sure == "D") and one["region"] != ""
    said = said and all(one[name] for name in ("rule", "rule_version", "label", "calendar_version", "wording"))
    return [] if said and one["events"]["start_event"] else ["文字说明与所载日期、依据不一致，或缺项"]
