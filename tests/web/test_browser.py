"""A real browser on a real server: the operator's call to the leader's signature, by keyboard and mouse."""

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from people.passwords import hash_password
from tests.databases import fresh_engine
from tests.office import PASSWORD, furnish
from tests.one_app import build_app

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    # Said aloud in the summary of the run: without a browser nothing here is proved.
    pytest.mark.skipif(CHROMIUM is None, reason="没有 chromium，浏览器测试没有运行（Debian：apt install chromium）"),
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A running server."""
    with fresh_engine("sqlite", tmp_path) as engine:
        furnish(engine, hash_password(PASSWORD))
        server = uvicorn.Server(uvicorn.Config(build_app(engine), port=0, log_level="error"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join()


def test_a_case_from_call_to_signed_letter(address: str) -> None:
    from playwright.sync_api import Page, sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        faults: list[str] = []

        def enter(login: str) -> Page:
            page = browser.new_context(locale="zh-CN").new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("request", lambda request: faults.append(request.url) if address not in request.url else None)
            page.goto(f"{address}/sign-in")
            page.fill("#login", login)
            page.fill("#password", PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url(f"{address}/")
            return page

        def act(page: Page, title: str, **values: str) -> None:
            page.click(f".acts a:text-is('{title}')")
            for name, value in values.items():
                field = page.locator(f"form.act-form [name='{name}']")
                if field.evaluate("one => one.tagName") == "SELECT":
                    field.select_option(value)
                else:
                    field.fill(value)
            page.click("form.act-form .btn-primary")
            page.wait_for_selector("[role=status]")

        operator = enter("huawu")
        operator.keyboard.press("Alt+n")
        operator.goto(f"{address}/cases/new")
        operator.fill("[name=worker_name]", "赵某")
        operator.keyboard.press("Control+Enter")
        operator.wait_for_selector(".invalid-feedback")
        assert operator.input_value("[name=worker_name]") == "赵某"
        assert operator.evaluate("document.activeElement.name") == "district"
        operator.select_option("[name=district]", "630102")
        operator.fill("[name=employer_name]", "测试建筑有限公司")
        operator.fill("[name='claims.0.amount']", "54000")
        operator.click("fieldset[data-rows=claims] .add-row")
        operator.select_option("[name='claims.2.kind']", "overtime_pay")
        operator.keyboard.press("Control+Enter")
        operator.wait_for_selector("[role=status]")
        case = operator.url.split("?")[0]
        assert operator.locator("#panel-parties >> text=加班费").count() == 1
        act(operator, "受理")

        supervisor, mediator, leader = enter("zhuguan"), enter("tiaojie"), enter("lingdao")
        supervisor.goto(case)
        supervisor.click(".acts a:text-is('派单')")
        proposed = supervisor.locator("[name=handler_id] option", has_text="调解员甲").get_attribute("value")
        supervisor.locator("[name=handler_id]").select_option(proposed)
        supervisor.click("form.act-form .btn-primary")
        mediator.goto(case)
        act(mediator, "签收")
        act(mediator, "登记违法事实", matter="M04", law_article="《劳动合同法》第三十条", facts="拖欠工资")
        act(mediator, "组织调解")
        assert mediator.locator("#clocks >> text=劳动争议调解期限").count() == 1
        act(mediator, "起草文书", kind="notice", cause="拖欠工资")
        mediator.click("a:text-is('提示函')")
        letter = mediator.url
        act(mediator, "提交审核")
        supervisor.goto(letter)
        act(supervisor, "审核通过")
        leader.goto(letter)
        act(leader, "签发")
        supervisor.goto(letter)
        act(supervisor, "编号")
        assert "宁工劳监函〔" in supervisor.inner_text("h1")
        act(supervisor, "用印")
        leader.goto(f"{address}/figures")
        leader.wait_for_selector("#trend canvas")
        assert faults == []
        browser.close()


def test_it_works_without_javascript(address: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{address}/sign-in")
        page.fill("#login", "huawu")
        page.fill("#password", PASSWORD)
        page.click("button")
        page.goto(f"{address}/cases/new")
        page.fill("[name=worker_name]", "赵某")
        page.select_option("[name=district]", "630102")
        page.click("form.act-form .btn-primary")
        assert "已办理：登记立案" in page.content()
        browser.close()


def test_the_calculator_by_keyboard_on_paper_and_without_javascript(address: str) -> None:
    from playwright.sync_api import BrowserContext, Page, sync_playwright

    def signed_in(context: BrowserContext) -> Page:
        page = context.new_page()
        page.goto(f"{address}/sign-in")
        page.fill("#login", "lingdao")
        page.fill("#password", PASSWORD)
        page.click("button")
        page.wait_for_url(f"{address}/")
        page.goto(f"{address}/rules/calculator")
        return page

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        page = signed_in(browser.new_context(locale="zh-CN"))
        assert page.evaluate("document.activeElement.id") == "rule"
        assert page.locator("#rules option", has_text="申请劳动争议仲裁").count() >= 1
        page.keyboard.type("LA-14-1")
        page.keyboard.press("Tab")
        page.keyboard.type("九月")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(".invalid-feedback")
        assert page.evaluate("document.activeElement.id") == "from"
        assert page.input_value("#rule") == "LA-14-1"
        assert page.input_value("#from") == "九月"
        page.fill("#from", "2025-09-16")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#sheet")
        assert "from=2025-09-16" in page.url
        assert page.locator(".is-due .number").first.inner_text() == "9"
        page.emulate_media(media="print")
        assert page.locator("#sheet .sentence").is_visible()
        for hidden in ("header", "form.act-form", "#sheet .print"):
            assert not page.locator(hidden).is_visible(), hidden
        assert page.pdf(format="A4").count(b"/Type /Page\n") == 1

        plain = signed_in(browser.new_context(java_script_enabled=False))
        plain.fill("#rule", "LA-50-1")
        plain.fill("#from", "2025-09-16")
        plain.click("form.act-form .btn-primary")
        assert "2025-10-09" in plain.locator("#sheet .sentence").inner_text()
        browser.close()
