"""weiquan charts: checked, rehearsed, applied and undone from the command line, in Chinese."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foundation.database import connect
from foundation.settings import settings
from main import cli
from tests.databases import fresh_url
from tests.office import furnish
from tests.workflows.charts.next_version import NEXT, TYPE, next_chart
from tests.workflows.standing import stand
from workflows import chart_checks
from workflows.charts.checker import Defect
from workflows.charts.registry import VERSIONS


def run(*words: str) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    found = CliRunner().invoke(cli, ["charts", *words])
    return found.exit_code, found.stdout, found.stderr


def test_our_charts_are_sound() -> None:
    code, said, _ = run("check")
    assert (code, said.startswith("全部核对通过")) == (0, True)
    assert run("check", "--json")[:2] == (0, "[]\n")


def test_a_defect_is_printed_and_ends_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Defect("dead_end", TYPE, "parked", "状态“搁置”没有任何去向")
    monkeypatch.setattr(chart_checks, "defects", lambda: [found])
    assert run("check") == (1, "wage_arrears　parked　状态“搁置”没有任何去向\n", "")


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_rehearsed_applied_and_undone(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(VERSIONS, (TYPE, NEXT), next_chart())
    with fresh_url(kind, tmp_path) as url:
        engine = connect(url)
        office = furnish(engine)
        for state in ("mediating", "performing", "failed"):
            stand(office, TYPE, state)
        monkeypatch.setenv("WEIQUAN_DATABASE_URL", url)
        settings.cache_clear()
        try:
            code, said, _ = run("migrate", TYPE, "--to", str(NEXT), "--by", "guanli")
            assert code == 0
            assert f"欠薪，到第 {NEXT} 版：已试算" in said
            assert "可迁移 2　去向不明 1" in said
            assert "时钟 PM-33-1：停止 1" in said
            assert "新版没有“调解不成”" in said

            code, said, _ = run("migrate", TYPE, "--to", str(NEXT), "--map", "failed=preparing", "--apply", "--json")
            assert code == 0
            migration = json.loads(said)["migration"]
            assert (migration["state"], migration["by_name"]) == ("applied", "系统")

            code, said, _ = run("migrate", "--undo", migration["id"][:30])
            assert code == 0
            assert "已恢复 3" in said
            code, said, _ = run("migrations")
            assert "已撤销" in said
            assert "已试算" in said
            assert run("migrate", TYPE, "--to", str(NEXT), "--by", "zhuguan")[0::2] == (
                1,
                "状态图迁移须由管理员办理。\n",
            )
        finally:
            settings.cache_clear()
            engine.dispose()


def test_wrong_usage_is_one_chinese_line() -> None:
    assert run("migrate", TYPE)[0::2] == (2, "请写明案件类型和 --to 版本，或者用 --undo 写明要撤销的编号。\n")
