"""weiquan letter: samples and templates as files."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from documents.annex_forms import annexes
from main import cli


@pytest.mark.parametrize("kind", ["notice", "opinion", "recommendation", "public_notice"])
def test_a_sample_is_written_twice(tmp_path: Path, kind: str) -> None:
    done = CliRunner().invoke(cli, ["letter", "sample", kind, "--out", str(tmp_path / "new")])
    assert done.exit_code == 0
    assert (tmp_path / "new" / f"{kind}.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "new" / f"{kind}.docx").read_bytes().startswith(b"PK")


def test_all_annexes_are_written(tmp_path: Path) -> None:
    assert CliRunner().invoke(cli, ["letter", "sample", "annexes", "--out", str(tmp_path)]).exit_code == 0
    assert (
        {path.stem for path in tmp_path.glob("*.pdf")}
        == {path.stem for path in tmp_path.glob("*.docx")}
        == set(annexes())
    )


def test_templates_are_written_and_checked(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["letter", "templates", "--out", str(tmp_path)])
    assert done.exit_code == 0
    assert "letter_templates" in done.stdout
    for kind in ("notice", "opinion", "recommendation", "public_notice"):
        assert "可以使用" in CliRunner().invoke(cli, ["letter", "check", kind, str(tmp_path / f"{kind}.md")]).stdout
    (tmp_path / "notice.md").write_text("# 题\n{{ 没有的 }}", encoding="utf-8")
    refused = CliRunner().invoke(cli, ["letter", "check", "notice", str(tmp_path / "notice.md")])
    assert refused.exit_code == 1
    assert "第2行：“没有的”" in refused.stderr


def test_unknown_kinds_and_files_are_refused_in_one_chinese_line(tmp_path: Path) -> None:
    for given in (["sample", "other", "--out", str(tmp_path)], ["check", "notice", str(tmp_path / "none.md")]):
        done = CliRunner().invoke(cli, ["letter", *given])
        assert done.exit_code == 1
        assert "没有" in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
