"""A case number is understood however it is written."""

import pytest

from cases.case_numbers import tidy_number


@pytest.mark.parametrize(
    "written",
    [
        "〔2026〕薪0001号",
        "2026薪1",
        "[2026]薪0001",
        "（2026）薪1号",
        "【2026】薪01号",
        " 〔2026〕 薪 0001 号 ",
        "２０２６薪１",
        "2026年薪第1号".replace("薪第", "第薪"),
    ],
)
def test_one_spelling(written: str) -> None:
    assert tidy_number(written) == "〔2026〕薪0001号"


def test_long_numbers_keep_their_digits_and_other_words_stay() -> None:
    assert tidy_number("2026争12345") == "〔2026〕争12345号"
    for other in ("薪0001", "王建国", "2026", "演示-省转-0117", ""):
        assert tidy_number(other) == other
