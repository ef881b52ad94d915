"""Every question that can be asked, by name; and asking one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from rules.errors import UnknownRule
from rules.findings.asked import Asked, OneOf
from rules.findings.finding import Finding

Answer = Callable[[Any], Finding]


@dataclass(frozen=True)
class Inquiry:
    """One question: `code` is its number in the notes of law, `kind` calculator or table."""

    name: str
    code: str
    title: str
    summary: str
    kind: str
    form: type[Asked]
    answer: Answer

    def ask(self, asked: Asked) -> Finding:
        """The answer, with what it was asked with. Raises RuleError."""
        found = self.answer(asked)
        given = inputs(asked)
        known = "已知：" + "；".join(f"{label} {value}" for label, value in given) + "。"
        return replace(found, name=self.name, title=self.title, inputs=given, steps=(known, *found.steps))


INQUIRIES: dict[str, Inquiry] = {}


def register(inquiry: Inquiry) -> Inquiry:
    """Make a question known under its name."""
    if inquiry.name in INQUIRIES:
        raise ValueError(f"{inquiry.name} stands twice")
    INQUIRIES[inquiry.name] = inquiry
    return inquiry


def calculator(code: str, name: str, title: str, summary: str, form: type[Asked]) -> Callable[[Answer], Answer]:
    """Registers a function as a calculator."""

    def known(answer: Answer) -> Answer:
        register(Inquiry(name, code, title, summary, "calculator", form, answer))
        return answer

    return known


def inquiry(name: str) -> Inquiry:
    """The question by its name. Raises UnknownRule."""
    found = INQUIRIES.get(name)
    if found is None:
        raise UnknownRule(f"没有“{name}”这个问题。可用：{'、'.join(INQUIRIES)}。")
    return found


def inputs(asked: BaseModel) -> tuple[tuple[str, str], ...]:
    """What was given, in words; what was not given is left out."""
    found = []
    for name, info in type(asked).model_fields.items():
        value = getattr(asked, name)
        if value in (None, "", ()):
            continue
        words = next((one.codes for one in _marks(info.annotation, info.metadata) if isinstance(one, OneOf)), {})
        found.append((info.title or name, _word(value, words)))
    return tuple(found)


def _marks(annotation: Any, metadata: list[Any]) -> list[Any]:
    inner = [mark for part in getattr(annotation, "__args__", ()) for mark in getattr(part, "__metadata__", ())]
    return [*metadata, *getattr(annotation, "__metadata__", ()), *inner]


def _word(value: Any, words: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:,}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "、".join(_word(one, {}) for one in value)
    if isinstance(value, BaseModel):
        return "（" + " ".join(f"{label} {shown}" for label, shown in inputs(value) if shown != "否") + "）"
    return words.get(value, str(value))
