"""weiquan deadline: one time limit, computed and explained."""

import json
from datetime import date, datetime
from typing import Annotated, Any

import typer

from rules.deadline import OFFICE, Deadline, Question, answer, load_rules
from rules.errors import NotComputable, RuleError


def deadline(
    rule: Annotated[str, typer.Argument(help="规则编号，例如 LA-27-1、LA-29-1、LS-17-1", metavar="规则")],
    start: Annotated[str, typer.Option("--from", help="起算事件之日 2026-03-02；按小时的规则写 2026-03-02T09:30")],
    extend: Annotated[int, typer.Option("--extend", help="延长的数目，单位同规则", min=0)] = 0,
    suspend: Annotated[list[str] | None, typer.Option("--suspend", help="中止 起..止（止日不含），可多次")] = None,
    restart: Annotated[str | None, typer.Option("--restart", help="重新计算之日")] = None,
    region: Annotated[str | None, typer.Option("--region", help="地区，例如 QH、HB")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出一个 JSON 对象")] = False,
) -> None:
    """计算一个期限，写明依据和每一步。规则本身不允许的延长、中止照算并提示。"""
    try:
        found = answer(_question(rule, start, extend, suspend or [], restart, region))
    except RuleError as refused:
        typer.echo(f"不能计算：{refused}", err=True)
        raise typer.Exit(2) from None
    typer.echo(json.dumps(as_object(found), ensure_ascii=False, indent=None) if as_json else as_text(found))


def _question(
    rule: str, start: str, extend: int, suspend: list[str], restart: str | None, region: str | None
) -> Question:
    by_instant = load_rules().get(rule, None, region).by_instant
    begun = read_when(start, "--from", by_instant)
    again = read_when(restart, "--restart", by_instant) if restart is not None else None
    return Question(rule, begun, extend, tuple(_span(text) for text in suspend), again, region)


def read_when(text: str, name: str, by_instant: bool) -> date | datetime:
    """A day or an instant as the rule needs it; text without a zone is office time. Raises NotComputable."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise NotComputable(f"{name} 的写法应为 2026-03-02 或 2026-03-02T09:30，现为“{text}”。") from None
    when = when if when.tzinfo else when.replace(tzinfo=OFFICE)
    if by_instant and len(text) <= len("2026-03-02"):
        raise NotComputable(f"该规则按小时或分钟计算，{name} 须写明时刻，例如 {text}T09:30。")
    return when if by_instant else when.astimezone(OFFICE).date()


def _span(text: str) -> tuple[date, date]:
    first, dots, end = text.partition("..")
    try:
        span = (date.fromisoformat(first), date.fromisoformat(end))
    except ValueError:
        span = None
    if not dots or span is None or span[0] > span[1]:
        raise NotComputable(f"--suspend 的写法应为 2026-03-20..2026-05-19（前早后晚），现为“{text}”。")
    return span


def _text(when: date | datetime) -> str:
    return when.isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()


def as_object(found: Deadline) -> dict[str, Any]:
    """The answer as the documented JSON object."""
    return {
        "rule": found.rule.id,
        "legal_basis": found.rule.legal_basis,
        "tag": found.rule.tag,
        "start": _text(found.start),
        "raw_last_day": _text(found.raw_last_day),
        "due": _text(found.due),
        "provisional": found.provisional,
        "calendar_version": found.calendar_version,
        "rule_version": found.rule_version,
        "steps": list(found.steps),
        "warnings": list(found.warnings),
    }


def as_text(found: Deadline) -> str:
    """The answer for reading."""
    lines = [f"{found.rule.label}（{found.rule.id}）：{_text(found.due)}{'（暂定）' if found.provisional else ''}", ""]
    lines += [f"{place}. {step}" for place, step in enumerate(found.steps, 1)]
    lines += [f"注意：{warning}" for warning in found.warnings]
    return "\n".join([*lines, f"日历 {found.calendar_version}，规则版本 {found.rule_version}"])
