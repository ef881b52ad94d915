"""weiquan report: the monthly report as files."""

from pathlib import Path
from typing import Annotated

import typer


def monthly(
    month: Annotated[str, typer.Option("--month", help="月份，例如 2026-10")],
    out: Annotated[Path, typer.Option("--out", help="写入的目录")],
) -> None:
    """生成月报：monthly-月份.xlsx（含图表）和 monthly-月份.pdf。"""
    from foundation.clock import now, office_day
    from foundation.database import connect, reading
    from foundation.errors import NotValid
    from foundation.settings import settings
    from reports.monthly_files import write_monthly

    conf = settings()
    try:
        with reading(connect(conf.url)) as session:
            written = write_monthly(session, month, out, issuer=conf.office_name, generated_on=office_day(now()))
    except NotValid as wrong:
        typer.echo(wrong.detail, err=True)
        raise typer.Exit(2) from None
    for path in written:
        typer.echo(str(path))
