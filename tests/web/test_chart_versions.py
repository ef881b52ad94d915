"""The console says it when a case follows an older version of its chart, and speaks that version's words."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from people.passwords import hash_password
from tests.databases import fresh_engine
from tests.office import PASSWORD, furnish
from tests.one_app import build_app
from tests.workflows.charts.next_version import NEXT, NOW, TYPE, next_chart
from tests.workflows.standing import stand
from workflows.charts.registry import CHARTS, VERSIONS


def test_an_older_version_is_said_on_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with fresh_engine("sqlite", tmp_path) as engine:
        office = furnish(engine, hash_password(PASSWORD))
        old = stand(office, TYPE, "closing_review")
        monkeypatch.setitem(VERSIONS, (TYPE, NEXT), next_chart())
        monkeypatch.setitem(CHARTS, TYPE, next_chart())
        new = stand(office, TYPE, "closing_review")
        client = TestClient(build_app(engine))
        client.post("/sign-in", data={"login": "zhuguan", "password": PASSWORD})

        before, after = client.get(f"/cases/{old}").text, client.get(f"/cases/{new}").text
        listed = client.get("/cases").text

    assert f"状态图第 {NOW} 版（现行第 {NEXT} 版）" in before
    assert "<strong>结案审核</strong>" in before
    assert "现行第" not in after
    assert "<strong>结案复核</strong>" in after
    assert "结案审核</span>" in listed
    assert "结案复核</span>" in listed
