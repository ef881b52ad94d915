"""Facts by which the one person of a matter is known, though nobody names them.

Pure functions, asked only where one person is affected: of a collective matter the sum says nothing of anybody.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from cases.identity import Innocent, Leak, Passage, masked, plain
from cases.inquiry_settings import inquiry_settings

_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(万)?")
_DAY = re.compile(r"((?:19|20)\d\d)\s*[年\-./]\s*(\d{1,2})\s*[月\-./]\s*(\d{1,2})(?!\d)")
_MONTH = re.compile(r"((?:19|20)\d\d)\s*[年\-./]\s*(\d{1,2})(?!\d)")
_TEAM = re.compile(r"([一-龥a-z0-9]{2})(?:班组|车间|工段|小组)")
# What somebody said of their own post: 担任出纳, 岗位为质检员.
_POST = re.compile(r"(?:担任|岗位(?:是|为|:)|职务(?:是|为|:)|从事)([一-龥]{2,8})")
_POST_END = re.compile(r"(?:工作|职务|岗位|一职|的|期间|已|满|共|于|在|并).*$")
# The law in a quotation is everybody's.
_LAW = re.compile(r"《[^》]*》(?:第[一二三四五六七八九十百零\d]+[条款项])*")
_MARKS = re.compile(r"[\s，。；：、！？,.;:!?\"'“”‘’()《》〈〉\[\]【】\-—]+")
SUM, POST, DAYS, FAMILY, QUOTED = (
    "个人的确切金额与岗位、日期或者班组连在一起",
    "本人的岗位、职务",
    "本人入职、离职或者受伤的日期",
    "以姓氏指称本人",
    "反映人的原话",
)


@dataclass(frozen=True)
class Matter:
    """What the file says of the one person: as typed."""

    amounts: frozenset[Decimal] = frozenset()
    own_days: frozenset[date] = frozenset()
    periods: frozenset[str] = frozenset()
    said: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()


def inferred_leaks(passages: Sequence[Passage], matter: Matter, innocent: Innocent) -> Iterator[Leak]:
    """What lets infer the one person, and where."""
    hiding = sorted({plain(one) for one in innocent.organisations | innocent.officials if len(one) > 1}, key=len)[::-1]
    texts = [(one.where, masked(plain(one.text), hiding)) for one in passages]
    said = [masked(plain(one), hiding) for one in matter.said]
    posts, families = _posts(said), _families(matter.names)
    # Dates that were typed, and the months for which wages are owed, tell only together with the sum.
    beside = {day for text in said for day in _days(text)} | matter.own_days
    sums = [where for where, text in texts if any(amount in matter.amounts for amount in _amounts(text))]
    pointed = any(_points(text, said, beside, matter.periods) for _, text in texts)
    for where, text in texts:
        kinds = {
            POST: any(post in text for post in posts),
            DAYS: not matter.own_days.isdisjoint(_days(text)),
            FAMILY: any(family in text for family in families),
            QUOTED: any(_quotes(text, one) for one in said),
            SUM: where in sums and pointed,
        }
        yield from (Leak(where, kind, direct=False) for kind, found in kinds.items() if found)


def _points(text: str, said: Sequence[str], beside: set[date], periods: frozenset[str]) -> bool:
    if not beside.isdisjoint(_days(text)):
        return True
    if any(team.group() in one for team in _TEAM.finditer(text) for one in said):
        return True
    wanted = {period[:7] for period in periods}
    return any(f"{year}-{int(month):02d}" in wanted for year, month in _MONTH.findall(text))


def _posts(said: Sequence[str]) -> set[str]:
    known = [job for job in inquiry_settings().jobs if any(job in one for one in said)]
    told = [_POST_END.sub("", found) for one in said for found in _POST.findall(one)]
    return {*known, *(post for post in told if len(post) > 1)}


def _families(names: frozenset[str]) -> set[str]:
    """王某, 王师傅: the family name alone says nothing, with such a word it points at one."""
    return {f"{name[0]}{word}" for name in names if not name.isascii() for word in inquiry_settings().called}


def _amounts(text: str) -> Iterator[Decimal]:
    for number, ten_thousand in _NUMBER.findall(text):
        try:
            amount = Decimal(number.replace(",", ""))
        except InvalidOperation:
            continue
        yield amount * 10000 if ten_thousand else amount


def _days(text: str) -> Iterator[date]:
    for year, month, day in _DAY.findall(text):
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:
            continue


def _quotes(text: str, said: str) -> bool:
    """Whether so many characters of what was said stand there in one piece."""
    length = inquiry_settings().quote_from
    theirs, ours = (_MARKS.sub("", _LAW.sub("\x00", one)) for one in (said, text))
    pieces = {theirs[place : place + length] for place in range(len(theirs) - length + 1)}
    pieces = {piece for piece in pieces if "\x00" not in piece}
    return any(ours[place : place + length] in pieces for place in range(len(ours) - length + 1))
