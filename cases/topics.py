"""The two-level list of what people come with 诉求分类, read from topics.yaml once.

Every second-level code names its claim kind, its cause in the yearbook and its cause in the report of the
dispute authorities; those mappings are the union's own and marked 待核实.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml


@dataclass(frozen=True)
class Topic:
    """One second-level entry."""

    code: str
    word: str
    first: str
    kind: str
    yearbook: str
    ma: str
    added: bool = False

    @property
    def level(self) -> str:
        """The code of its first level."""
        return self.code[:2]


@dataclass(frozen=True)
class TopicList:
    """The whole list with where it comes from."""

    source: str
    to_check: str
    first: Mapping[str, str]
    topics: Mapping[str, Topic]
    by_kind: Mapping[str, str]


@lru_cache
def topic_list() -> TopicList:
    """The list. Raises KeyError where an entry names a cause or a level that does not stand in the file."""
    read: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("topics.yaml").read_text(encoding="utf-8"))
    yearbook, ma = read["yearbook"], {"": "", **read["ma"]}
    topics = {
        row["code"]: Topic(
            code=row["code"],
            word=row["word"],
            first=read["first"][row["code"][:2]],
            kind=row["kind"],
            yearbook=yearbook[row["yearbook"]],
            ma=ma[row["ma"]],
            added=row.get("added", False),
        )
        for row in read["second"]
    }
    return TopicList(read["source"], read["to_check"], read["first"], topics, read["by_kind"])


TOPIC: Mapping[str, str] = MappingProxyType(
    {one.code: f"{one.first}·{one.word}" for one in topic_list().topics.values()}
)
TOPIC_FIRST: Mapping[str, str] = MappingProxyType(dict(topic_list().first))


def topic_of_kind(kind: str) -> str | None:
    """The second level where a claim of this kind belongs unless somebody says otherwise."""
    return topic_list().by_kind.get(kind)


def kind_of_topic(topic: str, kind: str) -> str:
    """The claim kind that goes with a topic; the present one where it belongs there too."""
    return kind if topic_of_kind(kind) == topic else topic_list().topics[topic].kind
