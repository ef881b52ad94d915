"""Whatever a form lets through has an answer with articles, or a refusal in Chinese; asking twice says the same."""

import re
from datetime import date
from decimal import Decimal
from types import NoneType
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from rules.errors import RuleError
from rules.findings.asked import OneOf
from rules.findings.catalogue import all_inquiries
from rules.findings.finding import as_object
from rules.findings.registry import Inquiry

MONEY = st.decimals(min_value=0, max_value=10**6, places=2)
BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(1, 40),
    Decimal: st.decimals(min_value=0, max_value=24, places=1) | MONEY,
    date: st.dates(date(2004, 1, 1), date(2029, 12, 31)),
    str: st.just("甲文"),
}


def values(info: FieldInfo) -> st.SearchStrategy[Any]:
    """What a field may hold."""
    return _values(info.annotation, list(info.metadata))


def _values(annotation: Any, metadata: list[Any]) -> st.SearchStrategy[Any]:
    marks = [*metadata, *getattr(annotation, "__metadata__", ())]
    codes = next((one.codes for one in marks if isinstance(one, OneOf)), None)
    if codes is not None:
        return st.sampled_from(sorted(codes))
    if annotation in BY_TYPE:
        return BY_TYPE[annotation]
    if hasattr(annotation, "__metadata__"):
        return _values(get_args(annotation)[0], marks)
    inner = [one for one in get_args(annotation) if one not in (NoneType, Ellipsis)]
    if isinstance(inner[0], type) and issubclass(inner[0], BaseModel):
        return st.lists(whole(inner[0]), min_size=1, max_size=3)
    return st.none() | _values(inner[0], marks)


def whole(form: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    """What a form may hold."""
    return st.fixed_dictionaries({name: values(info) for name, info in form.model_fields.items()})


@pytest.mark.parametrize("question", all_inquiries().values(), ids=list(all_inquiries()))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_question_has_an_answer_or_a_refusal(question: Inquiry, data: st.DataObject) -> None:
    typed = {name: value for name, value in data.draw(whole(question.form)).items() if value is not None}
    try:
        asked = question.form.model_validate(typed)
    except ValueError:
        return
    try:
        found = question.ask(asked)
    except RuleError as refused:
        words = str(refused)
        found = None
    if found is None:
        assert re.search("[一-龥]", words)
        return
    assert found.articles
    assert found.conclusion.endswith("。")
    for money in (found.amount, found.lowest, found.highest, *(line.amount for line in found.lines)):
        assert money is None or (money >= 0 and money == money.quantize(Decimal("0.01")))
    if found.lowest is not None and found.highest is not None:
        assert found.lowest <= found.highest
    assert as_object(found) == as_object(question.ask(asked))
