"""What somebody typed, as a question to the grams: in the words of FTS5 and of PostgreSQL alike."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from cases.grams import (
    INITIALS,
    KEY,
    KINDS,
    LONGEST_QUERY,
    MOST_TERMS,
    NAME,
    SECRET,
    SOUND,
    TAIL,
    TEXT,
    TITLE,
    WHOLE,
    asked_numbers,
    is_chinese,
    plain,
    runs,
    secret_gram,
    secret_of,
    tail_gram,
    whole,
)

MOST_READINGS = 6
LONGEST_SYLLABLE = 6
_LETTERS = re.compile(r"[a-z']{2,30}")
_FOUR_DIGITS = re.compile(r"\d{4}")


# The fields of a kind, tier by tier.
FIELDS = {
    "case": ((NAME, TITLE), (NAME, TITLE, TEXT)),
    "party": ((NAME,),),
    "employer": ((NAME,),),
    "contact": ((NAME, TEXT),),
    "letter": ((NAME, TITLE), (NAME, TITLE, TEXT)),
}


@dataclass(frozen=True)
class Gram:
    """One gram; `open` ones are beginnings."""

    text: str
    open: bool = False


@dataclass(frozen=True)
class All:
    """Every part must be there."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Some:
    """One part must be there."""

    parts: tuple["Node", ...]


Node = Gram | All | Some


@dataclass(frozen=True)
class Asked:
    """A query: its words for showing, and what it may be. Only `words` may be written anywhere."""

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    secret: str | None
    tail: str | None
    cut: bool

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.words or self.numbers or self.secret)


def asked(text: str) -> Asked:
    """Read a query; of a very long one the beginning counts."""
    short = text.strip()[:LONGEST_QUERY]
    secret = secret_of(short)
    terms = [one for one in plain(short).split() if runs(one)]
    words = () if secret else tuple(terms[:MOST_TERMS])
    tail = words[0] if len(words) == 1 and _FOUR_DIGITS.fullmatch(words[0]) else None
    cut = len(text.strip()) > LONGEST_QUERY or len(terms) > MOST_TERMS
    return Asked(words, tuple(asked_numbers(short)), secret, tail, cut)


def tiers(query: Asked, kind: str) -> Iterator[Node]:
    """Questions for one kind of subject, the surest first: number, whole name, name and title, anything."""
    mark = KINDS[kind]
    if query.numbers:
        yield _any(Gram(mark + KEY + one) for one in query.numbers)
    if query.words:
        yield Gram(mark + WHOLE + whole("".join(query.words)))
        for fields in FIELDS[kind]:
            yield All(tuple(_term(mark, one, fields) for one in query.words))


def anything(query: Asked, kind: str) -> Node | None:
    """One question for everything that the tiers find."""
    parts = list(tiers(query, kind))
    # The last tier holds what the one before it finds.
    return _any([*parts[:-2], parts[-1]] if query.words else parts) if parts else None


def by_secret(query: Asked, kind: str) -> Node | None:
    """The question for a telephone or identity number, whole or by its last four digits."""
    mark = KINDS[kind]
    if query.secret:
        return Gram(mark + SECRET + secret_gram(query.secret))
    return Gram(mark + TAIL + tail_gram(query.tail)) if query.tail else None


def _any(parts: Iterable[Node]) -> Node:
    found = tuple(parts)
    return found[0] if len(found) == 1 else Some(found)


def _term(mark: str, term: str, fields: Sequence[str]) -> Node:
    """One word of the query: in one of the fields, or, typed in letters, as it sounds."""
    parts = [_all(_run(mark + field, run) for run in runs(term)) for field in fields]
    if _LETTERS.fullmatch(term):
        parts += _by_sound(mark, term)
    return _any(parts)


def _all(parts: Iterable[Node]) -> Node:
    found = tuple(parts)
    return found[0] if len(found) == 1 else All(found)


def _run(mark: str, run: str) -> Node:
    if not is_chinese(run):
        return Gram(mark + run[:40], open=run.isalpha())
    if len(run) == 1:
        return Gram(mark + run, open=True)
    return _all(Gram(mark + run[at : at + 2]) for at in range(len(run) - 1))


def _by_sound(mark: str, term: str) -> list[Node]:
    letters = term.replace("'", "")
    size = min(3, len(letters))
    initials = [Gram(mark + INITIALS + letters[at : at + size]) for at in range(len(letters) - size + 1)]
    found: list[Node] = [_all(initials)] if initials else []
    for syllables in readings(term):
        if len(syllables) == 1:
            found.append(Gram(mark + SOUND + syllables[0], open=True))
            continue
        pairs = [f"{one}0{two}" for one, two in pairwise(syllables)]
        grams = [Gram(mark + SOUND + one) for one in pairs[:-1]]
        # The last syllable may not be typed to its end.
        found.append(_all([*grams, Gram(mark + SOUND + pairs[-1], open=True)]))
    return found


@lru_cache
def syllables() -> frozenset[str]:
    """Every syllable of Mandarin, without tones."""
    from pypinyin.pinyin_dict import pinyin_dict

    found = set()
    for sign, sounds in pinyin_dict.items():
        if 0x4E00 <= sign <= 0x9FFF:
            bare = unicodedata.normalize("NFD", sounds.split(",")[0]).replace("u\u0308", "v")
            word = "".join(one for one in bare if one.isascii() and one.isalpha())
            # 呣 and 嗯 have sounds without a vowel; in names they only cut words to pieces.
            if any(one in "aeiouv" for one in word):
                found.add(word)
    return frozenset(found)


@lru_cache
def _beginnings() -> frozenset[str]:
    return frozenset(one[:size] for one in syllables() for size in range(1, len(one) + 1))


def readings(letters: str) -> list[tuple[str, ...]]:
    """How letters may be cut into syllables (xian: xian, xi'an); the last may be a beginning only."""
    found: list[tuple[str, ...]] = []

    def cut(rest: str, so_far: tuple[str, ...]) -> None:
        if len(found) >= MOST_READINGS:
            return
        rest = rest.lstrip("'")
        if not rest:
            found.append(so_far)
            return
        end = rest.find("'")
        most = min(LONGEST_SYLLABLE, len(rest) if end < 0 else end)
        for size in range(most, 0, -1):
            piece = rest[:size]
            last = size == len(rest)
            if piece in syllables() or (last and so_far and piece in _beginnings()):
                cut(rest[size:], (*so_far, piece))

    cut(letters, ())
    return found


def holds(node: Node, line: str) -> bool:
    """Whether a document's grams answer the question: the databases' own meaning, for what they do not have yet."""
    grams = line.split(" ")
    known = set(grams)

    def found(one: Node) -> bool:
        if isinstance(one, Gram):
            return any(gram.startswith(one.text) for gram in grams) if one.open else one.text in known
        return all(map(found, one.parts)) if isinstance(one, All) else any(map(found, one.parts))

    return found(node)


def as_fts5(node: Node) -> str:
    """The question in FTS5's words."""
    if isinstance(node, Gram):
        return f'"{node.text}"{" *" if node.open else ""}'
    sign = " AND " if isinstance(node, All) else " OR "
    return "(" + sign.join(as_fts5(part) for part in node.parts) + ")"


def as_tsquery(node: Node) -> str:
    """The question in PostgreSQL's words; lexemes are quoted, so that no parser touches them."""
    if isinstance(node, Gram):
        return f"'{node.text}'{':*' if node.open else ''}"
    sign = " & " if isinstance(node, All) else " | "
    return "(" + sign.join(as_tsquery(part) for part in node.parts) + ")"
