"""What an entry of the register of papers says, and the words that the papers share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal
from uuid import UUID

from documents.letter_facts import day_words
from foundation.clock import OFFICE, office_day
from foundation.settings import settings

Facts = Mapping[str, Any]
Place = Literal["file", "letter", "referral", "office"]
Reader = Literal["house", "employer", "complainant", "authority", "superior", "asked"]
READER: Mapping[str, str] = MappingProxyType(
    {
        "house": "内部",
        "employer": "交用人单位",
        "complainant": "交反映人",
        "authority": "交主管机关",
        "superior": "报上级工会",
        "asked": "交被调查人核阅",
    }
)
# Room that a form keeps free on purpose: nobody records it, people write it on the paper.
RULE = "＿＿＿＿＿＿"
DAY_RULE = "＿＿＿＿年＿＿月＿＿日"


@dataclass(frozen=True)
class Subject:
    """One paper of its kind: of which record, and why it cannot be had yet."""

    id: UUID
    title: str = ""
    why_not: str | None = None


@dataclass(frozen=True)
class Paper:
    """One annex at one place of work. The next annex is one more of these.

    `subjects` says which papers of its kind a record has, `facts` fills one. What stands in `by_hand` (a field, or
    table.column) may stay free for the pen; any other gap is refused with the words of `entered`: where it is entered.
    """

    name: str
    annex: str
    place: Place
    reader: Reader
    subjects: Callable[[Any], Sequence[Subject]]
    facts: Callable[[Any, UUID], Facts]
    title: str | None = None
    personal: bool = False
    """Whether it names people or repeats what they said: then those only may have it who may know them."""
    by_hand: frozenset[str] = frozenset()
    entered: Mapping[str, str] = field(default_factory=dict)


def said(day: date | datetime | None) -> str | None:
    """2026年10月13日, of a day or of the day on which an instant lies."""
    return day_words(office_day(day) if isinstance(day, datetime) else day)


def moment(at: datetime) -> str:
    """2026年10月13日9时05分, in office time."""
    local = at.astimezone(OFFICE)
    return f"{said(local.date())}{local.hour}时{local.minute:02d}分"


def scale(head_count: int, amount: Decimal | None) -> str:
    """How many people and how much; an unknown amount is said to be unknown."""
    return f"{head_count}人／{f'{amount:.2f}元' if amount is not None else '金额不详'}"


def certified(pairs: Sequence[tuple[str, str | None]]) -> str:
    """People with the numbers of their certificates; room where the register does not know one."""
    return "、".join(f"{name}（证号{certificate or RULE}）" for name, certificate in pairs)


def sentence(words: str | None) -> str | None:
    """With its full stop."""
    return f"{words.rstrip('。；')}。" if words else None


def issuer() -> str:
    """Whose paper it is."""
    return settings().office_name
