"""Templates that an office edits: checked, previewed, put before the delivered ones, and without any power."""

from pathlib import Path

import pytest

from documents import letter_templates
from documents.letter_facts import FACTS
from documents.letter_templates import (
    TemplateFault,
    check_template,
    delivered_text,
    read_template,
    template_text,
    unsaid,
    write_templates,
)
from documents.letter_text import TITLES, preview_template
from foundation.errors import NotValid
from tests.documents.test_letters import letter


@pytest.mark.parametrize("kind", TITLES)
def test_the_delivered_templates_pass_their_own_check(kind: str) -> None:
    text = preview_template(kind, (letter_templates.DELIVERED / f"{kind}.md").read_text(encoding="utf-8"))
    assert text.is_draft
    assert text.title == (TITLES[kind],)
    assert len(text.paragraphs) > 8
    assert not any("{" in words or "%" in words for _, words in text.paragraphs)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# 题\n正文\n{{ 金客 }}", "第3行：“金客”——没有这一事实"),
        ("# 题\n{{ 提示对象 }}", "第2行：“提示对象”——这种文书没有这一事实"),
        ("# 题\n\n{{ 金额 }}", "第3行用到的“金额”没有内容"),
        ("# 题\n{% for 前函 in 前序文书 %}\n{{ 前函.日子 }}\n{% endfor %}", "第3行用到的“日子”没有内容"),
        ("# 题\n{% if 金额 is defined %}正文", "缺少 {% endif %}"),
        ("# 题\n{{ 金额 ", "第2行写法有误"),
        ("# 题\n｛｛ 金额 ｝｝", "第2行：花括号须用半角"),
        ("# 题\n{{ 问题清单 | 大写 }}", "没有“大写”这种整理方式"),
        ("# 题\n{{ 问题清单.__class__.__mro__ }}", "使用了不允许的操作"),
        ("# 题\n{{ 问题清单.append('又一项') }}", "使用了不允许的操作"),
        ("# 题\n{{ range(9) }}", "没有这一事实"),
        ("# 题\n{% include 'x' %}", "无法生成"),
        ("# 题\n{{ 1 / 0 }}", "第2行无法生成"),
        ("# 题\n{{ '长' * 999999999 }}", "使用了不允许的操作"),
        ("# 题\n{{ '%0999999999d' % 1 }}", "使用了不允许的操作"),
        ("# 题\n{{ '{:>999999999}'.format(1) }}", "使用了不允许的操作"),
        ("# 题\n{{ '长' | center(999999999) }}", "没有“center”这种整理方式"),
        ("# 题\n{% macro 再() %}{{ 再() }}{% endmacro %}{{ 再() }}", "使用了不允许的操作"),
        ("# 题\n{{ 问题清单 }}", "第2行无法生成：清单不能整个写出"),
        ("# 题\n{{ 问题清单 | 逐条 }}", "第2行无法生成：清单不能整个写出"),
        ("# 题\n{% for 人 in 监督员 %}\n{{ 人 }}\n{% endfor %}", "第3行无法生成：一行有几栏的"),
        ("# 题\n{{ 监督员 | 顿号 }}", "第2行无法生成：一行有几栏的"),
        ("# 题\n{{ 监督员 | join('、') }}", "第2行无法生成：一行有几栏的"),
        ("# 题\n{{ 用人单位 | 顿号 }}", "第2行无法生成：这种整理方式只用于清单"),
        ("# 题\n{{ 金额 is defined }}", "第2行无法生成：这里写出的不是文字"),
        ("# 题\n{{ '长' ~ 用人单位 }}", "第2行：不能自设变量，也不能拼接文字"),
        ("# 题\n正文\n{% set 甲 = '长' %}{{ 甲 }}", "第3行：不能自设变量"),
        (f"# 题\n{{{{ '{'长' * 201}' }}}}", "第2行：花括号内的文字过长"),
        ("# 题\n" + "{% for 甲 in 问题清单 %}\n" * 3 + "长" + "{% endfor %}" * 3, "第4行：{% for %} 最多套2层"),
        (f"# 题\n{{% for 字 in '{'长' * 200}' %}}{'长' * 3000}{{% endfor %}}", "生成的文字过长"),
        ("正文", "没有标题"),
        ("# 题", "没有正文"),
        ("# 题\n" + "长" * 50_001, "过长"),
    ],
)
def test_a_wrong_template_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(NotValid) as refused:
        preview_template("opinion", text)
    assert said in refused.value.detail


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# 题\n正文\n{{ 金客 }}", 3),
        ("# 题\n\n{{ 金额 }}", 3),
        ("# 题\n{{ 金额 ", 2),
        ("# 题\n｛｛ 金额 ｝｝", 2),
        ("# 题\n{{ 1 / 0 }}", 2),
        ("正文", None),
    ],
)
def test_a_fault_says_its_line_to_the_field(text: str, line: int | None) -> None:
    with pytest.raises(TemplateFault) as refused:
        check_template("opinion", text)
    assert refused.value.line == line
    assert refused.value.fields == {"text": f"第{line}行" if line is not None else "没有标题"}


