"""The templates of letters: plain text that a legal officer edits, filled by Jinja without any power.

One line is one paragraph. `# ` begins a line of the title, `## ` a heading 一、, `### ` a heading （一）, `> ` a
paragraph that is not indented, `附件：` the name of an attachment; every other line is a paragraph of the body.
Only lines of the template can be so marked: what comes from a fact is words, whatever it begins with.
"""

import re
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError, meta, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from documents import letter_facts
from documents.letter_value import TITLES, chinese_number
from foundation.errors import NotValid
from foundation.settings import settings

DELIVERED = Path(__file__).parent / "letter_templates"
MARKS = {"# ": "title", "## ": "heading", "### ": "subheading", "> ": "plain", "附件：": "attachment"}
LONGEST = 50_000
# Noncharacters of Unicode, which no text holds: they fence what comes from a fact and keep its line breaks apart.
FENCE, BREAK = "\ufdd0", "\ufdd1"
UNKNOWN = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'")
SENTENCE_ENDS = ("。", "！", "？", "；", "：")


@dataclass(frozen=True)
class Filled:
    """A template with its facts: title lines, paragraphs by kind, names of attachments."""

    title: tuple[str, ...]
    paragraphs: tuple[tuple[str, str], ...]
    attachments: tuple[str, ...]


def own_folder() -> Path:
    """Where an office keeps its own templates; a file there goes before the delivered one."""
    return settings().home / "letter_templates"


def template_text(kind: str) -> str:
    """The template in force: the office's own, else the delivered one. Raises NotValid for an unknown kind."""
    if kind not in TITLES:
        raise NotValid(f"没有“{kind}”这种文书的模板；可用：{'、'.join(TITLES)}。")
    own = own_folder() / f"{kind}.md"
    path = own if own.is_file() else DELIVERED / f"{kind}.md"
    return read_template(path)


def read_template(path: Path) -> str:
    """A template file as text, with or without the mark that Windows puts before UTF-8. Raises NotValid."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise NotValid(f"模板文件 {path.name} 须以 UTF-8 编码保存。") from None


def write_templates(folder: Path) -> list[Path]:
    """Write the delivered templates and the list of facts, to begin from. Files already there are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in TITLES:
        path = folder / f"{kind}.md"
        if not path.exists():
            path.write_text((DELIVERED / f"{kind}.md").read_text(encoding="utf-8"), encoding="utf-8")
            written.append(path)
    facts = folder / "可用事实.md"
    facts.write_text(facts_page(), encoding="utf-8")
    return [*written, facts]


def facts_page() -> str:
    """The list of facts as a page for the legal officer."""
    lines = ["# 模板可用的事实", "", "| 名称 | 含义 | 示例 | 必有 | 可用于 |", "| --- | --- | --- | --- | --- |"]
    for fact in letter_facts.FACTS:
        shown = "；".join(_example(one) for one in fact.example) if fact.is_list else fact.example
        needed, kinds = (
            "、".join(TITLES[kind].removeprefix("工会劳动法律监督") for kind in TITLES if kind in named)
            for named in (fact.required, fact.kinds)
        )
        name = f"{fact.name}（清单）" if fact.is_list else fact.name
        lines.append(f"| {name} | {fact.meaning} | {shown} | {needed or '—'} | {kinds} |")
    return "\n".join([*lines, ""])


def _example(one: Any) -> str:
    return "，".join(f"{name}：{value}" for name, value in one.items()) if isinstance(one, Mapping) else str(one)


def fill(text: str, values: Mapping[str, Any], *, name: str = "模板") -> Filled:
    """Fill a template. Raises NotValid, in Chinese and with the line, where it cannot be filled."""
    try:
        said = _compiled(text, name).render(values)
    except UndefinedError as error:
        found = UNKNOWN.search(str(error))
        fact = (found.group(1) or found.group(2)) if found else str(error)
        raise NotValid(
            f"{name}第{_line(error)}行用到的“{fact}”没有内容，请先补充。", fields={_key(fact): "必填"}
        ) from None
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise NotValid(f"{name}第{_line(error)}行无法生成：{_reason(error)}。") from None
    return _read(said, name)


