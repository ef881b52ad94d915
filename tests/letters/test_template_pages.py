"""The pages of letter templates: list, editor, preview, versions; and programs reading the same."""

import io
import re
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.views import tables as t
from documents.letter_facts import usable
from documents.letter_templates import delivered_text, template_text
from documents.letter_text import TITLES
from documents.template_files import digest_of, in_force
from people.passwords import hash_password
from tests.api.test_api import Caller
from tests.letter_steps import sent
from tests.office import PASSWORD, Office, furnish
from tests.service.making import drafted
from tests.web.test_console import enter

OWN = "# 本会提示函\n你单位有{{ 问题清单 | 顿号 }}的问题。\n"
NOTICE = "/letters/templates/notice"


pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def office(db: sa.Engine) -> Office:
    """An office whose people can sign in."""
    return furnish(db, hash_password(PASSWORD))


def hidden(page: str, name: str) -> str:
    """The value of a hidden field, the last on the page."""
    return page.rsplit(f'name="{name}" value="', maxsplit=1)[-1].split('"', maxsplit=1)[0]


def form(client: TestClient, address: str = NOTICE) -> dict[str, str]:
    """What the page's form carries by itself."""
    page = client.get(address).text
    return {name: hidden(page, name) for name in ("csrf", "seen")}


def typed_in(page: str) -> str:
    """What stands in the editor. A browser leaves out the first line break."""
    return unescape(page.split("<textarea")[1].split(">", 1)[1].split("</textarea>", maxsplit=1)[0]).removeprefix("\n")


def test_the_list_says_which_template_is_in_force(office: Office, home: Path) -> None:
    client = enter(office, "zhuguan")
    page = client.get("/letters/templates").text
    assert page.count("系统模板</span>") == len(TITLES)
    assert page.count("没有改过") == len(TITLES)
    client.post(NOTICE, data={**form(client), "text": OWN, "note": "按本会写法"})
    (home / "letter_templates" / "opinion.md").write_text("# 题\n{{ 金客 }}", encoding="utf-8")
    page = client.get("/letters/templates").text
    assert page.count("本单位模板</span>") == 2
    for words in (
        "主管甲　保存",
        "按本会写法",
        "不能使用",
        "第2行：“金客”",
        "尚未登记",
        f'href="{NOTICE}/preview.pdf"',
    ):
        assert words in page, words
    for address in ("/letters", "/"):
        assert 'href="/letters/templates"' in client.get(address).text


def test_the_editor_shows_text_facts_and_preview(office: Office) -> None:
    client = enter(office, "zhuguan")
    for kind in TITLES:
        page = client.get(f"/letters/templates/{kind}").text
        assert typed_in(page) == delivered_text(kind)
        beside = page.split('class="list-group ')[1].split("</ul>")[0]
        for fact in usable(kind):
            assert f"<strong>{fact.name}</strong>" in beside
            assert fact.meaning in beside
        assert beside.count("必有</span>") == sum(kind in fact.required for fact in usable(kind))
        pieces = [unescape(one) for one in re.findall(r'data-insert="([^"]*)"', beside)]
        assert "{{ 发文机关 }}" in pieces
        assert "{% for 项 in 问题清单 | 逐条 %}\n{{ 项 }}\n{% endfor %}" in pieces
        assert TITLES[kind] in page.split('id="preview"')[1]
        assert "没有写到必有的事实" not in page


