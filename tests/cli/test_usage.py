"""Wrong usage is one Chinese line on standard error and exit code 2."""

import re
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from main import cli


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["frobnicate"], "没有“frobnicate”这个命令"),
        (["db", "frobnicate"], "没有“frobnicate”这个命令"),
        (["import"], "缺少参数“文件”"),
        (["import", "--frobnicate"], "没有这个选项： --frobnicate"),
        (["--frobnicate"], "没有这个选项： --frobnicate"),
        (["import", "a.jsonl", "b.jsonl"], "多给了参数：b.jsonl"),
        (["deadline", "LA-27-1", "--from", "2026-01-01", "--extend", "many"], "选项 --extend 的值不对"),
        (["deadline", "LA-27-1", "--from"], "选项 --from 缺少值"),
    ],
)
def test_wrong_usage(words: list[str], said: str) -> None:
    found = CliRunner().invoke(cli, words)
    assert found.exit_code == 2
    assert said in found.stderr
    assert found.stdout == ""
    assert "Usage" not in found.stderr


def test_without_a_command_the_help_is_shown() -> None:
    found = CliRunner().invoke(cli, [])
    assert "维权：各级总工会职工维权办案系统" in found.output


LIBRARY = re.compile("Usage|Options|OPTIONS|Commands|COMMAND|Arguments|ARGS|default|required|env var|message")


def every_command() -> list[list[str]]:
    """The words of every command and group, as typed."""
    found: list[list[str]] = [[]]

    def below(group: Any, words: list[str]) -> None:
        for name, command in group.commands.items():
            found.append([*words, name])
            if hasattr(command, "commands"):
                below(command, [*words, name])

    below(typer.main.get_command(cli), [])
    return found


@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_every_help_page_is_chinese(words: list[str]) -> None:
    page = CliRunner().invoke(cli, [*words, "--help"]).output
    assert "用法：" in page
    assert "显示用法后退出" in page
    assert (
        re.findall(r"Usage|Options|OPTIONS|Commands|COMMAND|Arguments|ARGS|default|required|env var|message", page)
        == []
    )