def check_template(kind: str, text: str) -> None:
    """Whether a template can be used for this kind. Raises NotValid naming what is wrong and the line."""
    if kind not in TITLES:
        raise NotValid(f"没有“{kind}”这种文书的模板；可用：{'、'.join(TITLES)}。")
    name = f"{TITLES[kind]}模板"
    tree = _compiled(text, name) and _environment().parse(text)
    known = {fact.name for fact in letter_facts.usable(kind)}
    unknown = meta.find_undeclared_variables(tree) - known - set(_environment().globals)
    if unknown:
        line, fact = min((node.lineno, node.name) for node in tree.find_all(nodes.Name) if node.name in unknown)
        other = letter_facts.BY_NAME.get(fact)
        why = "这种文书没有这一事实" if other is not None else "没有这一事实，请对照可用事实清单"
        raise NotValid(f"{name}第{line}行：“{fact}”——{why}。", fields={"text": f"第{line}行"})
    fill(text, letter_facts.sample_values(kind), name=name)
    try:
        fill(text, letter_facts.sample_values(kind, required_only=True), name=name)
    except NotValid as refused:
        hint = "不一定有的事实请放在 {% if 名称 is defined %} 与 {% endif %} 之间"
        raise NotValid(f"{refused.detail.rstrip('。')}；{hint}。", fields=refused.fields) from None


class _Powerless(ImmutableSandboxedEnvironment):
    """A sandbox that also calls nothing and cannot be made to fill the memory."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def is_safe_callable(self, obj: Any) -> bool:
        """Facts are words and lists; there is nothing to call."""
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """No arithmetic that multiplies words."""
        raise SecurityError(f"operator {operator}")


@lru_cache
def _environment() -> _Powerless:
    made = _Powerless(
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_fenced,
    )
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in ("join", "length", "first", "last")}
    made.filters.update({"逐条": _one_by_one, "句": _sentence, "顿号": _listed, "序": chinese_number})
    return made


@lru_cache(maxsize=64)
def _compiled(text: str, name: str) -> Any:
    if len(text) > LONGEST:
        raise NotValid(f"{name}过长（超过{LONGEST}字）。")
    for place, line in enumerate(text.splitlines(), 1):
        if "｛" in line or "｝" in line:
            raise NotValid(f"{name}第{place}行：花括号须用半角 {{{{ }}}}。", fields={"text": f"第{place}行"})
    try:
        return _environment().from_string(text)
    except TemplateSyntaxError as error:
        raise NotValid(
            f"{name}第{error.lineno}行写法有误：{_reason(error)}。", fields={"text": f"第{error.lineno}行"}
        ) from None


def _fenced(value: Any) -> str:
    words = str(value).replace(FENCE, "").replace(BREAK, "")
    return FENCE + BREAK.join(words.splitlines())


def _read(said: str, name: str) -> Filled:
    title: list[str] = []
    paragraphs: list[tuple[str, str]] = []
    attachments: list[str] = []
    for line in said.splitlines():
        kind, words = _marked(line.strip())
        for part in words.replace(FENCE, "").split(BREAK):
            if not part.strip():
                continue
            if kind == "title":
                title.append(part.strip())
            elif kind == "attachment":
                attachments.append(part.strip())
            else:
                paragraphs.append((kind, part.strip()))
    if not title:
        raise NotValid(f"{name}没有标题（以“# ”开头的行）。", fields={"text": "没有标题"})
    if not any(kind == "body" for kind, _ in paragraphs):
        raise NotValid(f"{name}没有正文。", fields={"text": "没有正文"})
    return Filled(tuple(title), tuple(paragraphs), tuple(attachments))


def _marked(line: str) -> tuple[str, str]:
    for mark, kind in MARKS.items():
        if line.startswith(mark):
            return kind, line[len(mark) :]
    return "body", line


def _one_by_one(items: Iterable[Any]) -> list[str]:
    """（一）…。 for several, the sentence alone for one."""
    said = [_sentence(item) for item in items]
    if len(said) == 1:
        return said
    return [f"（{chinese_number(place)}）{item}" for place, item in enumerate(said, 1)]


def _sentence(item: Any) -> str:
    words = str(item).strip()
    return words if words.endswith(SENTENCE_ENDS) else f"{words}。"


def _listed(items: Iterable[Any]) -> str:
    return "、".join(str(item).rstrip("。") for item in items)


def _line(error: BaseException) -> int | str:
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename == "<template>" and frame.lineno is not None:
            return frame.lineno
    return "？"


def _key(fact: str) -> str:
    found = letter_facts.BY_NAME.get(fact)
    return found.key if found is not None else fact


SYNTAX = (
    (re.compile(r"unexpected end of template|Unexpected end"), "缺少 {% endif %} 或者 {% endfor %}"),
    (re.compile(r"No filter named '([^']+)'"), "没有“{}”这种整理方式"),
    (re.compile(r"No test named '([^']+)'"), "没有“{}”这种判断"),
    (re.compile(r"unknown tag '([^']+)'"), "不认识的标记“{}”"),
)


def _reason(error: BaseException) -> str:
    if isinstance(error, SecurityError):
        return "使用了不允许的操作"
    for pattern, words in SYNTAX:
        found = pattern.search(str(error))
        if found is not None:
            return words.replace("{}", str(found[1])) if found.groups() else words
    return "花括号、百分号不成对，或者写法不完整" if isinstance(error, TemplateSyntaxError) else "内容的格式不合"
