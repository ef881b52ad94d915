"""weiquan deadline and verify: batches keep their order, bad questions their place, certificates can be checked."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from main import cli

QUESTIONS = [
    ('{"rule": "LA-48-1", "from": "2026-02-06"}', "2026-02-24"),
    ('{"rule": "LA-43-2", "from": "2026-02-30"}', "写法"),
    ("not json", "不是有效的 JSON"),
    ("", "不是有效的 JSON"),
    ("[1]", "JSON 对象"),
    ('{"rule": "MW-10", "from": "2026-02-06"}', "没有规定期限"),
    ('{"rule": "LA-48-1"}', "缺少 from"),
    ('{"rule": "LA-48-1", "from": "2026-02-06", "until": 3}', "不认识的项目"),
    ('{"rule": "LA-48-1", "from": "2026-02-06", "extend": "3"}', "extend"),
    ('{"rule": "LA-48-1", "from": "2026-02-06", "suspend": "2026-02-07..2026-02-09"}', "suspend"),
    ('{"rule": "LA-48-1", "from": "9999-12-30"}', "超出"),
    ('{"rule": "MT-5-2", "from": "2026-02-06"}', "须写明时刻"),
    ('{"rule": "MT-5-2", "from": "2026-02-06T09:30", "region": null, "restart": null}', "2026-02-07T09:30+08:00"),
    ('{"rule": "LA-43-1", "from": "2026-03-02", "suspend": ["2026-03-20..2026-05-19"]}', "2026-06-15"),
    ('{"rule": "CPL-152", "from": "2026-03-02", "extend": 100000}', "超出"),
    ('{"rule": "LA-48-1", "from": "2026-02-06", "extend": 1000000000000}', "超出"),
    ('{"rule": "CPL-104-1", "from": "2026-02-06T09:30", "extend": 1000000000000}', "超出"),
    ('{"rule": "\\ud800", "from": "2026-02-06"}', "没有规则"),
    ('{"rule": "LA-48-1", "from": "2026-02-06", "extend": ' + "9" * 5000 + "}", "不是有效的 JSON"),
    ('{"rule": "LA-48-1", "from": "2026-02-06", "as_of": "1999-01-01"}', "没有已公布"),
    ('{"rule": "TS-HB", "from": "2026-03-02"}', "2026-03-17"),
    ('{"rule": "LA-29-1", "from": "2020-01-20", "as_of": "2020-01-26"}', "2020-02-01"),
    ('{"rule": "LA-29-1", "from": "2020-01-20", "as_of": "2020-01-27"}', "2020-02-04"),
]


def test_a_batch_answers_line_by_line() -> None:
    given = "\n".join(question for question, _ in QUESTIONS)
    found = CliRunner().invoke(cli, ["deadline", "--batch", "-"], input=given)
    assert found.exit_code == 0
    answers = [json.loads(line) for line in found.stdout.splitlines()]
    assert len(answers) == len(QUESTIONS)
    for (question, wanted), answer in zip(QUESTIONS, answers, strict=True):
        assert wanted in (answer["error"] if "error" in answer else answer["due"]), question


def test_a_batch_from_a_file_that_is_not_there() -> None:
    found = CliRunner().invoke(cli, ["deadline", "--batch", "nowhere.jsonl"])
    assert (found.exit_code, "读不到文件" in found.stderr) == (2, True)


def test_without_a_rule_the_usage_is_told() -> None:
    assert CliRunner().invoke(cli, ["deadline"]).exit_code == 2


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [(None, 0, "凭证成立"), (("2026-02-24", "2026-02-25"), 1, "凭证不成立"), (("{", "["), 2, "不是有效的 JSON")],
)
def test_a_certificate_is_verified(tmp_path: Path, change: tuple[str, str] | None, code: int, said: str) -> None:
    printed = CliRunner().invoke(cli, ["deadline", "LA-48-1", "--from", "2026-02-06", "--certificate"])
    file = tmp_path / "certificate.json"
    file.write_text(printed.stdout if change is None else printed.stdout.replace(*change), encoding="utf-8")
    found = CliRunner().invoke(cli, ["verify", str(file)])
    assert found.exit_code == code
    assert said in found.output
