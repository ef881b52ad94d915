"""Setting a typst file with data: warnings are errors, because typst drops content with a warning."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from documents.fonts import find_fonts

HERE = Path(__file__).parent


class Unprintable(RuntimeError):
    """The document could not be set completely."""


def set_pages(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of a template in this folder. Raises Unprintable, or NotPossible without any CJK font."""
    import typst

    try:
        pdf, warned = typst.compile_with_warnings(str(HERE / template), **_given(data))
    except typst.TypstError as error:
        raise Unprintable(f"{template}: {error}") from error
    if warned:
        raise Unprintable(f"{template}: {'; '.join(str(one) for one in warned)}")
    return bytes(pdf)


def ask_page(template: str, data: Mapping[str, Any], label: str) -> Any:
    """The value of the labelled metadata of a template, as it would be set. Raises as set_pages does."""
    import typst

    try:
        return json.loads(typst.query(str(HERE / template), label, field="value", one=True, **_given(data)))
    except typst.TypstError as error:
        raise Unprintable(f"{template}: {error}") from error


def _given(data: Mapping[str, Any]) -> dict[str, Any]:
    fonts = find_fonts()
    filled = {**data, "fonts": {hand: list(names) for hand, names in fonts.families.items()}}
    return {
        "font_paths": fonts.loaded,
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(filled, ensure_ascii=False)},
    }
