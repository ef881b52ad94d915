"""weiquan calendar from the file to the undoing, as two people type it; and verify --notice."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from cases.clock_rows import DeadlineRow
from foundation.settings import settings
from main import cli
from rules.papers import dump
from tests.office import Office, furnish
from tests.workflows.test_calendar_versions import NOTICE_2027, opened


@pytest.fixture
def office(db: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office whose database the command finds, with one clock that runs into 2027."""
    monkeypatch.setenv("WEIQUAN_DATABASE_URL", db.url.render_as_string(hide_password=False))
    settings.cache_clear()
    found = furnish(db)
    opened(found, "LS-17-1", "2026-11-10")
    yield found
    monkeypatch.undo()
    settings.cache_clear()


def run(*words: str, code: int = 0) -> str:
    """What the command says."""
    done = CliRunner().invoke(cli, ["calendar", *words])
    assert done.exit_code == code, done.output
    return done.output


def test_from_the_file_to_the_undoing(office: Office, tmp_path: Path) -> None:
    notice = tmp_path / "2027.yaml"
    # A publication day that is past whenever this runs.
    notice.write_text(dump({**NOTICE_2027, "published": date(2024, 1, 5)}))

    assert "没有导入过通知" in run("list")
    assert "没有可用的账号" in run("import", str(notice), "--by", "nobody", code=1)
    assert "管理员" in run("import", str(notice), "--by", "zhuguan", code=1)
    assert "已导入 2027" in run("import", str(notice), "--by", "guanli")
    assert "没有变化" in run("import", str(notice), "--by", "guanli")
    assert "后移 1" in run("rehearse", "2027")
    plan = json.loads(run("rehearse", "2027", "--json", "--csv", str(tmp_path / "plan.csv")))
    assert plan["counts"]["later"] == 1
    assert (tmp_path / "plan.csv").read_text(encoding="utf-8").count("\n") == 2
    assert "须为“已批准待启用”" in run("apply", "2027", "--by", "zhuguan", code=1)
    assert "主管" in run("approve", "2027", "--by", "guanli", code=1)
    run("approve", "2027", "--by", "zhuguan")
    assert "本次调整期限 1 个" in run("apply", "2027", "--by", "zhuguan")
    assert "本次调整期限 0 个" in run("apply", "2027", "--by", "zhuguan")
    assert json.loads(run("list", "--json"))["versions"][0]["status"] == "applied"

    with office.engine.connect() as connection:
        certificate = connection.execute(sa.select(DeadlineRow.certificate).where(DeadlineRow.seq == 2)).scalar_one()
    file = tmp_path / "certificate.json"
    file.write_text(json.dumps(certificate), encoding="utf-8")
    assert "找不到" in CliRunner().invoke(cli, ["verify", str(file)]).output
    held = CliRunner().invoke(cli, ["verify", str(file), "--notice", str(notice)])
    assert held.exit_code == 0, held.output

    assert "恢复原期限 1" in run("undo", "2027", "--by", "lingdao", "--reason", "演练")
    assert "已撤销" in run("list")
    assert "没有导入过放假通知“2031”" in run("approve", "2031", "--by", "zhuguan", code=1)


def test_a_file_that_is_none(office: Office, tmp_path: Path) -> None:
    notice = tmp_path / "x.yaml"
    notice.write_text("paper: '2027'\npaper: '2028'\n", encoding="utf-8")
    assert "重复出现" in run("import", str(notice), "--by", "guanli", code=1)
    assert "读不到文件" in run("import", str(tmp_path / "none"), "--by", "guanli", code=2)
