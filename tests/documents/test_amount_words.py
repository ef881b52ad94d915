"""Money in words: the rules of zero, and that nothing is lost on the way (read back by a reader of its own)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.amount_words import DIGITS, in_words

SMALL = {"拾": 10, "佰": 100, "仟": 1000}


def read_back(words: str) -> Decimal:
    """The amount of 人民币…, read from left to right without looking at how it was written."""
    total = section = digit = 0
    fen = Decimal(0)
    for one in words.removeprefix("人民币").removesuffix("整"):
        if one in DIGITS:
            digit = DIGITS.index(one)
        elif one in SMALL:
            section, digit = section + digit * SMALL[one], 0
        elif one in "万亿元":
            section, digit = section + digit, 0
            if one == "元":
                total += section
            elif one == "万":
                total, section = total + section * 10**4, 0
            else:
                total, section = (total + section) * 10**8, 0
        else:
            fen, digit = fen + digit * {"角": 10, "分": 1}[one], 0
    return total + fen / 100


@given(st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2))
def test_what_is_written_reads_back_as_the_same_amount(amount: Decimal) -> None:
    words = in_words(amount)
    assert read_back(words) == amount
    assert "零零" not in words
    assert words.endswith(("整", "分"))
    assert ("分" in words) is (int(amount * 100) % 10 != 0)
    assert not any(bad in words for bad in ("零万", "零亿", "零拾", "零佰", "零仟", "零整"))


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.30", "叁角整"),
        ("10", "壹拾元整"),
        ("100.05", "壹佰元零伍分"),
        ("100.50", "壹佰元伍角整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("54000", "伍万肆仟元整"),
        ("100010", "壹拾万零壹拾元整"),
        ("100000001", "壹亿零壹元整"),
        ("20050000", "贰仟零伍万元整"),
    ],
)
def test_the_rules_of_zero(amount: str, words: str) -> None:
    assert in_words(Decimal(amount)) == f"人民币{words}"


@pytest.mark.parametrize("amount", ["-1", "0.001", "1e17"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="two decimals"):
        in_words(Decimal(amount))
