"""Making a question out of a form and a table: the form's titles are the names of the facts."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from rules.findings.asked import Asked, OneOf
from rules.findings.condition import Fact
from rules.findings.deciding import decide
from rules.findings.finding import Finding
from rules.findings.reasoning import Reasoning
from rules.findings.registry import Inquiry, register
from rules.findings.table import Table, raw_table, read_table

Derive = Callable[[Any, Reasoning], Mapping[str, Any]]
TABLES: dict[str, Table] = {}


def facts_of(form: type[Asked], derived: Mapping[str, str]) -> Mapping[str, Fact]:
    """What a table over this form may ask about, by Chinese label: its fields, and what is derived from them."""
    found = {}
    for name, info in form.model_fields.items():
        label = info.title or name
        found[label] = Fact(name, label, _codes(info.annotation, info.metadata))
    for name, label in derived.items():
        found[label] = Fact(name, label)
    return found


def _codes(annotation: Any, metadata: list[Any]) -> Mapping[str, str] | None:
    marks = [*metadata, *getattr(annotation, "__metadata__", ())]
    for part in getattr(annotation, "__args__", ()):
        marks += getattr(part, "__metadata__", ())
    return next((one.codes for one in marks if isinstance(one, OneOf)), None)


def table_question(
    code: str,
    name: str,
    form: type[Asked],
    *,
    day: str = "day",
    derived: Mapping[str, str] | None = None,
    derive: Derive | None = None,
) -> Table:
    """Read the table of this name and register its question. `derived`: name and label of each derived fact.

    Raises BrokenRules.
    """
    table = read_table(raw_table(name), facts_of(form, derived or {}))
    TABLES[name] = table

    def answer(asked: Any) -> Finding:
        on: date = getattr(asked, day)
        reasoning = Reasoning(on, getattr(asked, "region", None))
        given = asked.model_dump()
        if derive is not None:
            given |= derive(asked, reasoning)
        parts = decide(table, reasoning, given)
        if not parts:
            # That nothing fits rests on every row that was looked at.
            reasoning.cite(*(article.key for row in table.rows for article in row.articles))
            reasoning.say(f"逐行看过 {len(table.rows)} 行，没有一行确定符合。")
            return reasoning.done("none", "按所填的情形，没有一行确定符合。")
        said = [("尚不确定：" if part.tentative else "") + part.says.rstrip("。") for part in parts]
        headed = [f"{part.group}——{words}" if part.group else words for part, words in zip(parts, said, strict=True)]
        return reasoning.done(parts[0].result, "；".join(headed) + "。")

    register(Inquiry(name, code, table.title, table.summary, "table", form, answer))
    return table