def test_a_fact_that_is_nearly_right_is_named() -> None:
    with pytest.raises(TemplateFault, match="是不是“金额”"):
        check_template("notice", "# 题\n{{ 金客 }}")
    with pytest.raises(TemplateFault) as refused:
        check_template("notice", "# 题\n{{ 甲乙丙丁 }}")
    assert "是不是" not in refused.value.detail


@pytest.mark.parametrize("kind", TITLES)
def test_what_every_letter_has_and_a_template_forgets_is_named(kind: str) -> None:
    assert unsaid(kind, delivered_text(kind)) == ()
    forgotten = unsaid(kind, "# 题\n{{ 问题清单 | 顿号 }}")
    assert {"法律依据", "要求清单"} <= set(forgotten)
    assert not {"问题清单", "主送", "发文机关"} & set(forgotten)
    assert ("用人单位" in forgotten) == (kind == "recommendation")


def test_a_preview_without_what_may_be_missing() -> None:
    text = "# 题\n正文{% if 金额 is defined %}，{{ 金额 }}元{% endif %}"
    assert preview_template("notice", text).paragraphs == (("body", "正文，54000.00元"),)
    assert preview_template("notice", text, required_only=True).paragraphs == (("body", "正文"),)


def test_a_fact_that_may_be_missing_must_be_asked_for() -> None:
    check_template("notice", "# 题\n正文{% if 金额 is defined %}，{{ 金额 }}元{% endif %}")
    with pytest.raises(NotValid) as refused:
        check_template("notice", "# 题\n正文，{{ 金额 }}元")
    assert "is defined" in refused.value.detail


def test_an_office_puts_its_own_template_before_the_delivered_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letter_templates, "own_folder", lambda: tmp_path)
    assert letter("notice").title == (TITLES["notice"],)
    # Notepad saves UTF-8 with a mark in front.
    (tmp_path / "notice.md").write_text(
        "# 本会自己的提示函\n你单位有{{ 问题清单 | 顿号 }}的问题。", encoding="utf-8-sig"
    )
    assert letter("notice").title == ("本会自己的提示函",)
    assert letter("opinion").title == (TITLES["opinion"],)
    (tmp_path / "notice.md").write_bytes("# 提示函".encode("gbk"))
    with pytest.raises(NotValid, match="UTF-8"):
        template_text("notice")


def test_templates_are_written_once_and_never_over_edited_ones(tmp_path: Path) -> None:
    written = write_templates(tmp_path)
    assert {path.name for path in written} == {*(f"{kind}.md" for kind in TITLES), "可用事实.md"}
    facts = (tmp_path / "可用事实.md").read_text(encoding="utf-8")
    assert all(f"| {fact.name}" in facts for fact in FACTS)
    (tmp_path / "notice.md").write_text("# 改过\n正文", encoding="utf-8")
    assert [path.name for path in write_templates(tmp_path)] == ["可用事实.md"]
    assert read_template(tmp_path / "notice.md") == "# 改过\n正文"


def test_an_unknown_kind_is_refused() -> None:
    for call in (lambda: template_text("../notice"), lambda: check_template("other", "# 题\n正文")):
        with pytest.raises(NotValid, match="没有"):
            call()
