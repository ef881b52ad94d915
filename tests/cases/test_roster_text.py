"""Rosters as they are pasted: any order of columns, every bad line named, no number repeated."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cases.check_digits import id_check
from cases.roster_text import read_roster

FIRST = "99009919900101001"
ID = FIRST + id_check(FIRST)


def test_columns_by_header_in_any_order() -> None:
    read = read_roster(
        f"序号\t诉求金额\t证件号码\t姓名\t手机号码\n1\t12,000.50\t{ID}\t赵某\t139 0000 0009\n2\t\t\t钱某\t\n"
    )
    assert read.problems == ()
    first, second = read.lines
    assert (first.name, first.id_number, first.claimed) == ("赵某", ID, Decimal("12000.50"))
    assert first.phone == "13900000009"
    assert (second.line, second.name, second.claimed) == (3, "钱某", None)


def test_without_a_header_by_what_the_cells_look_like() -> None:
    read = read_roster(f"1,赵某,13900000009,{ID},8000元\n2，钱某，1.2万\n孙某")
    assert [(one.name, one.claimed) for one in read.lines] == [
        ("赵某", Decimal("8000.00")),
        ("钱某", Decimal("12000.00")),
        ("孙某", None),
    ]


def test_every_bad_line_is_named_and_no_number_repeated() -> None:
    wrong = ID[:-1] + ("0" if ID[-1] != "0" else "1")
    text = f"姓名,电话,证件号码,诉求金额\n,1,,\n钱某,abc,{wrong},很多\n孙某,,,\n孙某,,,\n"
    read = read_roster(text)
    assert [one.line for one in read.problems] == [2, 3, 5]
    assert "没有姓名" in read.said
    assert "校验位" in read.said
    assert "与第4行是同一人" in read.said
    assert wrong not in read.said


def test_a_passport_needs_its_kind() -> None:
    assert read_roster("姓名,证件号码\nSmith,E12345678").problems
    assert not read_roster("姓名,证件类型,证件号码\nSmith,护照,E12345678").problems


def test_a_header_without_names_is_refused() -> None:
    assert "姓名" in read_roster("电话,金额\n13900000009,100").said


@given(st.text(max_size=300))
def test_nothing_that_is_pasted_breaks_it(text: str) -> None:
    read = read_roster(text)
    lines = {one.line for one in read.lines}
    assert all(one.name for one in read.lines)
    assert len(lines) == len(read.lines)
