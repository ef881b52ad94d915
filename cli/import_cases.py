"""weiquan import: published cases, replayed as acts."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

EVERY = 20


def import_cases(
    file: Annotated[Path, typer.Argument(help="JSONL 文件，每行一个公开案例", metavar="文件")],
    as_json: Annotated[bool, typer.Option("--json", help="标准输出只写一个 JSON 对象")] = False,
) -> None:
    """把公开案例按真实流程重放入库；重复运行不会重复导入，也不发出任何提醒。

    全部表达退出码为 0；有无法表达的步骤或错误行为 1；用法不对为 2。
    """
    from foundation.clock import now
    from foundation.database import connect
    from foundation.settings import settings
    from migrations.upgrade import upgrade
    from workflows.importing.replay import import_cases as replay

    try:
        content = file.read_bytes()
    except OSError as error:
        typer.echo(f"读不到文件 {file}：{error.strerror}。", err=True)
        raise typer.Exit(2) from None
    conf = settings()
    upgrade(conf.url)

    def progress(count: int) -> None:
        if count % EVERY == 0:
            typer.echo(f"已处理 {count} 件……", err=True)

    done = replay(connect(conf.url), content, now(), progress)
    if as_json:
        typer.echo(json.dumps(asdict(done), ensure_ascii=False))
    else:
        typer.echo(
            f"案例 {done.cases} 件：新建 {done.created}，已有 {done.unchanged}；"
            f"办理 {done.steps} 步，推定 {done.inferred} 步。"
        )
        for item in done.unexpressed:
            typer.echo(f"未能表达：{item['id']} 的“{item['step']}”：{item['reason']}")
        for fault in done.errors:
            typer.echo(f"第 {fault['line']} 行：{fault['error']}")
    if done.unexpressed or done.errors:
        raise typer.Exit(1)
