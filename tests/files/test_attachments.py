"""Files at both doors: what is taken, versions, confidence, who saw them, and what an interruption leaves."""

from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.attachment import Attachment, FileView, StoredFile
from cases.checks import run_checks
from foundation.errors import NotAllowed, NotFound, NotPossible, NotValid
from foundation.files import file_store
from foundation.settings import settings
from foundation.work import begin
from people.passwords import hash_password
from tests.files.papers import PDF, docx, png
from tests.office import LOGINS, MORNING, PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.workflows.clock_stories import a_case, in_mediation
from workflows.attaching import Attached, attach, look, receive

_attachment, _file, _view = Attachment.__table__, StoredFile.__table__, FileView.__table__


@pytest.fixture
def office(db: sa.Engine) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


def put(
    office: Office, subject_id: UUID, content: bytes, *, by: str = "operator", name: str = "材料.png", **data: Any
) -> Attached:
    """Upload in the core."""
    got = receive(BytesIO(content), name)
    with begin(office.engine, by=office.actor(by), at=MORNING) as work:
        return attach(work, data.pop("subject_kind", "case"), subject_id, data, got)


STALE = {"Range": "bytes=5-", "If-Range": '"other"'}


def test_a_recording_is_heard_from_any_minute(office: Office) -> None:
    file_id = put(office, a_case(office), png(), name="录音.png").attachment_id
    client = browser(office, "leader")
    address, whole = f"/files/{file_id}/content", png()
    first = client.get(address, headers={"Range": "bytes=0-"})
    assert (first.status_code, first.content) == (206, whole)
    end = len(whole) - 1
    for asked, first, last in (("5-", 5, end), ("5-9", 5, 9), ("-4", end - 3, end), ("9-9999", 9, end)):
        answer = client.get(address, headers={"Range": f"bytes={asked}", "Accept-Encoding": "gzip"})
        assert (answer.status_code, answer.content) == (206, whole[first : last + 1]), asked
        assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(whole)}"
    answer = client.get(address, headers={"Range": "bytes=9999-"})
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(whole)}")
    for ignored in ({"Range": "lines=1-2"}, {"Range": "bytes=9-5"}, {"Range": "bytes=1-2,4-5"}, STALE):
        answer = client.get(address, headers=ignored)
        assert (answer.status_code, answer.content) == (200, whole)
        assert answer.headers["accept-ranges"] == "bytes"


def test_going_on_is_the_same_look_and_beginning_in_the_middle_is_one(office: Office) -> None:
    file_id = put(office, a_case(office), png()).attachment_id
    address = f"/files/{file_id}/content"
    for desk in ("leader", "supervisor"):
        client = browser(office, desk)
        before = count(office, _view)
        for place in (30, 10, 50):
            client.get(address, headers={"Range": f"bytes={place}-"})
        assert count(office, _view) == before + 1
        client.get(address)
        assert count(office, _view) == before + 2


def count(office: Office, table: Any) -> int:
    """How many rows."""
    with office.engine.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def browser(office: Office, desk: str) -> TestClient:
    """Signed in at a desk."""
    client = TestClient(build_app(office.engine))
    client.post("/sign-in", data={"login": LOGINS[desk], "password": PASSWORD})
    return client


def token(client: TestClient, address: str) -> str:
    """The token of a page's form."""
    return str(client.get(address).text.split('name="csrf" value="')[1].split('"', maxsplit=1)[0])


def test_twice_the_same_is_one_file_and_a_new_version_keeps_the_old(office: Office) -> None:
    case_id = a_case(office)
    first = put(office, case_id, png(1), kind="contract", label="劳动合同")
    again = put(office, case_id, png(1), kind="contract", label="劳动合同")
    assert (again.attachment_id, again.again) == (first.attachment_id, True)
    second = put(office, case_id, png(2), replaces=first.attachment_id)
    assert second.version == 2
    with pytest.raises((NotPossible, sa.exc.IntegrityError)):
        put(office, case_id, png(3), replaces=first.attachment_id)
    with office.engine.connect() as connection:
        rows = connection.execute(sa.select(_attachment).order_by(_attachment.c.version)).all()
    assert [(row.label, row.kind, row.replaces_id) for row in rows] == [
        ("劳动合同", "contract", None),
        ("劳动合同", "contract", first.attachment_id),
    ]
    elsewhere = put(office, a_case(office), png(1))
    assert elsewhere.version == 1
    assert not elsewhere.again


