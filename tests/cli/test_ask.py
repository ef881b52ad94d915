"""weiquan ask: questions of law on the command line."""

import json

from typer.testing import CliRunner

from main import cli
from rules.findings.catalogue import all_inquiries

GIVEN = json.dumps({"day": "2026-06-01", "monthly_wage": 4350, "workday_hours": 10})


def test_it_answers_in_json_and_in_words() -> None:
    found = json.loads(CliRunner().invoke(cli, ["ask", "overtime", "--json", GIVEN]).stdout)
    assert found["amount"] == "375.00"
    words = CliRunner().invoke(cli, ["ask", "overtime", "--text", "--json", GIVEN]).stdout
    assert "150%" in words
    assert "《劳动法》第四十四条（法定）" in words


def test_it_lists_what_can_be_asked() -> None:
    lines = CliRunner().invoke(cli, ["ask"]).stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == list(all_inquiries())


def test_wrong_questions_are_refused_in_one_chinese_line() -> None:
    for given, words in (
        (["nothing"], "没有“nothing”"),
        (["overtime", "--json", "{"], "不是有效的 JSON"),
        (["overtime", "--json", "[]"], "格式不对"),
        (["overtime"], "必填"),
        (["overtime", "--json", '{"day": "1990-01-01", "monthly_wage": 1, "workday_hours": 1}'], "尚无"),
    ):
        done = CliRunner().invoke(cli, ["ask", *given])
        assert done.exit_code == 2
        assert words in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
