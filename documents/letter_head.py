"""Measures of the red head in 信函格式 (GB/T 9704-2012) that PDF and .docx share."""

import math
from collections.abc import Sequence

# The name's upper edge is 30 mm from the paper's, the first double rule of 170 mm lies 4 mm below the name.
NAME_TOP_MM, NAME_WIDTH_MM, RULE_BELOW_MM = 30.0, 170.0, 4.0
LARGEST_PT, SMALLEST_PT = 42.0, 16.0
MM_PER_PT = 25.4 / 72


# 2号: so many characters are the 156 mm of the text block.
TITLE_CELLS = 20
# What no line of a title begins with.
NOT_FIRST = "的之和与及、，》）"


def title_lines(title: Sequence[str]) -> list[str]:
    """The lines of a title: too long ones are parted evenly (GB/T 9704: 梯形或菱形), not at the edge."""
    lines: list[str] = []
    for given in title:
        rest = given
        for parts in range(math.ceil(len(given) / TITLE_CELLS), 1, -1):
            cut = math.ceil(len(rest) / parts)
            while cut > 1 and rest[cut] in NOT_FIRST:
                cut -= 1
            lines.append(rest[:cut])
            rest = rest[cut:]
        lines.append(rest)
    return lines


def name_size(issuer: str) -> float:
    """How large the red name is: 初号 unless it is too long for the rule's width."""
    return max(SMALLEST_PT, min(LARGEST_PT, NAME_WIDTH_MM / MM_PER_PT / max(len(issuer), 1) * 0.98))
