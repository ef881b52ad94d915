"""weiquan ask: one question of law, answered with its reasoning."""

import json
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from rules.errors import RuleError
from rules.findings.catalogue import all_inquiries
from rules.findings.finding import Finding, as_object
from workflows.forms import explain


def ask(
    name: Annotated[
        str | None, typer.Argument(help="问题名称；不写则列出全部", metavar="名称", show_default=False)
    ] = None,
    given: Annotated[str, typer.Option("--json", help="已知事实，一个 JSON 对象", metavar="JSON")] = "{}",
    plain: Annotated[bool, typer.Option("--text", help="输出便于阅读的文字，不输出 JSON")] = False,
) -> None:
    """法律规则的计算和判断，写明推理、依据、参数版本和缺少什么。"""
    if name is None:
        for one in all_inquiries().values():
            typer.echo(f"{one.name}\t{one.title}\t{'、'.join(one.form.model_fields)}")
        return
    inquiry = all_inquiries().get(name)
    if inquiry is None:
        _refuse(f"没有“{name}”这个问题。不写名称可列出全部。")
        return
    try:
        data: Any = json.loads(given)
        found = inquiry.ask(inquiry.form.model_validate(data))
    except (json.JSONDecodeError, RecursionError):
        _refuse("--json 不是有效的 JSON。")
    except ValidationError as error:
        _refuse(explain(error, inquiry.form).detail)
    except (RuleError, OverflowError) as error:
        _refuse(str(error) if isinstance(error, RuleError) else "日期或数字超出可计算的范围。")
    else:
        typer.echo(as_text(found) if plain else json.dumps(as_object(found), ensure_ascii=False))


def _refuse(words: str) -> None:
    typer.echo(words, err=True)
    raise typer.Exit(2)


def as_text(found: Finding) -> str:
    """The answer for reading."""
    lines = [f"{found.title}：{found.conclusion}", ""]
    lines += [f"{place}. {step}" for place, step in enumerate(found.steps, 1)]
    lines += [f"{line.label}：{line.formula} = {line.amount:,.2f}元" for line in found.lines]
    lines += [f"不完整：{one}" for one in found.missing]
    lines += [f"注意：{one}" for one in found.warnings]
    lines += [f"依据：{one.law}（{one.certainty}）" for one in found.articles]
    lines += [f"参数：{one.label} {one.value}，{one.since} 起，{one.law}（{one.certainty}）" for one in found.used]
    return "\n".join(lines)
