"""weiquan search: making the search anew."""

import typer


def rebuild() -> None:
    """重建查找索引（平时由引擎自动维护），电话指纹按统一写法重算；可在使用中运行，可随时中断重来。"""
    import time

    from foundation.clock import now
    from foundation.database import connected
    from foundation.settings import settings
    from workflows.indexing import rebuild as rebuild_all
    from workflows.phone_fingerprints import recompute

    started = time.monotonic()

    def tell(done: int, of: int) -> None:
        typer.echo(f"\r已处理 {done} / {of} 件", nl=False, err=True)

    with connected(settings().url) as engine:
        numbers = recompute(engine, now())
        written = rebuild_all(engine, now(), tell)
    typer.echo(err=True)
    typer.echo(
        f"查找索引已重建：更新 {written} 条，重算电话指纹 {numbers} 个，用时 {time.monotonic() - started:.0f} 秒。"
    )
