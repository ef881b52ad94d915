"""Case numbers as people write them, in the one spelling in which they are kept: 〔2026〕薪0001号."""

import re
import unicodedata

_WRITTEN = re.compile(r"[\[(〔【]?(\d{4})[\])〕】]?年?第?([一-龥])0*(\d{1,6})号?")


def tidy_number(text: str) -> str:
    """2026薪1, [2026]薪0001, （2026）薪1号: the same case. What is no case number stays as it is."""
    written = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    found = _WRITTEN.fullmatch(written)
    return text if found is None else f"〔{found[1]}〕{found[2]}{int(found[3]):04d}号"