def test_what_was_typed_is_previewed_and_not_kept(office: Office, home: Path) -> None:
    client = enter(office, "tiaojie")
    given = {**form(client), "text": "# 题\r\n有{% if 金额 is defined %}{{ 金额 }}元{% endif %}的问题<b>。"}
    part = client.post(f"{NOTICE}/preview", data=given, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "<main" not in part.text
    assert "有54000.00元的问题&lt;b&gt;。" in part.text
    assert "没有写到必有的事实：问题清单、法律依据、要求清单、答复期限" in part.text
    whole = client.post(f"{NOTICE}/preview", data={**given, "sample": "required"})
    assert "<main" in whole.text
    assert "有的问题&lt;b&gt;。" in whole.text
    assert typed_in(whole.text) == given["text"]
    printed = client.post(f"{NOTICE}/preview.pdf", data=given)
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF-")
    assert client.get(f"{NOTICE}/preview.pdf").content.startswith(b"%PDF-")
    assert not home.exists()


def test_the_pdf_is_of_the_text_that_was_typed(office: Office) -> None:
    import pdfplumber

    client = enter(office, "tiaojie")
    given = {**form(client), "text": "# 未保存的题目\n未保存的正文，{{ 用人单位 }}。"}
    with pdfplumber.open(io.BytesIO(client.post(f"{NOTICE}/preview.pdf", data=given).content)) as pdf:
        words = "".join(page.extract_text() for page in pdf.pages)
    assert "未保存的题目" in words
    assert "示例建筑有限公司" in words


@pytest.mark.parametrize("address", [NOTICE, f"{NOTICE}/preview"])
def test_a_fault_names_line_and_fact_and_keeps_what_was_typed(office: Office, address: str) -> None:
    client = enter(office, "zhuguan")
    given = {**form(client), "text": "\r\n# 题\r\n<i>{{ 金客 }}\r\n", "note": "一条说明"}
    answer = client.post(address, data=given)
    assert answer.status_code == 422
    assert "第3行：“金客”——没有这一事实，请对照可用事实清单；是不是“金额”" in answer.text
    assert "第3行　&lt;i&gt;{{ 金客 }}" in answer.text
    assert re.search(r'<textarea class="form-control is-invalid"[^>]*aria-invalid="true"', answer.text)
    assert 'class="editor" data-line="3"' in answer.text
    assert typed_in(answer.text) == given["text"]
    assert 'value="一条说明"' in answer.text
    part = client.post(f"{NOTICE}/preview", data=given, headers={"HX-Request": "true"})
    assert (part.status_code, 'data-line="3"' in part.text) == (200, True)
    assert client.post(f"{NOTICE}/preview.pdf", data=given).status_code == 422
    assert not in_force("notice").own


def test_a_saved_text_is_in_force_line_by_line(office: Office) -> None:
    client = enter(office, "guanli")
    text = f"\n{OWN}\n第二段\n"
    page = client.post(NOTICE, data={**form(client), "text": text.replace("\n", "\r\n")})
    assert "已办理：保存文书模板" in page.text
    assert template_text("notice") == text
    assert typed_in(page.text) == text
    assert hidden(page.text, "seen") == digest_of(text)
    assert client.get(f"{NOTICE}/file.md").text == text
    same = client.post(NOTICE, data={**form(client), "text": text})
    assert (same.status_code, "没有需要保存的改动" in same.text) == (422, True)


def test_the_second_of_two_sees_what_differs_and_may_save_after_all(office: Office, home: Path) -> None:
    first, second = enter(office, "zhuguan"), enter(office, "guanli")
    seen = form(second)
    first.post(NOTICE, data={**form(first), "text": OWN})
    mine = {**seen, "text": OWN.replace("的问题", "等问题"), "note": "我的说明"}
    answer = second.post(NOTICE, data=mine)
    assert answer.status_code == 409
    assert "在您编辑期间，提示函模板已被改动" in answer.text
    assert typed_in(answer.text) == mine["text"]
    assert 'value="我的说明"' in answer.text
    assert "主管甲" in answer.text
    differs = answer.text.split("不同之处</strong>")[1].split("</table>")[0]
    assert 'class="diff-out"' in differs
    assert "等问题。" in differs
    assert template_text("notice") == OWN
    (home / "letter_templates" / "notice.md").write_text("# 手改\n正文", encoding="utf-8")
    by_hand = second.post(NOTICE, data={**mine, "seen": hidden(answer.text, "seen")})
    assert (by_hand.status_code, "手改" in by_hand.text) == (409, True)
    assert second.post(NOTICE, data={**mine, "seen": hidden(by_hand.text, "seen")}).status_code == 200
    assert template_text("notice") == mine["text"]
    page = second.get(f"{NOTICE}/versions").text
    assert [page.count(words) for words in ("第1版", "第2版", "第3版", "直接修改文件")] == [1, 1, 1, 1]


def test_a_page_that_has_expired_keeps_what_was_typed(office: Office) -> None:
    client = enter(office, "zhuguan")
    answer = client.post(NOTICE, data={**form(client), "csrf": "0" * 64, "text": OWN})
    assert answer.status_code == 403
    assert "页面已过期" in answer.text
    assert typed_in(answer.text) == OWN
    assert not in_force("notice").own
    again = client.post(NOTICE, data={"csrf": hidden(answer.text, "csrf"), "seen": form(client)["seen"], "text": OWN})
    assert again.status_code == 200


def test_versions_are_compared_and_restored(office: Office) -> None:
    client = enter(office, "zhuguan")
    assert "没有改过" in client.get(f"{NOTICE}/versions").text
    for text in (OWN, OWN + "又一段<b>\n"):
        client.post(NOTICE, data={**form(client), "text": text})
    page = client.get(f"{NOTICE}/versions/2").text
    changed = page.split("这一版改动了什么")[1].split("恢复这一版会改动什么")[0]
    assert changed.count("diff-in") == 1
    assert "又一段&lt;b&gt;" in changed
    assert "恢复这一版</button>" not in page
    page = client.get(f"{NOTICE}/versions/1").text
    given = {name: hidden(page, name) for name in ("csrf", "seen")}
    assert client.post(f"{NOTICE}/versions/1/restore", data=given).status_code == 200
    assert template_text("notice") == OWN
    stale = client.post(f"{NOTICE}/versions/2/restore", data=given)
    assert (stale.status_code, "已被改动" in stale.text) == (409, True)
    assert "恢复第1版" in client.get(f"{NOTICE}/versions").text
    assert client.get(f"{NOTICE}/versions/9").status_code == 404


def test_the_delivered_template_comes_back_after_a_question(office: Office) -> None:
    client = enter(office, "zhuguan")
    assert f"{NOTICE}/delivered" not in client.get(NOTICE).text
    client.post(NOTICE, data={**form(client), "text": OWN})
    assert f"{NOTICE}/delivered" in client.get(NOTICE).text
    page = client.get(f"{NOTICE}/delivered").text
    assert "确认恢复系统模板？" in page
    assert "diff-out" in page
    given = {name: hidden(page, name) for name in ("csrf", "seen")}
    assert "已办理：恢复系统模板" in client.post(f"{NOTICE}/delivered", data=given).text
    assert template_text("notice") == delivered_text("notice")
    again = client.post(f"{NOTICE}/delivered", data={**given, "seen": form(client)["seen"]})
    assert (again.status_code, "现用的就是系统模板" in again.text) == (409, True)


@pytest.mark.parametrize("login", ["huawu", "tiaojie", "lingdao"])
def test_others_read_and_preview_and_change_nothing(office: Office, login: str) -> None:
    client = enter(office, login)
    page = client.get(NOTICE).text
    assert "保存为本单位模板" not in page
    assert re.search(r"<textarea[^>]* readonly", page)
    assert "data-insert" not in page
    enter(office, "zhuguan").post(NOTICE, data={**form(client), "text": OWN})
    given = {**form(client), "text": OWN}
    assert client.post(f"{NOTICE}/preview", data=given).status_code == 200
    asked: tuple[tuple[str, str], ...] = (
        ("POST", NOTICE),
        ("POST", f"{NOTICE}/versions/1/restore"),
        ("GET", f"{NOTICE}/delivered"),
        ("POST", f"{NOTICE}/delivered"),
    )
    for method, address in asked:
        answer = client.request(method, address, data=given)
        assert answer.status_code == 403
        assert "须由管理员、主管办理" in answer.text
    assert client.get(f"{NOTICE}/versions").status_code == 200
    assert not in_force("notice").own


def test_other_kinds_have_no_page(office: Office) -> None:
    client = enter(office, "zhuguan")
    for address in ("other", "..%2fnotice", "other/versions", "other/file.md", "other/preview.pdf", "other/delivered"):
        assert client.get(f"/letters/templates/{address}").status_code == 404, address
    assert client.post("/letters/templates/other", data={**form(client), "text": OWN}).status_code == 404
    assert "可用的事实" in client.get("/letters/templates/facts.md").text


def test_a_signed_letter_keeps_its_words_and_a_draft_follows(office: Office) -> None:
    client = enter(office, "zhuguan")
    client.post(NOTICE, data={**form(client), "text": "# 甲版\n你单位有问题。"})
    numbered, signed, draft = drafted(office), drafted(office), drafted(office)
    sent(office, numbered, until="number_letter")
    sent(office, signed, until="sign_letter")
    assert "现有 1 份提示函还没有签发" in client.get(NOTICE).text

    def words(letter_id: Any) -> str:
        return str(client.get(f"/letters/{letter_id}").text.split('id="words"')[1])

    for letter_id in (numbered, signed, draft):
        assert "甲版" in words(letter_id)
    client.post(NOTICE, data={**form(client), "text": "# 乙版\n你单位有问题。"})
    assert "甲版" in words(numbered)
    assert "甲版" in words(signed)
    assert "乙版" in words(draft)
    sent(office, signed, since="number_letter", until="number_letter")
    for letter_id in (numbered, signed):
        with zipfile.ZipFile(io.BytesIO(client.get(f"/letters/{letter_id}/file.docx").content)) as paper:
            said = paper.read("word/document.xml").decode()
        assert ("甲版" in said, "乙版" in said) == (True, False)


def test_programs_read_templates_and_facts(office: Office) -> None:
    call = Caller(office)
    assert call("GET", "/letters/templates", None).status_code == 401
    items = call("GET", "/letters/templates", "mediator").json()["items"]
    assert [(one["kind"], one["own"], one["version"]) for one in items] == [(kind, False, None) for kind in TITLES]
    found = call("GET", "/letters/templates/opinion", "mediator").json()
    assert found["text"] == delivered_text("opinion")
    assert {fact["name"] for fact in found["facts"]} == {fact.name for fact in usable("opinion")}
    [people] = [fact for fact in found["facts"] if fact["name"] == "监督员"]
    assert (people["required"], people["list"], people["columns"]) == (True, True, ["姓名", "证号"])
    given = {"kind": "opinion", "text": "# 题\n正文", "seen": found["digest"]}
    assert call("POST", "/office/save-letter-template", "mediator", json=given).status_code == 403
    assert call("POST", "/office/save-letter-template", "admin", json=given).status_code == 200
    stale = call("POST", "/office/save-letter-template", "admin", json={**given, "text": "# 题\n别的"})
    assert (stale.status_code, "已被改动" in stale.json()["detail"]) == (409, True)
    wrong = {**given, "text": "# 题\n{{ 金客 }}", "seen": digest_of("# 题\n正文")}
    answer = call("POST", "/office/save-letter-template", "admin", json=wrong).json()
    assert answer["fields"] == {"text": "第2行"}
    now = call("GET", "/letters/templates/opinion", "mediator").json()
    assert (now["own"], now["version"], now["changed_by"], len(now["versions"])) == (True, 1, "管理员甲", 1)
    version = call("GET", "/letters/templates/opinion/versions/1", "mediator").json()
    assert (version["text"], version["origin"]) == ("# 题\n正文", "saved")
    assert call("GET", "/letters/templates/other", "mediator").status_code == 404
    with office.engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(t.letter_template_version)).scalar_one() == 1
