"""The annexes of 一函两书 (letters.md 7.5): one declaration each in documents/annexes/, filled here from plain facts.

A label that ends in * must be given, the rest prints an empty box to be filled in by hand; |n is the lines of room,
for the column of a table its share of the width.
The forms are those of each 省总工会, which could not be read: fields by the duties of content, layout by the union.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from documents.paper_text import Block, PaperText
from foundation.errors import NotFound, NotValid

FOLDER = Path(__file__).parent / "annexes"
SPEC = re.compile(r"(?P<label>[^*|]+)(?P<required>\*?)(?:\|(?P<lines>\d+))?")
HOLE = re.compile(r"\{(\w+)\}")
ROOM = "　　　　　　　　"


@dataclass(frozen=True)
class AnnexField:
    """One field: the name of its fact, its Chinese label, whether it must be given, lines (or share of width)."""

    key: str
    label: str
    is_required: bool
    lines: int = 1

    @classmethod
    def read(cls, key: str, spec: str) -> "AnnexField":
        """From `标签*|4`."""
        found = SPEC.fullmatch(spec)
        if found is None:
            raise ValueError(f"{key}: {spec}")
        return cls(key, found["label"], bool(found["required"]), int(found["lines"] or 1))


@dataclass(frozen=True)
class Annex:
    """One annex as declared; `tag` says how sure its basis is (F text read, E excerpt, D the union's own)."""

    key: str
    title: str
    basis: str
    tag: str
    blocks: tuple[Mapping[str, Any], ...]
    fields: tuple[AnnexField, ...]
    number: str | None
    sample: Mapping[str, Any]


@lru_cache
def annexes() -> Mapping[str, Annex]:
    """All annexes by key, in the order of their files."""
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        fields: dict[str, AnnexField] = {}
        for field in _declared(said):
            fields.setdefault(field.key, field)
        found[said["key"]] = Annex(
            key=said["key"],
            title=said["title"],
            basis=said["basis"],
            tag=said["tag"],
            blocks=tuple(said["blocks"]),
            fields=tuple(fields.values()),
            number=said.get("number"),
            sample=said["sample"],
        )
    return found


def annex_paper(key: str, facts: Mapping[str, Any], *, issuer: str) -> PaperText:
    """The annex filled in. Raises NotFound, and NotValid naming in Chinese what must still be given."""
    annex = annexes().get(key)
    if annex is None:
        raise NotFound(f"没有“{key}”这种附表；可用：{'、'.join(annexes())}。")
    gaps = [field for field in annex.fields if field.is_required and not _given(facts.get(field.key))]
    if gaps:
        named = "、".join(field.label for field in gaps)
        raise NotValid(f"{annex.title}缺少：{named}。", fields={field.key: "必填" for field in gaps})
    number = str(facts.get(annex.number) or "") if annex.number is not None else ""
    blocks = tuple(_block(kind, content, facts) for said in annex.blocks for kind, content in said.items())
    return PaperText(annex.title, number, blocks, issuer)


def empty_fields(key: str, facts: Mapping[str, Any]) -> Mapping[str, str]:
    """Every field that the facts leave empty, by its name; of a table's given rows its columns, as table.column."""
    annex = annexes()[key]
    found = {field.key: field.label for field in annex.fields if not _given(facts.get(field.key))}
    for block in annex.blocks:
        if "table" in block:
            table = block["table"]["key"]
            columns = [AnnexField.read(name, spec) for name, spec in block["table"]["columns"].items()]
            rows = facts.get(table) or ()
            found |= {
                f"{table}.{one.key}": one.label for one in columns if any(not _given(row.get(one.key)) for row in rows)
            }
    return found


def _declared(said: Mapping[str, Any]) -> Iterator[AnnexField]:
    for key, spec in said.get("facts", {}).items():
        yield AnnexField.read(key, spec)
    for block in said["blocks"]:
        for row in block.get("form", ()):
            for key, spec in row.items():
                yield AnnexField.read(key, spec)
        if "table" in block:
            yield AnnexField.read(block["table"]["key"], block["table"]["label"])


def _given(value: Any) -> bool:
    return bool(value) if not isinstance(value, str) else bool(value.strip())


def _block(kind: str, content: Any, facts: Mapping[str, Any]) -> Block:
    if kind == "form":
        return _form(content, facts)
    if kind == "table":
        return _table(content, facts)
    if kind == "sign":
        return Block("sign", rows=tuple(tuple(row) for row in content))
    text = HOLE.sub(lambda hole: _words(facts.get(hole[1])) or ROOM, content)
    return Block("small" if kind == "note" else kind, text)  # type: ignore[arg-type]  # named in the YAML


def _form(content: Any, facts: Mapping[str, Any]) -> Block:
    rows = [[AnnexField.read(key, spec) for key, spec in row.items()] for row in content]
    said = tuple(tuple(words for field in row for words in (field.label, _words(facts.get(field.key)))) for row in rows)
    return Block("form", rows=said, heights=tuple(max(field.lines for field in row) for row in rows))


def _table(content: Mapping[str, Any], facts: Mapping[str, Any]) -> Block:
    columns = [AnnexField.read(key, spec) for key, spec in content["columns"].items()]
    given = [tuple(_words(row.get(column.key)) for column in columns) for row in facts.get(content["key"]) or ()]
    empty = [("",) * len(columns)] * max(content["rows"] - len(given), 0)
    numbered = [(str(place), *row) for place, row in enumerate([*given, *empty], 1)]
    said = (("序号", *(column.label for column in columns)), *numbered)
    shares = (4, *(column.lines for column in columns))
    return Block("table", rows=said, heights=(content["lines"],) * len(numbered), shares=shares)


def _words(value: Any) -> str:
    return "" if value is None else str(value)
