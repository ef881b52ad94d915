"""Personal data never leaves: not by logs, not by Sentry."""

import json

import pytest
import structlog

from foundation.settings import Settings
from foundation.telemetry import HIDDEN, before_send, scrub, set_up


@pytest.mark.parametrize(
    "private", ["13800001234", "0971-6123456", "630102199001011234", "63010219900101123X", "6222020200112233445"]
)
def test_numbers_are_hidden(private: str) -> None:
    assert private not in str(scrub({"error": f"来电 {private} 失败", "deep": [{"x": (private,)}]}))


def test_private_fields_are_hidden_and_others_stay() -> None:
    assert scrub({"phone": "1", "worker_name": "某", "case": "〔2026〕薪0001号"}) == {
        "phone": HIDDEN,
        "worker_name": HIDDEN,
        "case": "〔2026〕薪0001号",
    }


def test_what_goes_to_sentry() -> None:
    event = {
        "request": {"data": {"phone": "13800001234"}},
        "user": {"id": 1},
        "exception": {
            "values": [
                {
                    "type": "ValueError",
                    "value": "13800001234 is wrong",
                    "stacktrace": {"frames": [{"vars": {"phone": "x"}}]},
                }
            ]
        },
    }
    sent = before_send(event, {})
    assert "13800001234" not in json.dumps(sent)
    assert "vars" not in json.dumps(sent)
    assert sent["exception"]["values"][0]["type"] == "ValueError"


def test_production_logs_are_json_without_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(Settings(log_json=True))
    structlog.get_logger().info("call from 13800001234", phone="13800001234")
    line = json.loads(capsys.readouterr().err.strip().splitlines()[-1])
    assert line["level"] == "info"
    assert "13800001234" not in json.dumps(line)
    structlog.reset_defaults()
