"""The words of published cases, read from words.yaml once, and how each becomes one of ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from cases.codes import CHANNEL, CLAIM_KIND, DISTRICT

ELSEWHERE = "990000"
CITY = "630100"


@dataclass(frozen=True)
class Outcome:
    """What a published outcome says: whether the matter ended, whether money arrived, our code where it is fixed."""

    raw: str
    ended: bool
    paid: bool
    code: str | None
    word: str
    known: bool = True


@lru_cache
def table() -> Mapping[str, Any]:
    """The table of words."""
    found: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8"))
    return found


def case_type(word: str) -> str | None:
    """Our case type for theirs, None where the word is unknown."""
    found: str | None = table()["case_types"].get(word)
    return found


def channel(word: str | None) -> tuple[str, bool]:
    """Our channel, and whether the word was understood."""
    if word is None:
        return "unknown", True
    found = _match("channels", word, CHANNEL)
    return (found, True) if found is not None else ("unknown", False)


def claim_kind(word: str | None) -> tuple[str, bool]:
    """Our kind of claim, and whether the word was understood."""
    if word is None:
        return "other", True
    found = _match("claims", word, CLAIM_KIND)
    return (found, True) if found is not None else ("other", False)


def addressee(word: str) -> str:
    """The kind of body a matter is referred to; a body not named in the table is an authority of some trade."""
    return _part("addressees", word) or str(table()["addressees"]["otherwise"])


def letter_kind(word: str) -> str:
    """The kind of letter; anything but the three of the union is another letter."""
    return _part("letters", word) or str(table()["letters"]["otherwise"])


def incoming_channel(addressee_code: str) -> str:
    """The door by which a matter came in when its path begins with a referral."""
    return str(table()["incoming"].get(addressee_code, "superior"))


def district(region: str | None) -> str:
    """The district of our city, or 外地 for all others."""
    if region is None or "西宁" not in region:
        return ELSEWHERE
    for code, name in DISTRICT.items():
        if code not in (CITY, ELSEWHERE) and name.rstrip("区县") in region:
            return code
    return CITY


def outcome(word: str | None) -> Outcome:
    """What the outcome says. An unknown word leaves the case open."""
    raw = word or "unknown"
    found = table()["outcomes"].get(raw)
    if found is None:
        return Outcome(raw, ended=False, paid=False, code=None, word=raw, known=False)
    return Outcome(raw, found["ended"], found.get("paid", False), found.get("code"), found["word"])


def _match(name: str, word: str, codes: Mapping[str, str]) -> str | None:
    if word in codes:
        return word
    exact = table()[name].get("exact", {}).get(word)
    if exact is not None:
        return str(exact)
    by_label = next((code for code, label in codes.items() if label == word), None)
    return by_label or _part(name, word)


def _part(name: str, word: str) -> str | None:
    return next((str(row["to"]) for row in table()[name]["by_part"] if row["part"] in word), None)
