"""weiquan verify: a deadline's certificate, walked through by the second checker."""

import hashlib
import json
from pathlib import Path
from typing import Annotated

import typer

from rules.verification import faults


def verify(
    file: Annotated[Path, typer.Argument(help="凭证文件（JSON）", metavar="文件")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    notice: Annotated[
        list[Path] | None,
        typer.Option("--notice", help="未随程序提供的放假通知原文（YAML），可多次", metavar="文件"),
    ] = None,
) -> None:
    """由独立的第二程序逐日核验一份期限凭证，并与规则库、日历核对。成立退出码为 0，不成立 1，读不懂 2。"""
    try:
        certificate = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        typer.echo(f"读不到文件 {file}：{error.strerror}。", err=True)
        raise typer.Exit(2) from None
    except ValueError:
        typer.echo(f"{file} 不是有效的 JSON。", err=True)
        raise typer.Exit(2) from None
    if not isinstance(certificate, dict):
        typer.echo(f"{file} 不是一份凭证。", err=True)
        raise typer.Exit(2)
    found = faults(certificate, _texts(notice or []))
    if as_json:
        typer.echo(json.dumps({"valid": not found, "faults": found}, ensure_ascii=False))
    elif found:
        typer.echo("凭证不成立：")
        for fault in found:
            typer.echo(f"- {fault}")
    else:
        name = certificate["label"] + (f"（{certificate['rule']}）" if "rule" in certificate else "")
        typer.echo(f"凭证成立：{name}，截止 {certificate['due']}。")
    if found:
        raise typer.Exit(1)


def _texts(files: list[Path]) -> dict[str, str]:
    found = {}
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            typer.echo(f"读不到通知 {file}：{error}。", err=True)
            raise typer.Exit(2) from None
        # Imported notices are kept with one line end; a file saved elsewhere is still the same notice.
        for spelt in (text, text.replace("\r\n", "\n").rstrip("\n") + "\n"):
            found[hashlib.sha256(spelt.encode()).hexdigest()] = spelt
    return found
