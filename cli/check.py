"""weiquan check: the nightly checks by hand."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

SEVERITY = {"error": "错误", "warning": "注意"}


def check(as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False) -> None:
    """核对日志校验链、时钟、到账、文号、投递和引擎。有错误时退出码为 1。"""
    from foundation.clock import now
    from foundation.database import connect
    from foundation.settings import settings
    from workflows.checking import check_everything

    findings = check_everything(connect(settings().url), now())
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            typer.echo(f"[{SEVERITY[finding.severity]}] {finding.subject}：{finding.message}")
        if not findings:
            typer.echo("全部核对通过。")
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(1)
