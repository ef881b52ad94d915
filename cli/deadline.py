"""weiquan deadline: one time limit, computed and explained; or a batch of them, a line each."""

import json
import sys
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer

from rules.asking import as_object, ask, when_text
from rules.deadline import Deadline
from rules.errors import NotComputable, RuleError


def deadline(
    rule: Annotated[
        str | None, typer.Argument(help="规则编号，例如 LA-27-1、LA-29-1、LS-17-1", metavar="规则", show_default=False)
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", help="起算事件之日 2026-03-02；按小时的规则写 2026-03-02T09:30")
    ] = None,
    extend: Annotated[int, typer.Option("--extend", help="延长的数目，单位同规则", min=0)] = 0,
    suspend: Annotated[list[str] | None, typer.Option("--suspend", help="中止 起..止（止日不含），可多次")] = None,
    restart: Annotated[str | None, typer.Option("--restart", help="重新计算之日")] = None,
    region: Annotated[str | None, typer.Option("--region", help="地区，例如 QH、HB")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="按此日已公布的放假安排计算")] = None,
    batch: Annotated[
        str | None,
        typer.Option(
            "--batch",
            help="逐行读 JSON 问题、逐行答复的文件；- 为标准输入。答不了的问题在原位给出 error，退出码仍为 0",
            metavar="文件",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出一个 JSON 对象")] = False,
    certificate: Annotated[
        bool, typer.Option("--certificate", help="输出期限凭证（JSON），可用 weiquan verify 核验")
    ] = False,
) -> None:
    """计算一个期限，写明依据和每一步。规则本身不允许的延长、中止照算并提示。"""
    if batch is not None:
        _batch(batch)
        return
    if rule is None or start is None:
        typer.echo("须写明规则和 --from，或用 --batch。用法见 weiquan deadline --help。", err=True)
        raise typer.Exit(2)
    asked: dict[str, Any] = {"rule": rule, "from": start, "extend": extend, "suspend": suspend or []}
    asked |= {"restart": restart, "region": region, "as_of": as_of}
    try:
        found = ask(asked)
    except RuleError as refused:
        typer.echo(f"不能计算：{refused}", err=True)
        raise typer.Exit(2) from None
    if certificate:
        typer.echo(json.dumps(found.certificate(), ensure_ascii=False))
    else:
        typer.echo(json.dumps(as_object(found), ensure_ascii=False) if as_json else as_text(found))


def _batch(name: str) -> None:
    out = sys.stdout
    # Whoever asks one question and waits for its answer gets it.
    if isinstance(out, TextIOWrapper):
        out.reconfigure(line_buffering=True)
    if name == "-":
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        for line in answers(sys.stdin):
            out.write(line)
        return
    try:
        with Path(name).open(encoding="utf-8", errors="replace") as lines:
            for line in answers(lines):
                out.write(line)
    except OSError as error:
        typer.echo(f"读不到文件 {name}：{error}。", err=True)
        raise typer.Exit(2) from None


def answers(lines: Iterable[str]) -> Iterator[str]:
    """One JSON line for each question, in order; a bad question has its error in its place."""
    write = json.JSONEncoder(ensure_ascii=False).encode
    for line in lines:
        try:
            asked = json.loads(line)
            if not isinstance(asked, dict):
                raise NotComputable("一行应是一个 JSON 对象。")
            found = as_object(ask(asked))
        except RuleError as refused:
            found = {"error": str(refused)}
        except (ValueError, RecursionError):
            found = {"error": "不是有效的 JSON。"}
        except OverflowError:
            found = {"error": "日期超出可计算的范围。"}
        # Half a character out of a \\u escape cannot be written, and must not end the batch.
        yield write(found).encode("utf-8", "replace").decode() + "\n"


def as_text(found: Deadline) -> str:
    """The answer for reading."""
    mark = "（暂定）" if found.provisional else ""
    lines = [f"{found.rule.label}（{found.rule.id}）：{when_text(found.due)}{mark}", ""]
    lines += [f"{place}. {step}" for place, step in enumerate(found.steps, 1)]
    lines += [f"注意：{warning}" for warning in found.warnings]
    return "\n".join([*lines, f"日历 {found.calendar_version}，规则版本 {found.rule_version}"])
