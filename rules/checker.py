"""A second opinion: verifies a certificate day by day, sharing no counting code with the engine.

It reads the notices that the certificate names, checks their fingerprints, and walks through the period one day
(or one minute) at a time. It knows nothing of the rule book: it checks what the certificate claims.
"""

import hashlib
import json
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

DAY, MINUTE, HOUR = timedelta(days=1), timedelta(minutes=1), timedelta(hours=1)
COUNTED = ("work", "make_up", "day", "period")


class _Days:
    """The days of the named notices: worked or not, and which years they cover."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self.worked: dict[date, bool] = {}
        notices = [yaml.safe_load(text) for text in texts]
        self.years = {notice["year"] for notice in notices if "replaces" not in notice}
        for notice in sorted(notices, key=lambda one: (one["year"], "replaces" in one, str(one["published"]))):
            if "replaces" in notice:
                for day in _each([notice["replaces"]]):
                    self.worked.pop(day, None)
            self.worked.update(dict.fromkeys(_each(notice["days_off"]), False))
            self.worked.update(dict.fromkeys(_each(notice["make_up"]), True))

    def works(self, day: date) -> bool:
        return self.worked.get(day, day.isoweekday() <= 5)


def _each(items: list[str]) -> list[date]:
    found = []
    for item in items:
        ends = [date.fromisoformat(part) for part in str(item).split("..")]
        found += [ends[0] + DAY * n for n in range((ends[-1] - ends[0]).days + 1)]
    return found


_days = lru_cache(maxsize=64)(_Days)


@lru_cache
def _shipped() -> dict[str, str]:
    found = {}
    for path in (Path(__file__).parent / "calendars").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        found[hashlib.sha256(text.encode()).hexdigest()] = text
    return found


def faults(certificate: Mapping[str, Any], notices: Mapping[str, str] | None = None) -> list[str]:
    """What is wrong with a certificate, in Chinese; empty when it holds.

    `notices` are the texts of notices, by SHA-256, that did not come with the program.
    """
    try:
        return _faults(certificate, {**_shipped(), **(notices or {})})
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return ["凭证残缺，或格式不对，无法核验"]


def _faults(certificate: Mapping[str, Any], texts: Mapping[str, str]) -> list[str]:
    if certificate.get("kind") == "promise":
        return []
    body = {key: value for key, value in certificate.items() if key != "seal"}
    written = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    found = [] if hashlib.sha256(written.encode()).hexdigest() == certificate["seal"] else ["凭证在出具后被改动过"]
    missing = [name for name, sha in certificate["papers"] if sha not in texts]
    if missing:
        return [*found, f"找不到凭证所依据的放假通知，或其内容已变：{'、'.join(missing)}"]
    days = _days(tuple(texts[sha] for _, sha in certificate["papers"]))
    suspended = set(
        _each([f"{first}..{date.fromisoformat(end) - DAY}" for first, end in certificate["events"]["suspend"]])
    )
    if certificate["unit"] in ("hour", "minute", "work_minute"):
        return found + _check_instant(certificate, suspended, days)
    begun = certificate["events"]["restart"] or certificate["events"]["start"]
    start = datetime.fromisoformat(begun).date()
    raw, due = date.fromisoformat(certificate["raw_last_day"]), date.fromisoformat(certificate["due"])
    expected_raw = _raw_last_day(certificate, start, suspended, days)
    if raw != expected_raw:
        found.append(f"期间最后一日应为 {expected_raw}，凭证写 {raw}")
    expected_due = expected_raw
    step = {"prev": -DAY, "next": DAY, "none": timedelta(0)}[certificate["roll"]]
    while step and not days.works(expected_due):
        expected_due += step
    if due != expected_due:
        found.append(f"截止日应为 {expected_due}，凭证写 {due}")
    if datetime.fromisoformat(certificate["due_at"]) != datetime.fromisoformat(f"{due + DAY}T00:00:00+08:00"):
        found.append("截止时刻不是截止日的24时")
    if certificate["provisional"] != (max(raw, due).year not in days.years):
        found.append("暂定标记不对，或缺少所需年份的放假通知")
    return found + _check_ledger(certificate, start, raw, due, suspended, days)


def _raw_last_day(certificate: Mapping[str, Any], start: date, suspended: set[date], days: _Days) -> date:
    length, unit, extend = certificate["length"], certificate["unit"], certificate["events"]["extend"]
    if certificate["direction"] == "pay_day":
        return start + DAY * int(length + extend)
    if certificate["direction"] == "backward":
        day = _walk(start, length, -DAY, unit == "work_day", set(), days)
        return _walk(day, extend, DAY, unit == "work_day", set(), days)
    if unit in ("month", "year"):
        months = 12 if unit == "year" else 1
        last = _corresponding(_corresponding(start, length * months), extend * months)
        owed = sum(1 for day in suspended if start < day <= last)
        while owed:
            last += DAY
            owed -= last not in suspended
        return last
    return _walk(start, length + extend, DAY, unit == "work_day", suspended, days)


def _walk(day: date, count: int, step: timedelta, only_worked: bool, suspended: set[date], days: _Days) -> date:
    while count > 0:
        day += step
        if day not in suspended and (days.works(day) or not only_worked):
            count -= 1
    return day


def _corresponding(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _check_instant(certificate: Mapping[str, Any], suspended: set[date], days: _Days) -> list[str]:
    due = datetime.fromisoformat(certificate["due"])
    begun = certificate["events"]["restart"] or certificate["events"]["start"]
    at = datetime.fromisoformat(begun).astimezone(due.tzinfo).replace(second=0, microsecond=0)
    if certificate["next_hour"]:
        at = at.replace(minute=0) + HOUR
    minutes = (certificate["length"] + certificate["events"]["extend"]) * (60 if certificate["unit"] == "hour" else 1)
    spans = certificate["office_hours"] if certificate["unit"] == "work_minute" else [["00:00", "24:00"]]
    only_worked = certificate["unit"] == "work_minute"
    while minutes > 0:
        runs = at.date() not in suspended and (days.works(at.date()) or not only_worked)
        minutes -= runs and any(first <= f"{at:%H:%M}" < last for first, last in spans)
        at += MINUTE
    found = [] if at == due else [f"截止时刻应为 {at:%Y-%m-%d %H:%M}"]
    if datetime.fromisoformat(certificate["due_at"]) != due or certificate["raw_last_day"] != certificate["due"]:
        found.append("截止时刻前后不一")
    if certificate["provisional"] and not only_worked:
        found.append("按钟点计算的期限没有暂定之说")
    return found


def _check_ledger(
    certificate: Mapping[str, Any], start: date, raw: date, due: date, suspended: set[date], days: _Days
) -> list[str]:
    backward, by_work = certificate["direction"] == "backward", certificate["unit"] == "work_day"
    first, last = (raw, start - DAY) if backward else (start + DAY, raw)
    if certificate["direction"] == "pay_day":
        first = last + DAY
    rolled = (raw + DAY, due) if due > raw else (due, raw - DAY)
    expected = [first + DAY * n for n in range((last - first).days + 1)]
    expected += [rolled[0] + DAY * n for n in range((rolled[1] - rolled[0]).days + 1)]
    total, seen = 0, []
    for run in certificate["ledger"]:
        ends = date.fromisoformat(run["from"]), date.fromisoformat(run["to"])
        covered = [ends[0] + DAY * n for n in range((ends[1] - ends[0]).days + 1)]
        seen += covered
        total += len(covered) if run["kind"] in COUNTED else 0
        if run["counted"] != (len(covered) if run["kind"] in COUNTED else 0) or run["total"] != total:
            return [f"台账 {run['from']} 至 {run['to']} 的计数不对"]
        for day in covered:
            off = "suspended" if day in suspended and not backward else None
            work = ("work" if day.isoweekday() <= 5 else "make_up") if days.works(day) else None
            is_rolled = rolled[0] <= day <= rolled[1]
            plain = {"day", "period"} if not by_work else {work} if work else {"rest", "holiday"}
            if run["kind"] not in ({"rolled"} if is_rolled else {off} if off else plain):
                return [f"台账把 {day} 的性质记错了"]
    return [] if seen == expected else ["台账没有逐日覆盖整个期间"]
