"""weiquan charts: the charts checked; running cases brought to another version."""

import json
from typing import Annotated

import typer


def check(as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False) -> None:
    """核对状态图：去向、负责人、时钟、条件、办理事项。有问题时退出码为 1。"""
    from dataclasses import asdict

    import workflows.commands  # noqa: F401 - declares the acts
    from workflows.chart_checks import defects
    from workflows.charts.registry import VERSIONS

    found = defects()
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False))
    else:
        for one in found:
            typer.echo(str(one))
        if not found:
            typer.echo(f"全部核对通过：{len(VERSIONS)} 个版本的案件状态图和文书状态图。")
    if found:
        raise typer.Exit(1)
