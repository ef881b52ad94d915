"""weiquan calendar: a notice imported, rehearsed, approved by another, applied, undone."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    import sqlalchemy as sa

By = Annotated[str, typer.Option("--by", help="办理人的登录名", metavar="登录名")]
Which = Annotated[str, typer.Argument(help="通知编号，例如 2027、2027-2", metavar="编号")]
SHOWN = 30


def import_(
    file: Annotated[Path, typer.Argument(help="通知文件（YAML），格式同 rules/calendars", metavar="文件")],
    by: By,
) -> None:
    """导入一份放假通知，待另一人批准。重复导入同一份不改变任何东西。"""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        typer.echo(f"读不到文件 {file}：{error}。", err=True)
        raise typer.Exit(2) from None
    with _database() as engine:
        done = _perform(engine, by, "import_calendar", {"text": text})
    if done["unchanged"]:
        typer.echo(f"{done['paper']} 已导入过，没有变化。")
    else:
        typer.echo(f"已导入 {done['paper']}，待主管或领导批准。请先试算：weiquan calendar rehearse {done['paper']}")


def listed(as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False) -> None:
    """列出现用日历和导入过的通知。"""
    from cases.calendar_version import VERSION_STATUS
    from foundation.database import reading
    from workflows.calendar_views import present, version_object, versions

    with _database() as engine, reading(engine) as session:
        on, rows = present(session), versions(session)
    if as_json:
        found = {"calendar": on.version, "versions": [version_object(row) for row in rows]}
        typer.echo(json.dumps(found, ensure_ascii=False, default=str))
        return
    typer.echo(f"现用日历 {on.version}，至 {on.last}。")
    for row in rows:
        under_way = "（还在逐案调整）" if row.status in ("applied", "withdrawn") and row.settled_at is None else ""
        people = f"导入 {row.imported_by_name}" + (f"，批准 {row.approved_by_name}" if row.approved_by_name else "")
        typer.echo(f"{row.paper_id}　{VERSION_STATUS[row.status]}{under_way}　{row.notice}　{people}")
    if not rows:
        typer.echo("没有导入过通知，只用随程序提供的。")


def rehearse(
    version: Which,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    out: Annotated[Path | None, typer.Option("--csv", help="写入的 CSV 文件", metavar="文件")] = None,
) -> None:
    """试算：哪些正在计时的期限会变。只看不改；已启用的试算撤销。"""
    from foundation.clock import now
    from foundation.database import reading
    from workflows.calendar_rehearsal import OUTCOMES
    from workflows.calendar_views import as_csv, as_object, find_version, one_version, rehearsed

    with _database() as engine, reading(engine) as session:
        found = rehearsed(session, one_version(session, find_version(session, version)), now())
    if out is not None:
        out.write_text(as_csv(found), encoding="utf-8")
    moves = found.rehearsal.moves
    if as_json:
        lines = [as_object(move) for move in moves]
        typer.echo(json.dumps({"counts": found.rehearsal.counts, "moves": lines}, ensure_ascii=False))
        return
    typer.echo("　".join(f"{word} {count}" for word, count in found.counts.items()))
    for move in moves[:SHOWN]:
        change = move.note or f"{move.old_due} → {move.new_due}"
        safe = f"（安全日 {move.true_due}）" if move.true_due != move.new_due else ""
        typer.echo(f"{move.number}　{move.label}　{OUTCOMES[move.outcome]}　{change}{safe}")
    if len(moves) > SHOWN:
        typer.echo(f"……共 {len(moves)} 个，用 --csv 或 --json 输出全部。")


def approve(version: Which, by: By) -> None:
    """批准：须由导入人以外的主管或领导办理。"""
    with _database() as engine:
        _on_version(engine, by, "approve_calendar", version, {})
    typer.echo(f"已批准 {version}，尚未启用。启用：weiquan calendar apply {version}")


def reject(version: Which, by: By, reason: Annotated[str, typer.Option("--reason", help="原因")]) -> None:
    """退回一份待批准的通知。"""
    with _database() as engine:
        _on_version(engine, by, "reject_calendar", version, {"reason": reason})
    typer.echo(f"已退回 {version}。")


def apply(version: Which, by: By) -> None:
    """启用，并逐案调整正在计时的期限。中断后再运行一次即接着做；已启用的再核对一遍。"""
    with _database() as engine:
        if _status(engine, version) != "applied":
            _on_version(engine, by, "apply_calendar", version, {})
        _follow(engine, by, version)


def undo(version: Which, by: By, reason: Annotated[str, typer.Option("--reason", help="原因")]) -> None:
    """撤销已启用的通知：期限恢复为此前发出的日期，历史不删除。中断后再运行一次即接着做。"""
    with _database() as engine:
        if _status(engine, version) != "withdrawn":
            _on_version(engine, by, "undo_calendar", version, {"reason": reason})
        _follow(engine, by, version)


@contextmanager
def _database() -> Iterator["sa.Engine"]:
    from foundation.database import connect
    from foundation.settings import settings
    from migrations.upgrade import upgrade

    conf = settings()
    upgrade(conf.url)
    engine = connect(conf.url)
    try:
        yield engine
    finally:
        engine.dispose()


def _status(engine: "sa.Engine", version: str) -> str:
    from foundation.database import reading
    from workflows.calendar_views import find_version, one_version

    with reading(engine) as session:
        return str(one_version(session, find_version(session, version)).status)


def _perform(engine: "sa.Engine", by: str, name: str, data: dict[str, Any]) -> dict[str, Any]:
    import workflows.commands  # noqa: F401 - declares the acts
    from foundation.clock import now
    from foundation.database import reading
    from foundation.work import begin
    from people.accounts import actor_of
    from workflows.perform import perform

    with reading(engine) as session:
        actor = actor_of(session, by)
    with begin(engine, by=actor, at=now()) as work:
        return dict(perform(work, name, None, data).made)


def _on_version(engine: "sa.Engine", by: str, name: str, version: str, data: dict[str, Any]) -> None:
    from foundation.database import reading
    from workflows.calendar_views import find_version

    with reading(engine) as session:
        version_id = find_version(session, version)
    _perform(engine, by, name, {"version_id": str(version_id), **data})


def _follow(engine: "sa.Engine", by: str, version: str) -> None:
    """Go on with what was applied or undone, whoever began it; the person must be one who might have."""
    import workflows.commands  # noqa: F401 - declares the acts
    from foundation.clock import now
    from foundation.database import reading
    from people.accounts import actor_of
    from workflows.calendar_views import COUNT_WORDS, find_version, one_version
    from workflows.perform import check_role, find_act
    from workflows.reissue_by_calendar import follow

    with reading(engine) as session:
        check_role(find_act("apply_calendar"), actor_of(session, by))
        version_id = find_version(session, version)
    done = follow(engine, now(), again=version_id)
    with reading(engine) as session:
        result = one_version(session, version_id).result
    words = "，".join(f"{word} {result[name]}" for name, word in COUNT_WORDS.items() if result.get(name))
    typer.echo(f"本次调整期限 {done.clocks} 个。累计：{words or '没有期限变动'}。")
