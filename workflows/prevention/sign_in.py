"""Reading a pasted sign-in list: one person a line; name, then unit and phone in any order."""

import re
from dataclasses import dataclass

from cases.phone import phone_fault, tidy_phone
from foundation.errors import NotValid

LONGEST_LIST = 5000
_NUMBERING = re.compile(r"^\d{1,5}([.、．)）]|[\s,，])\s*")
_HEADINGS = frozenset({"姓名", "签到表", "签到", "序号"})


@dataclass(frozen=True)
class Signed:
    """One person who signed in."""

    name: str
    unit: str | None
    phone: str | None


def read_list(text: str) -> list[Signed]:
    """The persons of a list, in their order. Raises NotValid that names the line which cannot be read."""
    found = []
    for place, line in enumerate(text.splitlines(), 1):
        parts = [part for part in re.split(r"[\t,，;；\s　]+", _NUMBERING.sub("", line.strip())) if part]
        if not parts or parts[0] in _HEADINGS:
            continue
        found.append(_person(parts, place))
    if len(found) > LONGEST_LIST:
        raise _wrong(f"签到表最多 {LONGEST_LIST} 人，请分成几场登记。")
    return found


def _person(parts: list[str], place: int) -> Signed:
    phones = [tidy_phone(part) for part in parts if phone_fault(tidy_phone(part)) is None]
    words = [part for part in parts if phone_fault(tidy_phone(part)) is not None]
    if not words or len(phones) > 1:
        raise _wrong(f"签到表第 {place} 行读不出姓名；每行一人：姓名 单位 电话。")
    name, unit = words[0], " ".join(words[1:]) or None
    if len(name) > 60 or len(unit or "") > 120:
        raise _wrong(f"签到表第 {place} 行过长；每行一人：姓名 单位 电话。")
    return Signed(name, unit, phones[0] if phones else None)


def _wrong(words: str) -> NotValid:
    return NotValid(words, fields={"sign_in": words})
