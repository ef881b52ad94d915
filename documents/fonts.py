"""Which fonts are there: those fetched at set-up, else the CJK fonts of the system."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from foundation.errors import NotPossible
from foundation.settings import settings

SYSTEM = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
# Families in order of preference for each hand; later ones also lend characters that the first lacks.
WANTED = {
    "fang": ("FandolFang R", "FangSong", "Noto Serif CJK SC"),
    "song": ("FandolSong", "SimSun", "Noto Serif CJK SC"),
    "hei": ("FandolHei", "SimHei", "Noto Sans CJK SC"),
    "kai": ("FandolKai", "KaiTi", "LXGW WenKai", "Noto Serif CJK SC"),
    "name": ("Noto Serif CJK SC", "FandolSong"),
}
LAST_RESORT = (
    "Noto Sans CJK SC",
    "Noto Serif CJK SC",
    "WenQuanYi Zen Hei",
    "AR PL UMing CN",
    "AR PL UKai CN",
    "Noto Sans SC",
)


@dataclass(frozen=True)
class Fonts:
    """Font folders, loaded fonts, the families for each hand, and a word where a stand-in is used."""

    folders: tuple[Path, ...]
    loaded: Any
    families: dict[str, tuple[str, ...]]
    note: str | None


def fetched_folder() -> Path:
    """Where the set-up puts fonts: the configured folder, else .cache/fonts of the checkout."""
    return settings().fonts_dir or Path(__file__).parent.parent / ".cache" / "fonts"


@lru_cache
def find_fonts() -> Fonts:
    """The fonts for printing, looked up once. Raises NotPossible where no CJK font is found at all."""
    import typst

    folders = tuple(path for path in (fetched_folder(), settings().home / "fonts", *SYSTEM) if path.is_dir())
    loaded = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(path) for path in folders]
    )
    present = set(loaded.families())
    spare = tuple(name for name in LAST_RESORT if name in present)
    families = {
        hand: tuple(dict.fromkeys([name for name in wanted if name in present] + list(spare)))
        for hand, wanted in WANTED.items()
    }
    if not all(families.values()):
        raise NotPossible(
            "本机没有可用的中文字体，无法生成 PDF。请安装：apt install fonts-noto-cjk，或重新运行 make setup。"
        )
    stand_in = families["fang"][0] != WANTED["fang"][0]
    note = f"没有仿宋字体，以“{families['fang'][0]}”代替" if stand_in else None
    return Fonts(folders, loaded, families, note)
