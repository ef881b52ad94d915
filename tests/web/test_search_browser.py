"""A real browser: the slash finds the box, cases are ticked and urged together, the list goes home as a file."""

import os
from pathlib import Path

from tests.office import PASSWORD
from tests.stories.scripts import opening
from tests.web.test_browser import CHROMIUM, address, pytestmark

__all__ = ["address", "pytestmark"]


def test_find_tick_urge_and_export(address: str, tmp_path: Path) -> None:
    import httpx
    from playwright.sync_api import sync_playwright

    with httpx.Client(base_url=f"{address}/api/v1") as client:
        token = {}
        for login in ("huawu", "zhuguan"):
            answer = client.post("/session", json={"login": login, "password": PASSWORD})
            token[login] = {"Authorization": f"Bearer {answer.json()['token']}"}
        for place, firm in enumerate(("甲建筑劳务公司", "乙物流公司", "丙餐饮公司")):
            data = opening("wage_arrears", employer_name=firm, phone=f"0971-000001{place}", narrative="塔吊司机被欠薪")
            assert client.post("/office/open-case", json=data, headers=token["huawu"]).status_code == 200
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
        page.keyboard.press("/")
        page.keyboard.type("塔吊")
        page.keyboard.press("Enter")
        page.wait_for_selector("#group-case mark")
        assert page.locator("#group-case .list-group-item").count() == 3
        look("search")
        page.keyboard.press("/")
        page.keyboard.type("0971-0000011")
        page.keyboard.press("Enter")
        page.wait_for_selector("#group-party")
        assert page.url == f"{address}/search"
        page.goto(f"{address}/cases?sort=claimed&direction=desc&collective=no")
        look("list")
        page.check(".tick-all")
        assert page.locator(".tick:checked").count() == 3
        page.click("text=批量办理勾选的")
        look("choose")
        page.check("input[value=add_note]")
        page.click("text=下一步")
        page.fill("#f-note", "请各承办人核对工资台账")
        page.click("text=预览（不办理）")
        assert "将办理 3 件，不能办理 0 件" in page.inner_text("main")
        look("preview")
        page.click("text=办理 3 件 >> nth=-1")
        page.wait_for_selector("text=已办理 3 件，未办理 0 件")
        look("job")
        page.goto(f"{address}/exports/new?collective=no")
        look("export")
        page.click("button:has-text('导出') >> nth=-1")
        page.wait_for_url(f"{address}/exports")
        with page.expect_download() as taken:
            page.click("button:has-text('取文件')")
        taken.value.save_as(tmp_path / "list.xlsx")
        assert (tmp_path / "list.xlsx").stat().st_size > 3000
        look("exports")
        page.goto(f"{address}/office/save-view?query=collective%3Dno&back=/cases")
        page.fill("#f-name", "非集体")
        page.click("button:has-text('保存视图')")
        page.wait_for_selector(".view-tabs .on")
        look("views")
        assert faults == []
        browser.close()