def test_a_colleagues_case_and_other_roles_are_refused(office: Office) -> None:
    case_id = in_mediation(office)
    put(office, case_id, png(), by="mediator")
    for desk in ("mediator2", "leader", "admin"):
        with pytest.raises(NotAllowed):
            put(office, case_id, png(), by=desk)
    with pytest.raises(NotFound):
        put(office, case_id, png(), subject_kind="account")
    with pytest.raises(NotFound):
        put(office, UUID(int=1), png())
    with pytest.raises(NotValid):
        put(office, case_id, png(), kind="nothing")


def test_every_look_is_one_row(office: Office) -> None:
    case_id = a_case(office)
    file_id = put(office, case_id, png(), name="张\"三'；.png").attachment_id
    client = browser(office, "leader")
    shown = client.get(f"/files/{file_id}/content")
    assert shown.content == png()
    assert shown.headers["content-type"] == "image/png"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in shown.headers["content-security-policy"]
    assert shown.headers["content-disposition"].startswith("inline;")
    saved = client.get(f"/files/{file_id}/download")
    assert (
        saved.headers["content-disposition"]
        == "attachment; filename=\"file.png\"; filename*=UTF-8''%E5%BC%A0%22%E4%B8%89%27%EF%BC%9B.png"
    )
    client.get(f"/files/{file_id}/content?how=print")
    assert client.get(f"/files/{file_id}/content?how=steal").status_code == 404
    with office.engine.connect() as connection:
        rows = connection.execute(sa.select(_view.c.name, _view.c.how).order_by(_view.c.id)).all()
    assert [tuple(row) for row in rows] == [("主席甲", "preview"), ("主席甲", "download"), ("主席甲", "print")]
    page = client.get(f"/files/{file_id}").text
    assert "谁看过" in page
    assert page.count("主席甲</td>") == 3
    assert count(office, _view) == 3


def test_confidence_is_kept(office: Office) -> None:
    case_id = in_mediation(office, is_confidential=True)
    file_id = put(office, case_id, png(), by="mediator").attachment_id
    for desk in ("operator", "mediator", "supervisor"):
        with begin(office.engine, by=office.actor(desk), at=MORNING) as work:
            look(work, file_id, "preview")
    for desk in ("mediator2", "leader", "admin"):
        with pytest.raises(NotAllowed, match="保密"), begin(office.engine, by=office.actor(desk), at=MORNING) as work:
            look(work, file_id, "preview")
    assert count(office, _view) == 3


def test_uploading_in_the_console(office: Office) -> None:
    case_id = a_case(office)
    client = browser(office, "operator")
    csrf, address = token(client, f"/cases/{case_id}"), f"/files/case/{case_id}"
    typed = {"csrf": csrf, "kind": "contract", "label": "", "back": f"/cases/{case_id}"}
    answer = client.post(address, data=typed, files={"file": ("合同.docx", docx(), "text/html")})
    assert answer.url.path == f"/cases/{case_id}"
    assert "合同.docx" in answer.text
    assert "上传文件" in answer.text
    wrong = client.post(address, data=typed, files={"file": ("合同.pdf", b"MZ\x90\x00" + bytes(50))})
    assert wrong.status_code == 422
    assert "不接受这种文件" in wrong.text
    assert client.post(address, data=typed).status_code == 422
    assert client.post(address, data=typed | {"csrf": "x"}, files={"file": ("a.png", png())}).status_code == 403
    away = client.post(
        address, data=typed | {"back": "//evil.test"}, files={"file": ("b.png", png(9))}, follow_redirects=False
    )
    assert away.headers["location"] == "/"


