"""Setting a typst file with data: warnings are errors, because typst drops content with a warning."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from documents.fonts import find_fonts


class Unprintable(RuntimeError):
    """The document could not be set completely."""


@lru_cache
def ink_height(size: float) -> float:
    """Height of the red name's ink in mm: hanzi fill about 0.92 of their size."""
    return size * 0.3528 * 0.92


def set_pages(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of a template in this folder. Raises Unprintable, or NotPossible without any CJK font."""
    import typst

    fonts = find_fonts()
    filled = {**data, "fonts": {hand: list(names) for hand, names in fonts.families.items()}}
    try:
        pdf, warned = typst.compile_with_warnings(
            str(Path(__file__).parent / template),
            font_paths=fonts.loaded,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(filled, ensure_ascii=False)},
        )
    except typst.TypstError as error:
        raise Unprintable(f"{template}: {error}") from error
    if warned:
        raise Unprintable(f"{template}: {'; '.join(str(one) for one in warned)}")
    return bytes(pdf)
