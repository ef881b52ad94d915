"""Programs read what is owed to court and procuratorate, and what was sent."""

import pytest
from starlette.testclient import TestClient

from people.passwords import hash_password
from tests.cases.planting import served
from tests.letter_office import one_row
from tests.office import LOGINS, PASSWORD, Office, furnish
from tests.one_app import build_app


@pytest.fixture
def open_office(db: object, request: pytest.FixtureRequest) -> Office:
    """An office whose people can sign in."""
    return furnish(request.getfixturevalue("db"), hash_password(PASSWORD))


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_what_is_owed_and_what_was_sent(open_office: Office) -> None:
    case_id = served(open_office)
    owed = one_row(open_office, "letter_copy", rule="L2")
    client = TestClient(build_app(open_office.engine), base_url="http://testserver/api/v1")

    def seen(desk: str, address: str) -> list[dict[str, object]]:
        token = client.post("/session", json={"login": LOGINS[desk], "password": PASSWORD}).json()["token"]
        found: list[dict[str, object]] = client.get(address, headers={"Authorization": f"Bearer {token}"}).json()
        return found

    assert client.get("/letter-copies/owed").status_code == 401
    for desk, how_many in (("mediator", 1), ("mediator2", 0), ("supervisor", 1), ("leader", 1)):
        found = seen(desk, "/letter-copies/owed")
        assert len(found) == how_many, desk
    (one,) = seen("supervisor", f"/cases/{case_id}/letter-copies")
    assert (one["rule"], one["organ"], one["action"], one["sent_on"]) == ("L2", "人民法院", "通报", None)
    open_office.act("record_copy", case_id, by="mediator", copy_id=str(owed["id"]), how="direct", receipt="回执1号")
    assert seen("mediator", "/letter-copies/owed") == []
    (one,) = seen("supervisor", f"/cases/{case_id}/letter-copies")
    assert (one["receipt"], one["how"]) == ("回执1号", "直接送达")
