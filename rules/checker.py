"""A second opinion: verifies a certificate day by day, sharing no counting code with the engine.

It reads the calendar files itself and walks through the period one day (or one minute) at a time.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

DAY = timedelta(days=1)


@lru_cache
def _published() -> dict[date, bool]:
    worked: dict[date, bool] = {}
    for path in (Path(__file__).parent / "calendars").glob("*.yaml"):
        notice = yaml.safe_load(path.read_text(encoding="utf-8"))
        day = date(notice["year"], 1, 1)
        while day.year == notice["year"]:
            worked[day] = day.isoweekday() <= 5
            day += DAY
        for item in notice["days_off"]:
            ends = [date.fromisoformat(part) for part in item.split("..")]
            day = ends[0]
            while day <= ends[-1]:
                worked[day] = False
                day += DAY
        for item in notice["make_up"]:
            worked[date.fromisoformat(item)] = True
    return worked


def _works(day: date) -> bool:
    return _published().get(day, day.isoweekday() <= 5)


def faults(certificate: Mapping[str, Any]) -> list[str]:
    """What is wrong with a certificate; empty when it holds."""
    if certificate.get("kind") == "promise":
        return []
    events = certificate["events"]
    suspended = _suspended(events["suspend"])
    begun = events["restart"] or events["start"]
    if certificate["unit"] in ("hour", "minute"):
        return _check_instant(certificate, begun, suspended)
    start = datetime.fromisoformat(begun).date()
    raw, due = date.fromisoformat(certificate["raw_last_day"]), date.fromisoformat(certificate["due"])
    expected_raw = _raw_last_day(certificate, start, suspended)
    found = []
    if raw != expected_raw:
        found.append(f"期间最后一日应为 {expected_raw}，凭证写 {raw}")
    expected_due = _due(certificate, expected_raw)
    if due != expected_due:
        found.append(f"截止日应为 {expected_due}，凭证写 {due}")
    last_known = max(_published())
    if certificate["provisional"] != (max(raw, due) > last_known):
        found.append("暂定标记不对")
    return found + _check_ledger(certificate)


def _suspended(spans: list[list[str]]) -> set[date]:
    days = set()
    for first, end in spans:
        day = date.fromisoformat(first)
        while day < date.fromisoformat(end):
            days.add(day)
            day += DAY
    return days


def _raw_last_day(certificate: Mapping[str, Any], start: date, suspended: set[date]) -> date:
    length, unit = int(certificate["length"]), certificate["unit"]
    extend = int(certificate["events"]["extend"])
    if certificate["direction"] == "pay_day":
        return start + DAY * extend
    if certificate["direction"] == "backward":
        day = _walk(start, length, -DAY, unit == "work_day", set())
        return _walk(day, extend, DAY, unit == "work_day", set())
    if unit in ("month", "year"):
        months = 12 if unit == "year" else 1
        last = _corresponding(_corresponding(start, length * months), extend * months)
        owed = sum(1 for day in suspended if start < day <= last)
        while owed:
            last += DAY
            owed -= last not in suspended
        return last
    return _walk(start, length + extend, DAY, unit == "work_day", suspended)


def _walk(day: date, count: int, step: timedelta, only_worked: bool, suspended: set[date]) -> date:
    while count > 0:
        day += step
        if day not in suspended and (_works(day) or not only_worked):
            count -= 1
    return day


def _corresponding(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _due(certificate: Mapping[str, Any], raw: date) -> date:
    step = {"prev": -DAY, "next": DAY, "none": timedelta(0)}[certificate["roll"]]
    while step and not _works(raw):
        raw += step
    return raw


def _check_instant(certificate: Mapping[str, Any], begun: str, suspended: set[date]) -> list[str]:
    at = datetime.fromisoformat(begun)
    due = datetime.fromisoformat(certificate["due"])
    at = at.astimezone(due.tzinfo)
    if certificate["next_hour"]:
        at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    minutes = (certificate["length"] + certificate["events"]["extend"]) * (60 if certificate["unit"] == "hour" else 1)
    while minutes > 0:
        minutes -= at.date() not in suspended
        at += timedelta(minutes=1)
    at = at.replace(second=0, microsecond=0)
    return [] if at == due.replace(second=0, microsecond=0) else [f"截止时刻应为 {at:%Y-%m-%d %H:%M}"]


def _check_ledger(certificate: Mapping[str, Any]) -> list[str]:
    total, found = 0, []
    for run in certificate["ledger"]:
        first, last = date.fromisoformat(run["from"]), date.fromisoformat(run["to"])
        days = [first + DAY * n for n in range((last - first).days + 1)]
        if run["kind"] in ("work", "make_up", "day"):
            total += len(days)
            if run["counted"] != len(days) or run["total"] != total:
                found.append(f"台账 {first} 至 {last} 的计数不对")
        if run["kind"] in ("work", "make_up") and not all(_works(day) for day in days):
            found.append(f"台账把休息日记作工作日：{first} 至 {last}")
        if run["kind"] in ("rest", "holiday") and any(_works(day) for day in days):
            found.append(f"台账把工作日记作休息日：{first} 至 {last}")
    counted = certificate["unit"] in ("work_day", "cal_day") and certificate["direction"] == "forward"
    if counted and total != certificate["length"] + certificate["events"]["extend"]:
        found.append("台账合计与期限长度不符")
    return found
