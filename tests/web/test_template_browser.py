"""A real browser: a fact goes in at the cursor by keyboard, the preview follows, a fault is shown beside its line."""

import os

import pytest

from tests.office import PASSWORD
from tests.web.test_browser import CHROMIUM, address, pytestmark

__all__ = ["address", "pytestmark"]


@pytest.mark.usefixtures("home")
def test_a_fact_is_put_in_at_the_cursor(address: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        page = browser.new_context(locale="zh-CN", viewport={"width": 1300, "height": 900}).new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)

        def look(name: str) -> None:
            if os.environ.get("WEIQUAN_LOOK"):
                page.screenshot(path=f"{os.environ['WEIQUAN_LOOK']}/{name}.png", full_page=True)

        page.goto(f"{address}/sign-in")
        page.fill("#login", "zhuguan")
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/")
        page.goto(f"{address}/letters/templates/notice")
        lines = page.input_value("#f-text").split("\n")
        assert page.locator(".gutter > div").count() == len(lines)
        page.fill("#f-text", "# 题\n甲乙")
        page.press("#f-text", "ArrowLeft")
        page.focus("button[aria-label='插入用人单位']")
        page.keyboard.press("Enter")
        assert page.input_value("#f-text") == "# 题\n甲{{ 用人单位 }}乙"
        assert page.evaluate("document.activeElement.id") == "f-text"
        page.wait_for_selector("#preview >> text=甲示例建筑有限公司乙")
        page.keyboard.press("Control+z")
        assert page.input_value("#f-text") == "# 题\n甲乙"
        page.keyboard.type("{{ 金客 }}")
        page.wait_for_selector("#fault")
        assert "第2行" in page.inner_text("#fault-beside")
        assert page.inner_text(".gutter .at-fault") == "2"
        assert page.get_attribute("#f-text", "aria-invalid") == "true"
        look("fault")
        page.fill("#f-text", "# 题\n正文")
        page.wait_for_selector("#preview >> text=正文")
        assert page.inner_text("#fault-beside") == ""
        with page.context.expect_page() as opened:
            page.click("text=预览 PDF")
        opened.value.close()
        # A look at the paper leaves the form unsaved and its button alive.
        assert page.locator("button:has-text('保存为本单位模板')").is_enabled()
        page.click("text=保存为本单位模板")
        page.wait_for_selector("[role=status]:has-text('已办理')")
        look("saved")
        assert faults == []
        browser.close()
