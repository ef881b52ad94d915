"""weiquan run: one of the jobs that run by themselves, now and by hand."""

from typing import Annotated

import typer


def run(
    job: Annotated[str, typer.Argument(help="作业名称；不填列出全部", show_default=False)] = "",
) -> None:
    """手工运行一项自动作业（逐级提醒、文书起草、抄送提醒、复查提醒、逾期文书报告等）；重复运行无害。"""
    import workflows.commands  # noqa: F401 - declares the acts
    from foundation.clock import now
    from foundation.database import connected
    from foundation.settings import settings
    from workflows.flows.run import JOB_WORDS
    from workflows.scheduler import JOBS

    if not job:
        for name in JOBS:
            typer.echo(f"{name:<16} {JOB_WORDS[name]}")
        return
    if job not in JOBS:
        typer.echo(f"没有这项作业：{job}。可用：{'、'.join(JOBS)}。", err=True)
        raise typer.Exit(2)
    with connected(settings().url) as engine:
        JOBS[job](engine, now())
    typer.echo(f"{JOB_WORDS[job]}：已运行。")
