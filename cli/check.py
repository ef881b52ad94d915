"""weiquan check: the nightly checks by hand."""

import json
from dataclasses import asdict
from itertools import groupby
from typing import Annotated

import typer

SEVERITY = {"error": "错误", "warning": "注意"}


def check(
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    listed: Annotated[bool, typer.Option("--list", help="只列出全部核对项目")] = False,
) -> None:
    """核对日志校验链、时钟、到账、文号、投递和引擎等。有错误时退出码为 1。"""
    from cases.checks.run import every_check
    from foundation.clock import now
    from foundation.database import connected
    from foundation.settings import settings
    from workflows.checking import check_everything

    titles = {one.name: one.title for one in every_check()}
    if listed:
        if as_json:
            typer.echo(json.dumps(titles, ensure_ascii=False))
        else:
            for name, title in titles.items():
                typer.echo(f"{name:<20} {title}")
        return
    with connected(settings().url) as engine:
        findings = check_everything(engine, now())
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for name, group in groupby(findings, key=lambda finding: finding.check):
            typer.echo(f"{titles[name]}（{name}）：不符")
            for finding in group:
                typer.echo(f"  [{SEVERITY[finding.severity]}] {finding.subject}：{finding.message}")
        wrong = {finding.check for finding in findings}
        passed = f"{len(titles) - len(wrong)} 项核对通过"
        typer.echo(f"{passed}，{len(wrong)} 项不符。" if wrong else f"全部核对通过（{len(titles)} 项）。")
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(1)