def test_too_large_is_said_before_it_is_read(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "file_limit_mb", 1)
    case_id = a_case(office)
    client = browser(office, "operator")
    typed = {"csrf": token(client, f"/cases/{case_id}")}
    before = count(office, _file)
    for size in (1 << 20) + 1, 4 << 20:
        answer = client.post(f"/files/case/{case_id}", data=typed, files={"file": ("大.txt", b"a" * size)})
        assert answer.status_code == 422
        assert "1 MB 的上限" in answer.text
    assert count(office, _file) == before
    monkeypatch.setattr(settings(), "file_types", "image/png")
    answer = client.post(f"/files/case/{case_id}", data=typed, files={"file": ("a.pdf", PDF)})
    assert "图片（PNG）" in answer.text
    assert answer.status_code == 422


def test_files_through_the_api(office: Office) -> None:
    case_id = a_case(office)
    client = TestClient(build_app(office.engine), base_url="http://testserver/api/v1")
    answer = client.post("/session", json={"login": "huawu", "password": PASSWORD})
    client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    made = client.post(f"/files/case/{case_id}", data={"kind": "photo"}, files={"file": ("工地.png", png(7))})
    assert made.status_code == 200, made.text
    file_id = made.json()["attachment_id"]
    assert client.get(f"/files/{file_id}/content").content == png(7)
    [item] = client.get(f"/files?subject_kind=case&subject_id={case_id}").json()["items"]
    assert (item["label"], item["viewers"], item["older"]) == ("工地.png", 1, [])
    assert client.get(f"/files/{file_id}").json()["views"][0]["how"] == "download"
    refused = client.post(f"/files/case/{case_id}", files={"file": ("x.exe", b"MZ" + bytes(9))})
    assert refused.status_code == 422
    assert "按内容判断" in refused.json()["detail"]
    gone = client.post("/office/withdraw-file", json={"attachment_id": file_id, "reason": "传错案件"})
    assert gone.status_code == 200, gone.text
    assert client.get(f"/files/{file_id}/content").status_code == 409
    assert client.post("/office/withdraw-file", json={"attachment_id": file_id, "reason": "再来"}).status_code == 409


def test_a_damaged_file_is_not_shown(office: Office) -> None:
    file_id = put(office, a_case(office), png(11)).attachment_id
    with office.engine.connect() as connection:
        [sha256] = connection.execute(sa.select(_file.c.sha256)).scalars()
    place = file_store().path(sha256)
    place.write_bytes(b"else")
    answer = browser(office, "operator").get(f"/files/{file_id}/content")
    assert answer.status_code == 409
    assert "已损坏" in answer.text
    findings = [one for one in run_checks(office.engine, MORNING, settings(), {}) if one.check == "file_content"]
    assert [one.severity for one in findings] == ["error"]
    place.unlink()


def test_killed_between_bytes_and_row(office: Office) -> None:
    """The bytes are there and nobody names them: nothing is broken, and the same upload then goes through."""
    case_id = a_case(office)
    got = receive(BytesIO(png(13)), "a.png")

    class Killed(BaseException):
        pass

    def killed() -> None:
        with begin(office.engine, by=office.actor("operator"), at=MORNING) as work:
            attach(work, "case", case_id, {}, got)
            raise Killed

    with pytest.raises(Killed):
        killed()
    assert count(office, _file) == 0
    assert file_store().is_sound(got.kept.sha256)
    assert [one for one in run_checks(office.engine, MORNING, settings(), {}) if one.check.startswith("file")] == []
    assert put(office, case_id, png(13)).version == 1


def test_who_looked_can_be_searched_by_those_who_answer_for_it(office: Office) -> None:
    case_id, other = a_case(office), a_case(office)
    for desk, subject, name in (("operator", case_id, "甲材料.png"), ("mediator", other, "乙材料.png")):
        file_id = put(office, subject, png(30), name=name).attachment_id
        with begin(office.engine, by=office.actor(desk), at=MORNING) as work:
            look(work, file_id, "preview")
    client = browser(office, "supervisor")
    every = client.get("/file-looks").text
    assert "甲材料.png" in every
    assert "乙材料.png" in every
    mine = client.get(f"/file-looks?account={office.account_id('huawu')}").text
    assert "甲材料.png" in mine
    assert "乙材料.png" not in mine
    found = client.get("/file-looks", params={"account": "", "case": "〔2026〕薪0002号"}).text
    assert "乙材料.png" in found
    assert "甲材料.png" not in found
    assert browser(office, "operator").get("/file-looks").status_code == 403
