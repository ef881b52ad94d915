"""Words to grams: what stands in a search document, and what a query asks of it. The same on both databases.

Chinese has no spaces, so a run of signs becomes its pairs (拖欠工资 → 拖欠, 欠工, 工资) and its last sign; Latin
words and short numbers stay whole. Each gram carries two letters in front: the kind of subject and the field, so
that one look-up asks for one field of one kind. Grams are letters, digits and Chinese signs only: nothing that
somebody types can become an operator of the database's query language.

Runs of five and more digits are telephone or identity numbers: they never become grams. Those numbers are found by
a keyed fingerprint of the whole or of its last four digits (foundation.crypto).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from foundation.crypto import blind_index

KINDS = {"case": "c", "party": "p", "employer": "e", "contact": "o", "letter": "l"}
# Fields: key (number), whole name, name, title, text, initials, full pinyin, phone or identity number, its tail.
KEY, WHOLE, NAME, TITLE, TEXT, INITIALS, SOUND, SECRET, TAIL = "k", "w", "n", "t", "x", "i", "f", "h", "j"
LONGEST_QUERY = 60
MOST_TERMS = 6
SECRET_DIGITS = 5
_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+|[a-z]+|[0-9]+")
_YEAR = re.compile(r"([一-龥]*)[〔\[【(]?((?:19|20)\d{2})[〕\]】)]?年?([一-龥]*?)第?0*(\d{1,6})号?")
_WORD_AND_SEQ = re.compile(r"([一-龥]{1,12}?)第?0*(\d{1,6})号?")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s\-—()（）.]+(?=\d)")
_SECRET = re.compile(r"\d{5,}x?")


def plain(text: str) -> str:
    """One width, one case."""
    return unicodedata.normalize("NFKC", text).casefold()


def runs(text: str) -> list[str]:
    """Stretches of Chinese, Latin letters or digits; long numbers are left out."""
    return [one for one in _RUN.findall(plain(text)) if not (one[0].isdigit() and len(one) >= SECRET_DIGITS)]


def is_chinese(run: str) -> bool:
    """Whether a run is one of Chinese signs."""
    return not run[0].isascii()


def text_grams(text: str) -> Iterator[str]:
    """Pairs of signs and the last sign; Latin words and short numbers whole."""
    for run in runs(text):
        if is_chinese(run):
            yield from [run[place : place + 2] for place in range(len(run))]
        else:
            yield run[:40]


def whole(name: str) -> str:
    """A name without spaces and brackets, as one gram."""
    return "".join(runs(name))[:60]


@lru_cache(maxsize=200_000)
def _sounds(run: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # its tables take a moment, and only the search reads them

    return tuple(one for one in lazy_pinyin(run, errors="ignore") if one.isascii() and one.isalpha())


@lru_cache(maxsize=20_000)
def _readings(sign: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin

    found = pinyin(sign, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(one for one in found[0] if one.isascii() and one.isalpha()) if found else ()


@lru_cache(maxsize=50_000)
def sound_grams(run: str) -> tuple[str, ...]:
    """How a run of signs sounds, each gram with its field in front: initials by two and three, syllables by pairs.

    The first sign of a name counts with each of its readings (单 is dan and shan).
    """
    usual = _sounds(run)
    if not usual:
        return ()
    found: dict[str, None] = {}
    for first in {usual[0], *_readings(run[0])}:
        sounds = (first, *usual[1:])
        letters = "".join([one[0] for one in sounds])
        for size in (2, 3):
            found.update(dict.fromkeys([INITIALS + letters[at : at + size] for at in range(len(letters) - size + 1)]))
        found.update(dict.fromkeys([SOUND + "0".join(sounds[at : at + 2]) for at in range(len(sounds))]))
    return tuple(found)


def number_grams(number: str | None) -> Iterator[str]:
    """〔2026〕薪0001号 → 2026薪1 and 薪1."""
    if number:
        found = _YEAR.fullmatch(squeezed(number))
        if found:
            word = found[1] + found[3]
            yield f"{found[2]}{word}{found[4]}"
            yield f"{word}{found[4]}"
        else:
            yield whole(number)


def squeezed(text: str) -> str:
    """Without spaces."""
    return "".join(plain(text).split())


def asked_numbers(text: str) -> list[str]:
    """What a query means as the number of a case, contact or letter, in any spelling; nothing if it is none."""
    tight = squeezed(text)
    found = []
    dated = _YEAR.fullmatch(tight)
    if dated and dated[1] + dated[3]:
        found.append(f"{dated[2]}{dated[1]}{dated[3]}{dated[4]}")
    seq = _WORD_AND_SEQ.fullmatch(tight)
    if seq:
        found.append(f"{seq[1]}{seq[2]}")
    return found


def secret_of(text: str) -> str | None:
    """The telephone or identity number in a query: five digits or more. Such a query is kept nowhere."""
    tight = _BETWEEN_DIGITS.sub("", plain(text))
    found = _SECRET.search(tight)
    if found is None or asked_numbers(text):
        return None
    return digits_of(found[0])


def digits_of(number: str) -> str:
    """The digits of a telephone or identity number, without the country's code."""
    digits = "".join(one for one in plain(number) if one.isdigit() or one == "x")
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def secret_gram(number: str) -> str:
    """The fingerprint of a whole number."""
    return blind_index(f"search:{digits_of(number)}")[:24]


def tail_gram(number: str) -> str:
    """The fingerprint of its last four digits; keyed, because there are only ten thousand."""
    return blind_index(f"search-tail:{digits_of(number)[-4:]}")[:24]


@dataclass
class Grams:
    """The grams of one subject, gathered field by field."""

    kind: str

    def __post_init__(self) -> None:
        self._mark = KINDS[self.kind]
        self._found: dict[str, None] = {}

    def add(self, field: str, grams: Iterable[str]) -> None:
        """Grams of one field."""
        mark = self._mark + field
        self._found.update(dict.fromkeys([mark + one for one in grams if one]))

    def name(self, text: str | None) -> None:
        """A name of a person or employer: found whole, by parts and by sound."""
        if text:
            self.add(WHOLE, [whole(text)])
            self.add(NAME, text_grams(text))
            self.sounding(text)

    def sounding(self, text: str) -> None:
        """How it sounds."""
        for run in runs(text):
            if is_chinese(run):
                self.add("", sound_grams(run))

    def secret(self, number: str | None) -> None:
        """A telephone or identity number, as fingerprints."""
        if number and len(digits_of(number)) >= SECRET_DIGITS:
            self.add(SECRET, [secret_gram(number)])
            self.add(TAIL, [tail_gram(number)])

    @property
    def line(self) -> str:
        """All of them, with single spaces; never empty."""
        return " ".join(self._found) or f"{self._mark}none"
