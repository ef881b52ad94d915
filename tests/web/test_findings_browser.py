"""The calculator in a real browser: typed by hand, a row added, sent by keyboard, kept in the address."""

from tests.office import PASSWORD
from tests.web.test_browser import CHROMIUM, address, pytestmark

__all__ = ["address", "pytestmark"]


def test_overtime_by_day_is_typed_sent_and_kept(address: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        page = browser.new_context(locale="zh-CN").new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{address}/sign-in")
        page.fill("#login", "huawu")
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/")
        page.goto(f"{address}/rules/compensation")
        page.click("a:has-text('加班费')")
        page.fill("[name=day]", "2026-10-10")
        page.fill("[name=monthly_wage]", "4350")
        page.fill("[name='days.0.day']", "2026-10-01")
        page.fill("[name='days.0.hours']", "8")
        page.click("fieldset[data-rows=days] .add-row")
        page.fill("[name='days.1.day']", "2026-10-05")
        page.fill("[name='days.1.hours']", "8")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#sheet")
        kept = page.url
        assert "1,000.00" in page.inner_text("#sheet")
        page.goto(kept)
        assert page.input_value("[name='days.1.day']") == "2026-10-05"
        page.emulate_media(media="print")
        assert page.is_visible("#sheet")
        assert not page.is_visible("form.act-form")
        assert faults == []
        browser.close()


def test_the_tables_answer_without_javascript(address: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{address}/sign-in")
        page.fill("#login", "huawu")
        page.fill("#password", PASSWORD)
        page.click("button")
        page.goto(f"{address}/rules/findings/final_award")
        page.select_option("[name=region]", "XN")
        page.fill("[name=day]", "2026-10-13")
        page.select_option("[name=item]", "pay")
        page.fill("[name=amount]", "24960")
        page.click("form.act-form .btn-primary")
        assert "24,960.00" in page.inner_text("#sheet")
        assert "DT-2.1" in page.inner_text("#sheet")
        browser.close()
