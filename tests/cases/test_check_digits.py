"""Check digits: what the standards promise to catch is caught, and no message repeats a number."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.check_digits import (
    CODE_ALPHABET,
    code_check,
    credit_code_fault,
    id_check,
    id_fault,
    old_id_fault,
    resident_id_fault,
)

codes = st.text(alphabet=CODE_ALPHABET, min_size=17, max_size=17).map(lambda first: first + code_check(first))
births = st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 1, 1))
# An invented prefix: no place has this number.
ids = st.builds(lambda born, order: f"990099{born:%Y%m%d}{order:03d}", births, st.integers(0, 999)).map(
    lambda first: first + id_check(first)
)


def test_examples_of_the_standards() -> None:
    # The example of GB 11643-1999's annex, and a code computed by hand.
    assert id_check("11010519491231002") == "X"
    assert resident_id_fault("11010519491231002X") is None
    assert credit_code_fault("91350100M000100Y43") is None


@given(codes, st.integers(0, 17), st.sampled_from(CODE_ALPHABET))
def test_every_single_wrong_character_of_a_credit_code_is_caught(code: str, place: int, other: str) -> None:
    assert credit_code_fault(code) is None
    wrong = code[:place] + other + code[place + 1 :]
    fault = credit_code_fault(wrong)
    assert (fault is None) == (wrong == code)
    if fault is not None:
        assert "校验位" in fault
        assert wrong not in fault


@given(ids, st.integers(0, 16), st.integers(0, 9))
def test_every_single_wrong_digit_of_an_id_is_caught(number: str, place: int, digit: int) -> None:
    assert resident_id_fault(number) is None
    wrong = number[:place] + str(digit) + number[place + 1 :]
    fault = resident_id_fault(wrong)
    assert (fault is None) == (wrong == number)
    if fault is not None:
        assert wrong not in fault


@given(ids, st.integers(0, 15))
def test_two_neighbours_exchanged_are_caught(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert (resident_id_fault(swapped) is None) == (swapped == number)


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("9900991990010", None, "长度"),
        ("990099199002300013", None, "日期"),
        ("99009919900101ABCD", None, "只能是数字"),
        ("990099900101001", None, "旧版15位"),
        ("990099900101001", "resident_15", None),
        ("990099901301001", "resident_15", "日期"),
        ("E12345678", "passport", None),
        ("H12345678", "hk_macau", None),
        ("*", "passport", "5至30位"),
    ],
)
def test_kinds_of_documents(text: str, kind: str | None, said: str | None) -> None:
    fault = id_fault(text, kind)
    assert (fault is None) if said is None else (fault is not None and said in fault and text not in fault)


@pytest.mark.parametrize(
    ("text", "said"), [("9135", "长度"), ("91350100M000100Y4I", "不使用的字符"), ("9" * 18, "校验位")]
)
def test_credit_codes_say_what_is_wrong(text: str, said: str) -> None:
    fault = credit_code_fault(text)
    assert fault is not None
    assert said in fault


def test_lower_case_and_spaces_are_no_error() -> None:
    assert credit_code_fault(" 91350100m000100y43 ") is None
    assert old_id_fault("9900 9990 0101 001") is None
