"""How high the ink of printed words is, measured by FreeType in the font itself.

Typst's own `bounds` includes the control points of curves, which for these fonts lie up to 0.8 mm below the ink.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from documents.fonts import Fonts

# Large enough that a pixel is a thousandth of the size.
PIXELS = 1000
SUFFIXES = (".otf", ".ttf", ".ttc", ".otc")
# Where no file can be measured: hanzi fill about this much.
USUAL = 0.92


@dataclass(frozen=True)
class Ink:
    """In parts of the font's size: from the highest to the lowest point."""

    height: float


def ink(fonts: Fonts, hand: str, words: str) -> Ink:
    """The ink of these words in the first family of a hand."""
    found = _file(fonts.folders, fonts.families[hand][0])
    if found is None or not words.strip():
        return Ink(USUAL)
    return _measured(*found, words)


@lru_cache(maxsize=256)
def _measured(path: Path, index: int, words: str) -> Ink:
    font = ImageFont.truetype(str(path), PIXELS, index=index)
    edges = []
    for character in set(words.replace(" ", "")):
        # The picture itself: the box that the font reports is that of the curves' control points.
        mask, offset = font.getmask2(character)
        box = mask.getbbox()
        if box is not None:
            edges.append((box[1] + offset[1], box[3] + offset[1]))
    if not edges:
        return Ink(USUAL)
    return Ink((max(low for _, low in edges) - min(high for high, _ in edges)) / PIXELS)


@lru_cache
def _file(folders: tuple[Path, ...], family: str) -> tuple[Path, int] | None:
    """The file and the face in it: bold where there is a bold one, as the name is set."""
    plain = None
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() not in SUFFIXES:
                continue
            for index, (name, style) in enumerate(_faces(path)):
                if name == family and style == "Bold":
                    return path, index
                if name == family and plain is None:
                    plain = path, index
    return plain


def _faces(path: Path) -> list[tuple[str, str]]:
    faces: list[tuple[str, str]] = []
    # A collection names no count: faces are asked for until there is none.
    while len(faces) < 32:
        try:
            name, style = ImageFont.truetype(str(path), 10, index=len(faces)).getname()
        except OSError:
            break
        faces.append((name or "", style or ""))
        if path.suffix.lower() in (".otf", ".ttf"):
            break
    return faces
