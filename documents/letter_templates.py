"""The templates of letters: plain text that a legal officer edits, filled by Jinja without any power.

One line is one paragraph. `# ` begins a line of the title, `## ` a heading 一、, `### ` a heading （一）, `> ` a
paragraph that is not indented, `附件：` the name of an attachment; every other line is a paragraph of the body.
Only lines of the template can be so marked: what comes from a fact is words, whatever it begins with.
"""

import re
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
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
# Whoever may look at a preview may type a template: what it makes, and how long that takes, is bounded.
MOST_MADE, DEEPEST, LONGEST_WORD = 500_000, 2, 200
UNWANTED = (nodes.Assign, nodes.AssignBlock, nodes.With, nodes.FilterBlock, nodes.Concat, nodes.Add)
# Noncharacters of Unicode, which no text holds: they fence what comes from a fact and keep its line breaks apart.
FENCE, BREAK = "\ufdd0", "\ufdd1"
UNKNOWN = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'")
SENTENCE_ENDS = ("。", "！", "？", "；", "：")
# What the paper says by itself, whatever the template says.
ON_THE_PAPER = frozenset({"发文机关", "文号", "主送", "成文日期", "抄送", "提示对象"})


class TemplateFault(NotValid):
    """A template that cannot be used or filled; `line` counts from one and is None where no line is at fault."""

    def __init__(self, detail: str, *, line: int | None = None, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(detail, fields=fields)
        self.line = line


class _NotWords(TypeError):
    """Something that is no words was to be written out as it is; the message says what to write instead."""


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
    try:
        return read_template(own_folder() / f"{kind}.md")
    except FileNotFoundError:
        return delivered_text(kind)


def delivered_text(kind: str) -> str:
    """The template that comes with the program."""
    return read_template(DELIVERED / f"{kind}.md")


def read_template(path: Path) -> str:
    """A template file as text, with or without the mark that Windows puts before UTF-8.

    Raises NotValid for another encoding, FileNotFoundError where there is no file.
    """
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
            path.write_text(delivered_text(kind), encoding="utf-8")
            written.append(path)
    facts = folder / "可用事实.md"
    facts.write_text(facts_page(), encoding="utf-8")
    return [*written, facts]


def facts_page() -> str:
    """The list of facts as a page for the legal officer."""
    lines = ["# 模板可用的事实", "", "| 名称 | 含义 | 示例 | 必有 | 可用于 |", "| --- | --- | --- | --- | --- |"]
    for fact in letter_facts.FACTS:
        shown = example_words(fact)
        needed, kinds = (
            "、".join(TITLES[kind].removeprefix("工会劳动法律监督") for kind in TITLES if kind in named)
            for named in (fact.required, fact.kinds)
        )
        name = f"{fact.name}（清单）" if fact.is_list else fact.name
        lines.append(f"| {name} | {fact.meaning} | {shown} | {needed or '—'} | {kinds} |")
    return "\n".join([*lines, ""])


def example_words(fact: letter_facts.Fact) -> str:
    """The example of a fact as one line."""
    return "；".join(_example(one) for one in fact.example) if fact.is_list else str(fact.example)


def _example(one: Any) -> str:
    return "，".join(f"{name}：{value}" for name, value in one.items()) if isinstance(one, Mapping) else str(one)


def fill(text: str, values: Mapping[str, Any], *, name: str = "模板") -> Filled:
    """Fill a template. Raises TemplateFault, in Chinese and with the line, where it cannot be filled."""
    try:
        said = _rendered(_compiled(text, name), values, name)
    except UndefinedError as error:
        found = UNKNOWN.search(str(error))
        fact = (found.group(1) or found.group(2)) if found else str(error)
        line = _line(error)
        raise TemplateFault(
            f"{name}第{line or '？'}行用到的“{fact}”没有内容，请先补充。", line=line, fields={_key(fact): "必填"}
        ) from None
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        line = _line(error)
        raise TemplateFault(f"{name}第{line or '？'}行无法生成：{_reason(error)}。", line=line) from None
    return _read(said, name)


def _rendered(template: Any, values: Mapping[str, Any], name: str) -> str:
    made, size = [], 0
    for piece in template.generate(values):
        size += len(piece)
        if size > MOST_MADE:
            raise TemplateFault(f"{name}生成的文字过长（超过{MOST_MADE}字）。", fields={"text": "过长"})
        made.append(piece)
    return "".join(made)


def check_template(kind: str, text: str) -> None:
    """Whether a template can be used for this kind. Raises NotValid, as a rule TemplateFault with fact and line."""
    if kind not in TITLES:
        raise NotValid(f"没有“{kind}”这种文书的模板；可用：{'、'.join(TITLES)}。")
    name = f"{TITLES[kind]}模板"
    tree = _compiled(text, name) and _environment().parse(text)
    known = {fact.name for fact in letter_facts.usable(kind)}
    unknown = meta.find_undeclared_variables(tree) - known - set(_environment().globals)
    if unknown:
        line, fact = min((node.lineno, node.name) for node in tree.find_all(nodes.Name) if node.name in unknown)
        raise _in_text(f"{name}第{line}行：“{fact}”——{_why_unknown(fact, known)}。", line)
    try:
        fill(text, letter_facts.sample_values(kind), name=name)
    except TemplateFault as refused:
        raise _in_text(refused.detail, refused.line, refused.fields) from None
    try:
        fill(text, letter_facts.sample_values(kind, required_only=True), name=name)
    except TemplateFault as refused:
        hint = "不一定有的事实请放在 {% if 名称 is defined %} 与 {% endif %} 之间"
        raise _in_text(f"{refused.detail.rstrip('。')}；{hint}。", refused.line, refused.fields) from None


def unsaid(kind: str, text: str) -> tuple[str, ...]:
    """Facts that every letter of this kind has and that a sound template never mentions: worth a second look."""
    used = meta.find_undeclared_variables(_environment().parse(text))
    # A notice and an opinion speak to the employer, whose name stands above them.
    said = used | ON_THE_PAPER | (frozenset() if kind == "recommendation" else {"用人单位"})
    return tuple(fact.name for fact in letter_facts.usable(kind) if kind in fact.required and fact.name not in said)


def _in_text(detail: str, line: int | None, fields: Mapping[str, str] | None = None) -> TemplateFault:
    """The same fault as one of the field in which the template was typed."""
    where = f"第{line}行" if line is not None else (fields or {}).get("text", "不能使用")
    return TemplateFault(detail, line=line, fields={"text": where})


def _why_unknown(fact: str, known: Iterable[str]) -> str:
    if fact in letter_facts.BY_NAME:
        return "这种文书没有这一事实"
    near = get_close_matches(fact, sorted(known), n=1, cutoff=0.5)
    return "没有这一事实，请对照可用事实清单" + (f"；是不是“{near[0]}”" if near else "")


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
    made.filters = {name: made.filters[name] for name in ("length", "first", "last")}
    made.filters.update({"join": _joined, "逐条": _one_by_one, "句": _sentence, "顿号": _listed, "序": chinese_number})
    return made


@lru_cache(maxsize=64)
def _compiled(text: str, name: str) -> Any:
    if len(text) > LONGEST:
        raise TemplateFault(f"{name}过长（超过{LONGEST}字）。", fields={"text": "过长"})
    for place, line in enumerate(text.split("\n"), 1):
        if "｛" in line or "｝" in line:
            raise _in_text(f"{name}第{place}行：花括号须用半角 {{{{ }}}}。", place)
    try:
        _check_bounds(_environment().parse(text), name)
        return _environment().from_string(text)
    except TemplateSyntaxError as error:
        raise _in_text(f"{name}第{error.lineno}行写法有误：{_reason(error)}。", error.lineno) from None


def _check_bounds(node: nodes.Node, name: str, depth: int = 0) -> None:
    """Raises TemplateFault for what could make much of little: variables of one's own, loops in loops in loops."""
    why = ""
    if isinstance(node, UNWANTED):
        why = "不能自设变量，也不能拼接文字，请直接写出"
    elif isinstance(node, nodes.Const) and isinstance(node.value, str) and len(node.value) > LONGEST_WORD:
        why = f"花括号内的文字过长（超过{LONGEST_WORD}字）"
    elif isinstance(node, nodes.For) and depth >= DEEPEST:
        why = f"{{% for %}} 最多套{DEEPEST}层"
    if why:
        raise _in_text(f"{name}第{node.lineno}行：{why}。", node.lineno)
    for child in node.iter_child_nodes():
        _check_bounds(child, name, depth + isinstance(node, nodes.For))


def _fenced(value: Any) -> str:
    words = _words(value).replace(FENCE, "").replace(BREAK, "")
    return FENCE + BREAK.join(words.splitlines())


def _words(value: Any) -> str:
    """A word or a number as it is; a list or a row printed whole would put the program's brackets into a letter."""
    words = str(value)
    if isinstance(value, str | int | Decimal) and not isinstance(value, bool):
        return words
    if isinstance(value, Mapping):
        raise _NotWords("一行有几栏的，请写明是哪一栏，例如 {{ 人.姓名 }}")
    if isinstance(value, list | tuple):
        raise _NotWords("清单不能整个写出，请用 {% for 项 in 清单 %} 逐项写出，或者用“顿号”连成一句")
    raise _NotWords("这里写出的不是文字")


def _listing(items: Any) -> list[str]:
    if isinstance(items, str):
        raise _NotWords("这种整理方式只用于清单")
    return [_words(item) for item in items]


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
        raise TemplateFault(f"{name}没有标题（以“# ”开头的行）。", fields={"text": "没有标题"})
    if not any(kind == "body" for kind, _ in paragraphs):
        raise TemplateFault(f"{name}没有正文。", fields={"text": "没有正文"})
    return Filled(tuple(title), tuple(paragraphs), tuple(attachments))


def _marked(line: str) -> tuple[str, str]:
    for mark, kind in MARKS.items():
        if line.startswith(mark):
            return kind, line[len(mark) :]
    return "body", line


def _one_by_one(items: Iterable[Any]) -> list[str]:
    """（一）…。 for several, the sentence alone for one."""
    said = [_sentence(item) for item in _listing(items)]
    if len(said) == 1:
        return said
    return [f"（{chinese_number(place)}）{item}" for place, item in enumerate(said, 1)]


def _sentence(item: Any) -> str:
    words = _words(item).strip()
    return words if words.endswith(SENTENCE_ENDS) else f"{words}。"


def _listed(items: Iterable[Any]) -> str:
    return "、".join(item.rstrip("。") for item in _listing(items))


def _joined(items: Iterable[Any], mark: str = "") -> str:
    return mark.join(_listing(items))


def _line(error: BaseException) -> int | None:
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename == "<template>" and frame.lineno is not None:
            return frame.lineno
    return None


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
    if isinstance(error, _NotWords):
        return str(error)
    for pattern, words in SYNTAX:
        found = pattern.search(str(error))
        if found is not None:
            return words.replace("{}", str(found[1])) if found.groups() else words
    return "花括号、百分号不成对，或者写法不完整" if isinstance(error, TemplateSyntaxError) else "内容的格式不合"
