"""One time limit, or one duty without a limit, as dated data."""

from dataclasses import dataclass
from datetime import date

UNITS = {
    "cal_day": "日",
    "work_day": "个工作日",
    "month": "个月",
    "year": "年",
    "hour": "小时",
    "minute": "分钟",
    "work_minute": "个办公时间分钟",
}
INSTANT_UNITS = frozenset({"hour", "minute", "work_minute"})
DIRECTIONS = ("forward", "backward", "pay_day")
ROLLS = ("next", "prev", "none")
# How sure the line is: the article was read, it is reported by others, remembered only, or the union's own.
TAGS = {"F": "法定", "E": "待核实", "M": "待核实", "D": "工会自定期限"}


@dataclass(frozen=True)
class Source:
    """Where a line comes from. `effective_to` is the last day in force; `since` is how the beginning was told.

    A `benchmark` is another region's line kept to compare with: it answers whoever asks it by its name.
    """

    legal_basis: str
    tag: str
    source: str
    region: str | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    since: str = ""
    note: str = ""
    file: str = ""
    benchmark: bool = False

    @property
    def certainty(self) -> str:
        """法定, 待核实 or 工会自定期限."""
        return TAGS[self.tag]

    def in_force(self, on: date) -> bool:
        """Whether the start event may lie on this day."""
        begun = self.effective_from is None or self.effective_from <= on
        return begun and (self.effective_to is None or on <= self.effective_to)


@dataclass(frozen=True)
class Rule(Source):
    """One time limit in one version. `length` counts `unit`s; `bound` is the party that must keep it.

    `may_extend` is the most that the rule allows, or in words who may agree to more; `roll` says where a last
    day on an off day goes. A running clock keeps the version that it was born under, unless a newer one says
    `applies_to_running`.
    """

    id: str = ""
    label: str = ""
    bound: str = ""
    start: str = ""
    length: int = 0
    unit: str = "cal_day"
    direction: str = "forward"
    roll: str = "next"
    next_hour: bool = False
    may_extend: int | str | None = None
    may_suspend: bool = False
    may_restart: bool = False
    applies_to_running: bool = False
    version: str = ""

    @property
    def by_instant(self) -> bool:
        """Whether it counts hours or minutes from an instant, and not days."""
        return self.unit in INSTANT_UNITS


@dataclass(frozen=True)
class Duty(Source):
    """What the law asks without a number of days: it can be cited, and nothing can be counted from it."""

    id: str = ""
    label: str = ""
    bound: str = ""
    version: str = ""
