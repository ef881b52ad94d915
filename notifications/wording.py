"""What an alert says. No names, no phone numbers: it also goes out by mail."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from notifications.ahead import aid_first_note, aid_first_within
from notifications.ladder import RIGHT, rung_of


@dataclass(frozen=True)
class Warned:
    """One clock at one level; `due` is the end of its last day in office time."""

    number: str
    label: str
    rule_id: str
    due: datetime
    fact: str
    level: int
    provisional: bool
    is_right: bool


LEVEL_WORDS = {1: "承办人、主管", 2: "主管", 3: "领导"}


def alert_title(warned: Warned) -> str:
    """One line for lists and mail subjects."""
    if warned.fact == "warned":
        word = "时效将届满" if warned.is_right else "期限将到"
    elif warned.fact == "breached":
        word = "时效已届满" if warned.is_right else "已逾期"
    else:
        word = f"逾期升级（第{warned.level}级）"
    return f"【{word}】{warned.number} {warned.label}"[:120]


def alert_body(warned: Warned) -> str:
    """A few sentences: which case, which limit, until when, what to do."""
    until = _until(warned.due) + ("（暂定，日历未公布）" if warned.provisional else "")
    lines = [f"案件 {warned.number} 的“{warned.label}”（{warned.rule_id}）截止于 {until}。"]
    if warned.is_right:
        lines.append("这是劳动者自己的权利期限，届满即可能丧失权利，优先于一切办理时限，请立即告知并协助办理。")
        if warned.fact == "warned" and -rung_of(RIGHT, warned.level).offset <= aid_first_within():
            lines.append(aid_first_note())
    elif warned.fact == "warned":
        lines.append("请在截止前办理；确需延长的，请依规定登记。")
    elif warned.fact == "breached":
        lines.append("期限已过，请立即办理并在案卷中说明原因。")
    else:
        lines.append("逾期后仍未办理，按规定逐级报告，请督促。")
    return "\n".join(lines)


def _until(due: datetime) -> str:
    """Midnight belongs to the day that it closes (民法典 203): read as the next day it would mislead by one."""
    if (due.hour, due.minute) != (0, 0):
        return f"{due:%Y-%m-%d %H:%M}"
    return f"{due - timedelta(minutes=1):%Y-%m-%d} 24:00"
