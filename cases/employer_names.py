"""When two spellings mean the same employer, and the keys by which a name is found although written differently.

A name is reduced: 青海恒远建筑劳务有限公司西宁分公司 has the head 青海恒远建筑劳务有限公司 (without what says that
it is a part), and the core 恒远 (without region, trade and legal form). Its keys: the core, the core's sound
(homophones are the usual slip of a Chinese keyboard), initials, and the core or name with one or two characters left
out: two names that share such a key are at most so many slips apart.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import yaml

_NOISE = re.compile(r"[\s()（）·.,，。、\-—_《》\"'“”]+")
# A note before the name and no part of it: （原）, （暂定名）, （演示）.
_NOTE = re.compile(r"^\s*[(（\[【][^)）\]】]{1,6}[)）\]】](?=.{2})")
# A core this short says too little for slips; then the name without its legal form is compared.
SHORT = 3
LONG = 5
LONGEST = 12
FINALS = (("zh", "z"), ("ch", "c"), ("sh", "s"))


def fold_employer(name: str) -> str:
    """The name without width, case, spaces and brackets: equal folds are the same employer."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", name)).casefold()


@lru_cache
def words() -> Mapping[str, Sequence[str]]:
    """The words that do not tell names apart, longest first."""
    given = yaml.safe_load((Path(__file__).parent / "name_words.yaml").read_text(encoding="utf-8"))
    return {name: sorted(given[name], key=len, reverse=True) for name in given if isinstance(given[name], list)}


@dataclass(frozen=True)
class Reduced:
    """A name and what is left of it: `head` without the part that names a branch, `core` without common words."""

    folded: str
    head: str
    plain: str
    core: str

    @property
    def branch(self) -> str:
        """What the name says beyond its head."""
        return self.folded.partition(self.head)[2]


def reduce_employer(name: str) -> Reduced:
    """The reduced forms of an employer's name."""
    folded = fold_employer(name)
    head = _head(fold_employer(_NOTE.sub("", name)))
    plain = _cut_end(head, words()["legal"], keep=1)
    core = _cut_end(_cut_start(plain, words()["regions"]), words()["trades"], keep=2)
    return Reduced(folded, head, plain, core)


def reduce_project(name: str) -> Reduced:
    """The reduced forms of a site's name."""
    folded = fold_employer(name)
    plain = _cut_end(fold_employer(_NOTE.sub("", name)), words()["sites"], keep=2)
    return Reduced(folded, folded, plain, _cut_start(plain, words()["regions"]))


def _head(folded: str) -> str:
    for suffix in words()["branches"]:
        if not folded.endswith(suffix) or len(folded) <= len(suffix) + 1:
            continue
        place = folded.find("公司")
        if 0 < place < len(folded) - len(suffix) - 1:
            return folded[: place + 2]
        rest = re.sub(r"第?[0-9一二三四五六七八九十]+$", "", folded[: -len(suffix)])
        return _cut_end(rest, words()["regions"], keep=2) if len(rest) > 1 else folded
    return folded


def _cut_end(text: str, ends: Iterable[str], *, keep: int) -> str:
    for end in ends:
        if text.endswith(end) and len(text) - len(end) >= keep:
            return text[: -len(end)]
    return text


def _cut_start(text: str, starts: Sequence[str]) -> str:
    for start in starts:
        if text.startswith(start) and len(text) - len(start) >= 2:
            return _cut_start(text[len(start) :], starts)
    return text


@lru_cache(maxsize=8192)
def _sound(character: str) -> str:
    from pypinyin import Style, lazy_pinyin  # heavy, and not needed by every program

    return str(lazy_pinyin(character, style=Style.NORMAL)[0])


def initials(text: str) -> str:
    """The first letters of the sounds: 恒远 is hy."""
    return "".join(_sound(one)[:1] for one in text)


def sound(text: str) -> str:
    """The sounds, with those put together that the ear of the north-west puts together (zh z, ng n)."""
    said = []
    for one in text:
        spelt = _sound(one)
        for wide, narrow in FINALS:
            if spelt.startswith(wide):
                spelt = narrow + spelt[len(wide) :]
        said.append(spelt[:-1] if spelt.endswith("ng") else spelt)
    return "".join(f"{one}." for one in said)


def keys_of(reduced: Reduced) -> frozenset[str]:
    """Every key of a name; the letter before the colon says what kind it is."""
    base, slips = _base(reduced)
    found = {
        f"f:{reduced.folded}",
        f"h:{reduced.head}",
        f"c:{reduced.core}",
        f"s:{sound(reduced.core)}",
        f"i:{initials(reduced.core)}",
        f"i:{initials(reduced.folded)}",
    }
    found |= {f"n:{one}" for one in _left_out(base, slips)}
    return frozenset(key[:160] for key in found if len(key) > 2)


def probes_of(reduced: Reduced) -> frozenset[str]:
    """The keys to look for while somebody types: initials alone would find too many."""
    return frozenset(key for key in keys_of(reduced) if not key.startswith("i:"))


def _base(reduced: Reduced) -> tuple[str, int]:
    base = reduced.core if len(reduced.core) >= SHORT else reduced.plain
    return base[:LONGEST], (0 if len(base) < SHORT else 1 if len(base) < LONG or base is not reduced.core else 2)


def _left_out(text: str, slips: int) -> set[str]:
    found = {text} if slips else set()
    for count in range(1, slips + 1):
        for places in combinations(range(len(text)), count):
            found.add("".join(one for place, one in enumerate(text) if place not in places))
    return found


def near(one: Reduced, other: Reduced) -> bool:
    """Whether two names are no more slips apart than names of their length allow."""
    (a, slips), (b, _) = _base(one), _base(other)
    return bool(slips) and distance(a, b, slips) <= slips


def distance(one: str, other: str, most: int) -> int:
    """Slips between two texts: a character wrong, left out, too many, or two exchanged; `most` + 1 when there are more.

    Optimal string alignment.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = [], list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)
