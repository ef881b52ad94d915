"""Take the README's pictures from the demo office: make shots."""

import os
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
os.environ["WEIQUAN_HOME"] = tempfile.mkdtemp(prefix="weiquan-shots-")
os.environ["WEIQUAN_SECRET_KEY"] = "33" * 32

import uvicorn
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page, sync_playwright

from demo.office import PASSWORD, load
from foundation.clock import now
from foundation.database import connect
from foundation.settings import settings
from main import build_app
from migrations.upgrade import upgrade
from workflows.effects import run_effects

PORT = 8765
TARGET = ROOT / "docs" / "images"


def shoot(page: Page, name: str, *, whole: bool = False) -> None:
    """One picture; the browser sometimes needs a second look."""
    for _ in range(5):
        try:
            page.screenshot(path=TARGET / f"{name}.png", full_page=whole)
        except BrowserError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit(f"没有拍到 {name}")


def main() -> None:
    """All pictures."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("没有 chromium（Debian：apt install chromium）。")
    upgrade(settings().url)
    engine = connect(settings().url)
    load(engine, now())
    run_effects(engine, now())
    server = uvicorn.Server(uvicorn.Config(build_app(engine), port=PORT, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])

        def enter(login: str) -> Page:
            page = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 860}).new_page()
            page.goto(f"http://127.0.0.1:{PORT}/sign-in")
            page.fill("#login", login)
            page.fill("#password", PASSWORD)
            page.click("button")
            return page

        operator = enter("huawu")
        operator.goto(f"http://127.0.0.1:{PORT}/cases/new")
        shoot(operator, "opening")
        mediator = enter("tiaojie")
        shoot(mediator, "desk")
        mediator.goto(f"http://127.0.0.1:{PORT}/cases?text=湟水")
        mediator.goto(f"http://127.0.0.1:{PORT}/cases?still=open&text=演示")
        mediator.click("tbody a >> nth=0")
        shoot(mediator, "case")
        supervisor = enter("zhuguan")
        supervisor.goto(f"http://127.0.0.1:{PORT}/letters?state=draft")
        supervisor.click("tbody a >> nth=0")
        shoot(supervisor, "letter")
        leader = enter("lingdao")
        leader.goto(f"http://127.0.0.1:{PORT}/figures?month=2026-10")
        leader.wait_for_selector("#trend canvas")
        shoot(leader, "figures")
        browser.close()
    server.should_exit = True


if __name__ == "__main__":
    main()
