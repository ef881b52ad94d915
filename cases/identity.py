"""Finding a person in a text: by name, telephone, ID number or bank card, however it is spaced.

Pure functions. What is found is said by its kind and its place, never by its value.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cases.check_digits import resident_id_fault
from cases.inquiry_settings import inquiry_settings

_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
# What may stand between two characters of a name, and between two digits of a number, without parting them.
_IN_NAME = r"[\s·•・_\-*＊.|/]{0,3}"
_IN_NUMBER = r"[\s\-–—_.·()*/|]{0,3}"
_LOOSE = re.compile(r"[\s·•・_\-*＊.|/]+")
_STARS = r"[*x×•●某]{2,}"
_TAIL = r"(?:尾号|后四位|末四位|后4位|末4位|最后四位)(?:为|是|:)?\s*"
_BRACKETED = re.compile(r"\([^)]*\)")
_SEVERAL = re.compile(r"[、,/;；，\s]+|等\d*[人名]?$")
_RESIDENT = re.compile(rf"(?<![0-9a-z])\d(?:{_IN_NUMBER}\d){{16}}{_IN_NUMBER}[\dx](?![0-9a-z])")
_CARD = re.compile(r"(?<![0-9a-z])\d(?:[ \-]{0,2}\d){15,18}(?![0-9a-z])")
_MASK = "\x00"
# An organisation's name may hold a person's, if it is longer by so much that it is not the person's own.
LONGER_BY = 3
NAME, PHONE, ID_NUMBER, CARD, TAIL = "姓名", "电话号码", "证件号码", "银行卡号", "号码尾数"


@dataclass(frozen=True)
class Person:
    """Somebody of the file, by all the names and numbers that it has of them."""

    names: frozenset[str]
    phones: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    consented: bool = False


@dataclass(frozen=True)
class Passage:
    """A piece of a letter and where it stands."""

    where: str
    text: str


@dataclass(frozen=True, order=True)
class Leak:
    """What kind of thing stands where. `direct`: it names; else it lets infer."""

    where: str
    kind: str
    direct: bool = True


@dataclass(frozen=True)
class Innocent:
    """Names that a letter must carry: of organisations, and of those who act for the union."""

    organisations: frozenset[str] = frozenset()
    officials: frozenset[str] = frozenset()


def plain(text: str) -> str:
    """The text as it is compared: one width, small letters, nothing unseen."""
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold()


def names_in(given: str | None) -> frozenset[str]:
    """The names in what was typed as one: without remarks in brackets, several apart; no name where none was given."""
    if not given:
        return frozenset()
    text = plain(given)
    whole = _SEVERAL.sub("", _BRACKETED.sub("", text))
    parts = {part.strip() for part in _SEVERAL.split(_BRACKETED.sub(" ", text)) if part}
    # Foreign names stand with a dot, and are written without; a Chinese name may have been typed with a space.
    every = parts if any(len(part) > 1 for part in parts) else {whole}
    every |= {_LOOSE.sub("", part) for part in every}
    if all(len(part) <= 2 for part in parts) and len(whole) <= LONGER_BY + 1:
        every.add(whole)
    unnamed = inquiry_settings().no_names
    return frozenset(name for name in every if len(name) > 1 and name not in unnamed and not name.isdigit())


def digits(given: str | None) -> str:
    """The digits of a telephone number."""
    return re.sub(r"\D", "", plain(given or ""))


def direct_leaks(
    passages: Sequence[Passage], people: Sequence[Person], innocent: Innocent, *, public: bool = False
) -> Iterator[Leak]:
    """Who is named. Whoever agreed may be named, but in public nobody."""
    hidden = [one for one in people if public or not one.consented]
    allowed = {number.casefold() for one in people if one.consented and not public for number in one.numbers}
    masks = _masks(innocent)
    # Most people of a long roster are nowhere: whoever is not in the whole is in no part of it.
    whole = plain("\n".join(passage.text for passage in passages))
    loose, bare = _LOOSE.sub("", whole), _bare(whole)
    there = [one for one in hidden if any(_of_person(whole, loose, bare, one, masks))]
    for passage in passages:
        text = plain(passage.text)
        loose, bare = _LOOSE.sub("", text), _bare(text)
        for kind in sorted({kind for one in there for kind in _of_person(text, loose, bare, one, masks)}):
            yield Leak(passage.where, kind)
        if _any_resident(text, allowed):
            yield Leak(passage.where, ID_NUMBER)
        if hidden and _any_card(text):
            yield Leak(passage.where, CARD)


def _of_person(text: str, loose: str, bare: str, person: Person, masks: Sequence[tuple[str, bool]]) -> Iterator[str]:
    # Most people of a long roster are in no letter: look quickly first, for names and for the last four of a number.
    if any(_unspaced(name) in loose and _named(text, name, masks) for name in person.names):
        yield NAME
    phones = [phone for phone in person.phones if _last_four(phone) in bare]
    numbers = [number for number in person.numbers if _last_four(number) in bare]
    if any(re.search(pattern, text) for phone in phones for pattern in _phone_patterns(phone)):
        yield PHONE
    if any(re.search(pattern, text) for number in numbers for pattern in _id_patterns(number)):
        yield ID_NUMBER
    if any(re.search(pattern, text) for number in (*phones, *numbers) for pattern in _tails(number)):
        yield TAIL


def _bare(text: str) -> str:
    """Letters and digits only."""
    return re.sub(r"[^0-9a-z]", "", plain(text))


@lru_cache(maxsize=16384)
def _unspaced(name: str) -> str:
    return _LOOSE.sub("", name)


@lru_cache(maxsize=16384)
def _last_four(number: str) -> str:
    return _bare(number)[-4:]


def _masks(innocent: Innocent) -> list[tuple[str, bool]]:
    """Phrases, the longest first, and whether each is an official's own name."""
    organisations = {(plain(phrase), False) for phrase in innocent.organisations}
    officials = {(plain(phrase), True) for phrase in innocent.officials}
    every = {(phrase, own) for phrase, own in organisations | officials if len(phrase) > 1}
    return sorted(every, key=lambda one: (-len(one[0]), one))


