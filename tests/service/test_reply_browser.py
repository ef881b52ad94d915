"""A real browser on the employer's page: a phone, without JavaScript, with files; nothing foreign, no leak."""

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from cases.views import tables as t
from foundation.clock import now
from people.passwords import hash_password
from tests.databases import fresh_engine
from tests.office import PASSWORD, Office, furnish
from tests.one_app import build_app
from tests.service.making import link, row, rows, served
from tests.web.test_browser import CHROMIUM, pytestmark

__all__ = ["pytestmark"]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "locale": "zh-CN"}


@dataclass(frozen=True)
class Running:
    """A server with its office."""

    office: Office
    address: str


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with fresh_engine("sqlite", tmp_path) as engine:
        office = furnish(engine, hash_password(PASSWORD))
        server = uvicorn.Server(uvicorn.Config(build_app(engine), port=0, log_level="error"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield Running(office, f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}")
        server.should_exit = True
        thread.join()


def look(page: Any, name: str) -> None:
    """A picture for whoever asks for it."""
    if os.environ.get("WEIQUAN_LOOK"):
        page.screenshot(path=f"{os.environ['WEIQUAN_LOOK']}/{name}.png", full_page=True)


@pytest.mark.parametrize("javascript", [False, True], ids=["plain", "javascript"])
def test_an_employer_answers_on_a_phone(running: Running, tmp_path: Path, *, javascript: bool) -> None:
    from playwright.sync_api import sync_playwright

    letter_id = served(running.office, findings=2, at=now())
    token = link(running.office, letter_id, at=now())
    scan = tmp_path / "盖章答复.pdf"
    scan.write_bytes(b"%PDF-1.4\n%%EOF\n")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        context = browser.new_context(java_script_enabled=javascript, **PHONE)
        page = context.new_page()
        asked: list[Any] = []
        page.on("request", lambda one: asked.append(one))  # noqa: PLW0108 - the library marks its handlers
        page.goto(f"{running.address}/reply/{token}")
        assert "第2件事实" in page.inner_text("main")
        # Nothing sticks out of a narrow screen.
        if javascript:
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        look(page, f"reply-form-{javascript}")
        page.select_option("[name='items.0.admitted']", "yes")
        page.fill("[name='items.0.measure']", "10月底前补发工资")
        page.select_option("[name='stance']", "accepts")
        page.fill("[name='reply']", "我单位已逐项整改")
        page.click("button:text-is('提交答复')")
        assert "必填" in page.inner_text("[role=alert] >> nth=0")
        assert page.input_value("[name='reply']") == "我单位已逐项整改"
        look(page, f"reply-wrong-{javascript}")
        page.select_option("[name='items.1.admitted']", "partly")
        page.fill("[name='answered_by']", "周某")
        page.fill("[name='answered_title']", "人事经理")
        page.set_input_files("#f-files", scan)
        page.click("button:text-is('提交答复')")
        page.wait_for_selector("h1:text-is('答复已收到')")
        receipt = row(running.office, t.reply_link).receipt
        assert receipt in page.inner_text("main")
        look(page, f"reply-receipt-{javascript}")
        page.goto(f"{running.address}/reply/{token}")
        assert "已经答复过" in page.inner_text("h1")
        assert all(one.url.startswith((running.address, "data:")) for one in asked)
        assert all(token not in one.headers.get("referer", "") for one in asked)
        assert context.cookies() == []
        browser.close()
    assert [one.label for one in rows(running.office, t.attachment)] == ["网上答复：盖章答复.pdf"]


def test_the_office_prints_the_link_and_the_register(running: Running) -> None:
    from playwright.sync_api import sync_playwright

    letter_id = served(running.office, findings=2, at=now())
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        page = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 860}).new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(f"{running.address}/sign-in")
        page.fill("#login", "zhuguan")
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{running.address}/")
        page.goto(f"{running.address}/letters/{letter_id}")
        page.click("text=生成答复链接")
        page.click("form.act-form .btn-primary")
        page.wait_for_selector("text=显示链接（只此一次）")
        page.click("text=显示链接（只此一次）")
        shown = page.inner_text(".reply-address")
        assert "/reply/" in shown
        look(page, "reply-link")
        page.emulate_media(media="print")
        assert page.locator(".reply-address").is_visible()
        assert not page.locator("header").is_visible()
        page.emulate_media(media="screen")
        page.goto(f"{running.address}/letters/{letter_id}")
        look(page, "letter")
        for act in ("record-reply", "serve-letter", "verify-letter", "assess-reply"):
            page.goto(f"{running.address}/letters/{letter_id}/acts/{act}")
            look(page, act)
        page.goto(f"{running.address}/seals")
        assert "用印登记" in page.inner_text("main")
        look(page, "seals")
        page.goto(f"{running.address}/letters/print")
        look(page, "letter-print")
        assert faults == []
        browser.close()
