"""Measures of the red head in 信函格式 (GB/T 9704-2012) that PDF and .docx share."""

# The name's upper edge is 30 mm from the paper's, the first double rule of 170 mm lies 4 mm below the name.
NAME_TOP_MM, NAME_WIDTH_MM, RULE_BELOW_MM = 30.0, 170.0, 4.0
LARGEST_PT, SMALLEST_PT = 42.0, 16.0
MM_PER_PT = 25.4 / 72


def name_size(issuer: str) -> float:
    """How large the red name is: 初号 unless it is too long for the rule's width."""
    return max(SMALLEST_PT, min(LARGEST_PT, NAME_WIDTH_MM / MM_PER_PT / max(len(issuer), 1) * 0.98))