def masked(text: str, phrases: Iterable[str]) -> str:
    """The text without these phrases, so that nothing is found in them or across them."""
    for phrase in phrases:
        text = text.replace(phrase, _MASK)
    return text


def _named(text: str, name: str, masks: Sequence[tuple[str, bool]]) -> bool:
    hiding = [phrase for phrase, own in masks if (own and phrase == name) or len(phrase) >= len(name) + LONGER_BY]
    return _name_pattern(name).search(masked(text, hiding)) is not None


@lru_cache(maxsize=4096)
def _name_pattern(name: str) -> re.Pattern[str]:
    pattern = _IN_NAME.join(re.escape(one) for one in name if not one.isspace())
    return re.compile(rf"(?<![a-z]){pattern}(?![a-z])" if name.isascii() else pattern)


@lru_cache(maxsize=4096)
def _phone_patterns(phone: str) -> tuple[str, ...]:
    number = digits(phone)
    number = number.removeprefix("86") if len(number) == 13 else number
    if len(number) < 7:
        return ()
    found = [_spaced(number) if len(number) > 8 else rf"(?<!\d){_spaced(number)}(?!\d)"]
    if number.startswith("0") and len(number) >= 10:
        # Without its area code: 010 and 02x have three digits, all others four.
        local = number[3:] if number.startswith(("010", "02")) else number[4:]
        found.append(rf"(?<!\d){_spaced(local)}(?!\d)")
    if len(number) >= 11:
        found.append(rf"{number[:3]}{_STARS}{number[-4:]}")
    return tuple(found)


@lru_cache(maxsize=4096)
def _id_patterns(number: str) -> tuple[str, ...]:
    letters = _bare(number)
    if len(letters) < 6:
        return ()
    whole = _spaced(letters)
    return (whole, rf"{letters[:4]}\d*{_STARS}{letters[-4:]}") if len(letters) >= 15 else (whole,)


@lru_cache(maxsize=4096)
def _tails(number: str) -> tuple[str, ...]:
    letters = _bare(number)
    return (rf"{_TAIL}{letters[-4:]}(?!\d)",) if len(letters) >= 7 else ()


def _spaced(letters: str) -> str:
    return _IN_NUMBER.join(letters)


def _any_resident(text: str, allowed: set[str]) -> bool:
    """Somebody's ID number, whoever it belongs to."""
    for found in _RESIDENT.finditer(text):
        number = re.sub(r"[^0-9x]", "", found.group())
        if resident_id_fault(number) is None and number not in allowed:
            return True
    return False


def _any_card(text: str) -> bool:
    """A number with the check digit of a bank card (ISO/IEC 7812)."""
    return any(_luhn(re.sub(r"\D", "", found.group())) for found in _CARD.finditer(text))


def _luhn(number: str) -> bool:
    total = 0
    for place, one in enumerate(reversed(number)):
        value = int(one) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(number)) > 1
