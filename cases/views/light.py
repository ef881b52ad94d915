"""The traffic light of a clock: colour, icon and word, never colour alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

NEAR_BY_KIND = {"right": timedelta(days=30), "stage": timedelta(hours=24), "obligation": timedelta(hours=48)}


@dataclass(frozen=True)
class Light:
    """One light."""

    colour: str
    icon: str
    word: str


GREEN, YELLOW, RED, GREY = (
    Light("green", "●", "正常"),
    Light("yellow", "▲", "临近"),
    Light("red", "■", "逾期"),
    Light("secondary", "○", "已停"),
)
NONE = Light("secondary", "○", "无期限")
PAUSED = Light("secondary", "‖", "暂停")


def light(kind: str, state: str, due_at: datetime | None, at: datetime) -> Light:
    """The light of a clock now."""
    if state == "paused":
        return PAUSED
    if state != "running":
        return GREY
    if due_at is None:
        return NONE
    if due_at <= at:
        return RED
    return YELLOW if due_at - at <= NEAR_BY_KIND.get(kind, timedelta(hours=24)) else GREEN


def nearest_light(next_due_at: datetime | None, near: bool, at: datetime) -> Light:
    """The light of a case in a list: that of its worst clock."""
    if next_due_at is None:
        return NONE
    if next_due_at <= at:
        return RED
    return YELLOW if near else GREEN


def rest(due_at: datetime | None, at: datetime) -> str:
    """How long is left, or by how much it is late: days, and hours within two days."""
    if due_at is None:
        return ""
    late = due_at <= at
    span = at - due_at if late else due_at - at
    hours = int(span.total_seconds() // 3600)
    if hours >= 48:
        words = f"{hours // 24}天"
    elif hours:
        words = f"{hours}小时"
    else:
        words = f"{int(span.total_seconds() // 60)}分钟"
    return f"逾期{words}" if late else f"还有{words}"
