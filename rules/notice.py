"""A new notice as somebody hands it in: strictly read, and what is wrong with it said in Chinese."""

import re
from datetime import date
from typing import Any

from rules.errors import BrokenRules, NotComputable
from rules.papers import FIELDS, LATE_DECEMBER, ONE, SATURDAY, Paper, read_paper
from rules.reading import read_yaml_text

_ID = re.compile(r"(\d{4})(?:-(\d{1,2}))?")
_SPAN = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?")
_DOUBLE = re.compile(r"line (\d+): key '?(.*?)'? stands twice")
WORDS = {
    "paper": "编号",
    "year": "年份",
    "notice": "文号",
    "title": "标题",
    "source": "来源网址",
    "published": "发布日期",
    "days_off": "放假日",
    "make_up": "调休上班日",
    "replaces": "所改动的日期段",
}
LONGEST = 31
LONGEST_TEXT = 20_000


def read_notice(text: str, today: date) -> Paper:
    """The notice, strictly: published, with its source. Raises NotComputable that names every fault in Chinese."""
    if len(text) > LONGEST_TEXT:
        raise NotComputable("文件过大，不像一份放假通知。")
    try:
        row = read_yaml_text(text, "")
    except BrokenRules as broken:
        twice = _DOUBLE.search(str(broken))
        why = f"第{twice[1]}行的 {twice[2]} 重复出现" if twice else "不是有效的 YAML，请对照已有的通知文件"
        raise NotComputable(f"通知读不懂：{why}。") from None
    if not isinstance(row, dict):
        raise NotComputable("通知应逐项写明 " + "、".join(WORDS) + "。")
    faults = _faults(row, today)
    if faults:
        raise NotComputable(f"通知有误：{'；'.join(faults)}。")
    try:
        return read_paper(text, "")
    except BrokenRules as broken:
        raise NotComputable(f"通知有误（{str(broken).removeprefix(': ')}）。") from None


def _faults(row: dict[str, Any], today: date) -> list[str]:
    missing = [f"缺少 {name}（{WORDS[name]}）" for name in WORDS if name in FIELDS - set(row)]
    strange = [f"没有 {name} 这一项" for name in row if name not in WORDS]
    if missing or strange:
        return missing + strange
    faults = [*_heading(row, today)]
    days: dict[str, set[date]] = {}
    for name in ("days_off", "make_up"):
        found, wrong = _days(row[name], name)
        days[name] = found
        faults += wrong
    if "replaces" in row:
        found, wrong = _days([row["replaces"]], "replaces")
        outside = sorted((days["days_off"] | days["make_up"]) - found)
        faults += wrong or [f"{one} 不在 replaces（所改动的日期段）之内" for one in outside[:3]]
    elif not days["days_off"]:
        faults.append("没有放假日")
    return faults + _about_days(row["year"], days["days_off"], days["make_up"])


def _heading(row: dict[str, Any], today: date) -> list[str]:
    faults = []
    year, named = row["year"], _ID.fullmatch(str(row["paper"]))
    if not isinstance(year, int) or isinstance(year, bool):
        faults.append("year（年份）应为整数")
    elif named is None or int(named[1]) != year:
        faults.append(f"paper（编号）应为 {year}，改动通知为 {year}-2、{year}-3")
    elif (named[2] is None) == ("replaces" in row):
        faults.append(
            "全年安排的编号只写年份，不写 replaces" if named[2] is None else "改动通知须用 replaces 写明所改动的日期段"
        )
    faults += [
        f"{name}（{WORDS[name]}）没有写"
        for name in ("notice", "title")
        if not isinstance(row[name], str) or not row[name].strip()
    ]
    if not str(row["source"]).startswith(("http://", "https://")):
        faults.append("source（来源网址）应为国务院通知的网址")
    published = row["published"]
    if not isinstance(published, date):
        faults.append("published（发布日期）的写法应为 2026-11-04")
    elif published > today:
        faults.append(f"published（发布日期）{published} 晚于今天")
    return faults


def _days(items: Any, name: str) -> tuple[set[date], list[str]]:
    if not isinstance(items, list):
        return set(), [f"{name}（{WORDS[name]}）应为列表"]
    found: set[date] = set()
    wrong = []
    for item in items:
        match = _SPAN.fullmatch(str(item))
        try:
            first = date.fromisoformat(match[1]) if match else None
            last = date.fromisoformat(match[2] or match[1]) if match else None
        except ValueError:
            first = last = None
        if first is None or last is None or not first <= last or (last - first).days >= LONGEST:
            wrong.append(f"{name}（{WORDS[name]}）的“{item}”应写作 2027-01-01 或 2027-01-01..2027-01-03")
            continue
        while first <= last:
            if first in found:
                wrong.append(f"{name}（{WORDS[name]}）里 {first} 出现两次")
            found.add(first)
            first += ONE
    return found, wrong


def _about_days(year: Any, off: set[date], made_up: set[date]) -> list[str]:
    faults = [f"{day} 既放假又上班" for day in sorted(off & made_up)]
    faults += [f"{day} 不是周末，不能是调休上班日" for day in sorted(made_up) if day.weekday() < SATURDAY]
    if isinstance(year, int):
        strangers = [day for day in sorted(off | made_up) if day.year != year and not _late_before(day, year)]
        faults += [f"{day} 不属于 {year} 年" for day in strangers[:3]]
    return faults


def _late_before(day: date, year: int) -> bool:
    return day.year == year - 1 and day.month == 12 and day.day >= LATE_DECEMBER
