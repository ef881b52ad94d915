"""Articles of law by key: what a figure, a row of a table or a calculation rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from rules.errors import BrokenRules
from rules.reading import read_yaml
from rules.rule import TAGS

WEAKEST = ("M", "E", "D", "F")
_INSTRUMENT = {"instrument", "tag", "source", "articles"}
_ARTICLE = {"article", "tag", "source", "from", "note"}


@dataclass(frozen=True)
class Article:
    """One article as it is cited. `since` is the first day in force, where it is known."""

    key: str
    law: str
    tag: str
    source: str
    since: date | None = None
    note: str = ""

    @property
    def certainty(self) -> str:
        """法定, 待核实 or 工会自定期限."""
        return TAGS[self.tag]


@lru_cache
def articles() -> Mapping[str, Article]:
    """Every article by key, from articles.yaml. Raises BrokenRules."""
    return articles_from(read_yaml(Path(__file__).with_name("articles.yaml")))


def articles_from(instruments: Any) -> Mapping[str, Article]:
    """The same from read YAML: instruments, each with its articles by key. Raises BrokenRules."""
    found: dict[str, Article] = {}
    for one in instruments:
        missing, unknown = _INSTRUMENT - set(one), set(one) - _INSTRUMENT - {"from"}
        if missing or unknown:
            raise BrokenRules(
                f"articles: {one.get('instrument')}: missing {sorted(missing)}, unknown {sorted(unknown)}"
            )
        for key, given in one["articles"].items():
            said = given if isinstance(given, dict) else {"article": given}
            if set(said) - _ARTICLE or not said.get("article") or key in found:
                raise BrokenRules(f"articles: {key}: an article once, with known fields, is wanted")
            article = Article(
                key,
                f"{one['instrument']}{said['article']}",
                said.get("tag", one["tag"]),
                str(said.get("source", one["source"])),
                said.get("from", one.get("from")),
                said.get("note", ""),
            )
            _check(article)
            found[key] = article
    return found


def _check(article: Article) -> None:
    if article.tag not in TAGS:
        raise BrokenRules(f"articles: {article.key}: tag {article.tag!r}")
    dated = isinstance(article.since, date) and article.source.startswith("http")
    if article.tag == "F" and not dated:
        raise BrokenRules(f"articles: {article.key}: a confirmed article has its first day and an address")


def weakest(tags: tuple[str, ...]) -> str:
    """The tag that decides how sure an answer is: the least sure of those it rests on."""
    return min(tags, key=WEAKEST.index) if tags else "M"
