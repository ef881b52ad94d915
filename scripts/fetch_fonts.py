"""Fetch the fonts for printing from Debian, without root: private package lists, unpacked and not installed.

Run by `make setup`. Where it is impossible the program still runs, prints with the CJK font it finds and says so;
so this script ends with success and one Chinese line.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TARGET = Path(__file__).parent.parent / ".cache" / "fonts"
# Package, and the files of it that are kept.
PACKAGES = {
    "fonts-noto-cjk": ("NotoSerifCJK-Bold.ttc", "NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc"),
    "texlive-lang-chinese": (
        "FandolFang-Regular.otf",
        "FandolKai-Regular.otf",
        "FandolSong-Regular.otf",
        "FandolHei-Regular.otf",
    ),
}
WAIT_SECONDS = 300


def main() -> int:
    """Fetch what is missing."""
    missing = [package for package, files in PACKAGES.items() if not all((TARGET / name).exists() for name in files)]
    if not missing:
        return 0
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        print("字体：本机没有 apt，改用系统里已有的中文字体。", file=sys.stderr)
        return 0
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="weiquan-fonts-") as folder:
        try:
            _fetch(Path(folder), missing)
        except (OSError, subprocess.SubprocessError) as error:
            print(f"字体：没有取得（{type(error).__name__}），改用系统里已有的中文字体。", file=sys.stderr)
    return 0


def _fetch(folder: Path, packages: list[str]) -> None:
    for name in ("state/lists/partial", "cache/archives/partial", "debs"):
        (folder / name).mkdir(parents=True)
    apt = ["apt-get", "-q", "-q", "-o", f"Dir::State={folder / 'state'}", "-o", f"Dir::Cache={folder / 'cache'}"]
    apt += [
        "-o",
        "Dir::State::status=/var/lib/dpkg/status",
        "-o",
        "Debug::NoLocking=1",
        "-o",
        "APT::Sandbox::User=root",
    ]
    _run([*apt, "update"], folder)
    for package in packages:
        _run([*apt, "download", package], folder / "debs")
        deb = next((folder / "debs").glob(f"{package}_*.deb"))
        _run(["dpkg-deb", "-x", str(deb), str(folder / package)], folder)
        for name in PACKAGES[package]:
            found = next((folder / package).rglob(name), None)
            if found is not None:
                shutil.copy(found, TARGET / name)


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, timeout=WAIT_SECONDS, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
