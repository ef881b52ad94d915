"""The lent application answers each test from that test's database."""

from pathlib import Path

from starlette.testclient import TestClient

from people.passwords import hash_password
from tests.databases import fresh_engine
from tests.office import PASSWORD, furnish
from tests.one_app import build_app


def test_two_applications_at_once_keep_to_their_own_databases(tmp_path: Path) -> None:
    with fresh_engine("sqlite", tmp_path) as full, fresh_engine("sqlite", tmp_path) as empty:
        furnish(full, hash_password(PASSWORD))
        clients = [TestClient(build_app(engine)) for engine in (full, empty)]
        form = {"login": "huawu", "password": PASSWORD}
        answers = [
            client.post("/sign-in", data=form, follow_redirects=False).status_code
            for client in (*clients, *reversed(clients))
        ]
    assert answers[0] == answers[3] == 303
    assert answers[1] == answers[2] != 303
