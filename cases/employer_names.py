"""When two spellings mean the same employer."""

import re
import unicodedata

_NOISE = re.compile(r"[\s()（）·.,，。、\-—_《》\"'“”]+")


def fold_employer(name: str) -> str:
    """The name without width, case, spaces and brackets: equal folds are the same employer."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", name)).casefold()
