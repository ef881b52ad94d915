"""The pieces that the page puts in at the cursor are right as they are."""

import pytest

from documents.letter_facts import Fact, usable
from documents.letter_templates import TemplateFault, check_template, fill
from documents.letter_text import TITLES
from documents.template_ways import ways

EVERY = [(kind, fact) for kind in TITLES for fact in usable(kind)]


@pytest.mark.parametrize(("kind", "fact"), EVERY, ids=lambda one: one.name if isinstance(one, Fact) else one)
def test_each_piece_can_be_used(kind: str, fact: Fact) -> None:
    found = ways(kind, fact)
    assert len({way.label for way in found}) == len(found)
    for way in found:
        piece = way.piece
        if fact.columns and way.label in fact.columns:
            piece = f"{{% for 项 in {fact.name} %}}{piece}{{% endfor %}}"
        text = f"# 题\n正文{piece}\n"
        if way.label == fact.name and not fact.is_list and kind not in fact.required:
            # The plain piece of what may be missing is for the middle of a sentence that asks for it.
            with pytest.raises(TemplateFault, match="is defined"):
                check_template(kind, text)
            text = f"# 题\n正文{{% if {fact.name} is defined %}}{piece}{{% endif %}}\n"
        check_template(kind, text)


def test_a_list_entry_by_entry_is_numbered() -> None:
    [findings] = [fact for fact in usable("notice") if fact.name == "问题清单"]
    each = ways("notice", findings)[1]
    assert each.label == "逐条"
    filled = fill(f"# 题\n{each.piece}", {"问题清单": ["甲", "乙"]})
    assert filled.paragraphs == (("body", "（一）甲。"), ("body", "（二）乙。"))
