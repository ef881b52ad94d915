"""Two texts line by line: what went, what came, and what stayed around it."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

AROUND = 2


@dataclass(frozen=True)
class Line:
    """One line of a comparison: `mark` is - for one that went, + for one that came, space for one that stayed.

    `gap` is the mark of lines left out. Numbers count from one in the older and in the newer text.
    """

    mark: str
    old: int | None
    new: int | None
    words: str


GAP = Line("gap", None, None, "")


def compared(older: str, newer: str) -> list[Line]:
    """The lines that differ, each with what stands around it; empty where the texts are the same."""
    before, after = older.split("\n"), newer.split("\n")
    found: list[Line] = []
    end = 0
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(AROUND):
        if group[0][1] > end:
            found.append(GAP)
        for step in group:
            found.extend(_lines(step, before, after))
        end = group[-1][2]
    if found and end < len(before):
        found.append(GAP)
    return found


def _lines(step: tuple[str, int, int, int, int], before: list[str], after: list[str]) -> Iterator[Line]:
    kind, old, old_end, new, new_end = step
    if kind == "equal":
        for place in range(old_end - old):
            yield Line(" ", old + place + 1, new + place + 1, before[old + place])
        return
    for place in range(old, old_end):
        yield Line("-", place + 1, None, before[place])
    for place in range(new, new_end):
        yield Line("+", None, place + 1, after[place])
