"""weiquan charts: the charts checked; running cases brought to another version."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from uuid import UUID

    import sqlalchemy as sa

    from foundation.work import Actor


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


def migrate(
    case_type: Annotated[str | None, typer.Argument(help="案件类型，例如 wage_arrears", metavar="[类型]")] = None,
    to: Annotated[int | None, typer.Option("--to", help="目标版本", metavar="版本")] = None,
    mapping: Annotated[
        list[str] | None, typer.Option("--map", help="旧状态=新状态，可以写多次", metavar="旧=新")
    ] = None,
    really: Annotated[bool, typer.Option("--apply", help="真正迁移；不写只试算")] = False,
    back: Annotated[str | None, typer.Option("--undo", help="撤销一次迁移（编号或其开头）", metavar="编号")] = None,
    by: Annotated[str | None, typer.Option("--by", help="管理员的登录名；不写由系统办理", metavar="登录名")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """把办理中的案件转到状态图的另一版本：先试算，再 --apply，可 --undo。中断后以相同参数再运行即接着做。"""
    import workflows.commands  # noqa: F401 - declares the acts
    from foundation.clock import now
    from workflows import chart_migrating
    from workflows.chart_migration import Request, find_migration, rehearse

    if (back is None) == (case_type is None or to is None):
        typer.echo("请写明案件类型和 --to 版本，或者用 --undo 写明要撤销的编号。", err=True)
        raise typer.Exit(2)
    with _database() as engine:
        actor = _actor(engine, by)
        if back is not None:
            migration_id = find_migration(engine, back)
            chart_migrating.undo(engine, migration_id, actor, now())
        else:
            request = Request(str(case_type), int(to or 0), _mapping(mapping or []))
            work = chart_migrating.apply if really else rehearse
            migration_id = work(engine, request, actor, now())
        _report(engine, migration_id, as_json=as_json)


def migrations(as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False) -> None:
    """列出试算和迁移过的。"""
    from cases.chart_migration import MIGRATION_STATE
    from cases.codes import CASE_TYPE
    from workflows.chart_migration import migrations as every

    with _database() as engine:
        found = every(engine)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, default=str))
        return
    for one in found:
        who = f"{one['by_name']}　{str(one['at'])[:16]}"
        kind, state = CASE_TYPE[one["case_type"]], MIGRATION_STATE[one["state"]]
        typer.echo(f"{one['id']!s}　{kind}　到第 {one['to_version']} 版　{state}　{who}")
    if not found:
        typer.echo("没有迁移过。")


SHOWN = 50
_WHAT = {"kept": "保留", "stopped": "停止", "opened": "新开"}


def _report(engine: "sa.Engine", migration_id: "UUID", *, as_json: bool) -> None:
    from cases.chart_migration import MIGRATED_CASE, MIGRATION_OUTCOME, MIGRATION_STATE
    from cases.codes import CASE_TYPE
    from workflows.chart_migration import cases_of
    from workflows.charts.registry import find_state

    migration, cases = cases_of(engine, migration_id)
    if as_json:
        typer.echo(json.dumps({"migration": migration, "cases": cases}, ensure_ascii=False, default=str))
        return
    kind, result = migration["case_type"], migration["result"]

    def word(state: str, version: int) -> str:
        found = find_state(kind, state, version)
        return state if found is None else found.label

    typer.echo(f"编号 {migration_id}")
    typer.echo(f"{CASE_TYPE[kind]}，到第 {migration['to_version']} 版：{MIGRATION_STATE[migration['state']]}")
    for said, words in ((result["outcomes"], MIGRATION_OUTCOME), (result["cases"], MIGRATED_CASE)):
        if said:
            typer.echo("　".join(f"{words[name]} {count}" for name, count in said.items()))
    if not cases:
        typer.echo("没有需要迁移的案件。")
    for state, counted in result["states"].items():
        counts = "，".join(f"{MIGRATION_OUTCOME[name]} {count}" for name, count in counted.items())
        version = next(one["from_version"] for one in cases if one["from_state"] == state)
        typer.echo(f"　{word(state, version)}（{state}）：{counts}")
    for rule, counted in result["clocks"].items():
        typer.echo(f"　时钟 {rule}：" + "，".join(f"{_WHAT[name]} {count}" for name, count in counted.items()))
    told = [one for one in cases if one["reason"] or one["to_state"] != one["from_state"]]
    for one in told[:SHOWN]:
        where = word(one["from_state"], one["from_version"])
        to = f" → {word(one['to_state'], migration['to_version'])}" if one["to_state"] else ""
        typer.echo(f"{one['number']}　{where}{to}　{one['reason'] or ''}".rstrip())
    if len(told) > SHOWN:
        typer.echo(f"……共 {len(told)} 件，用 --json 输出全部。")


def _mapping(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        old, sign, new = pair.partition("=")
        if not (old and sign and new):
            typer.echo(f"--map 应写成 旧状态=新状态，不能是“{pair}”。", err=True)
            raise typer.Exit(2)
        found[old.strip()] = new.strip()
    return found


def _actor(engine: "sa.Engine", login: str | None) -> "Actor":
    from foundation.database import reading
    from foundation.work import SYSTEM
    from people.accounts import actor_of

    if login is None:
        return SYSTEM
    with reading(engine) as session:
        return actor_of(session, login)


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
