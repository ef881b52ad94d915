"""weiquan db: the database's schema."""

from typing import Annotated

import typer


def upgrade(
    url: Annotated[str | None, typer.Option("--url", help="数据库地址；不填用本机设置（WEIQUAN_DATABASE_URL）")] = None,
) -> None:
    """把数据库升级到本程序需要的版本；可重复执行。"""
    from foundation.settings import settings
    from migrations.upgrade import upgrade as bring_up_to_date

    revision = bring_up_to_date(url or settings().url)
    typer.echo(f"数据库已是最新版本（{revision}）。")
