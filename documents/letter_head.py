"""Measures of the red head in 信函格式 (GB/T 9704-2012) that PDF and .docx share."""

import math
from collections.abc import Sequence

# The name's upper edge is 30 mm from the paper's, the first double rule of 170 mm lies 4 mm below the name.
NAME_TOP_MM, NAME_WIDTH_MM, RULE_BELOW_MM = 30.0, 170.0, 4.0
LARGEST_PT, SMALLEST_PT = 42.0, 16.0
MM_PER_PT = 25.4 / 72


# 2号: so many characters are the 156 mm of the text block.
TITLE_CELLS = 20
# After which a title may be parted without parting a word, and what no line of it begins with.
GOOD_END, NOT_FIRST = "的和与及、》）", "的之和与及、，》）"


def title_lines(title: Sequence[str]) -> list[str]:
    """The lines of a title; one too long is parted after a 的 or the like, else evenly, never just at the edge."""
    lines: list[str] = []
    for given in title:
        rest = given
        for parts in range(math.ceil(len(given) / TITLE_CELLS), 1, -1):
            cut = _cut(rest, parts)
            lines.append(rest[:cut])
            rest = rest[cut:]
        lines.append(rest)
    return lines


def _cut(words: str, parts: int) -> int:
    even = math.ceil(len(words) / parts)
    fitting = range(max(1, len(words) - TITLE_CELLS * (parts - 1)), TITLE_CELLS + 1)
    return min(fitting, key=lambda cut: (words[cut] in NOT_FIRST, words[cut - 1] not in GOOD_END, abs(cut - even)))


def name_size(issuer: str) -> float:
    """How large the red name is: 初号 unless it is too long for the rule's width."""
    return max(SMALLEST_PT, min(LARGEST_PT, NAME_WIDTH_MM / MM_PER_PT / max(len(issuer), 1) * 0.98))
