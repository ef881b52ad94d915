"""Two texts compared line by line."""

from documents.text_lines import GAP, Line, compared

OLD = "\n".join("甲乙丙丁戊己庚")


def test_the_same_text_has_no_lines() -> None:
    assert compared(OLD, OLD) == []


def test_what_went_and_came_stands_between_what_stayed() -> None:
    found = compared(OLD, OLD.replace("丁", "新\n又"))
    assert found == [
        GAP,
        Line(" ", 2, 2, "乙"),
        Line(" ", 3, 3, "丙"),
        Line("-", 4, None, "丁"),
        Line("+", None, 4, "新"),
        Line("+", None, 5, "又"),
        Line(" ", 5, 6, "戊"),
        Line(" ", 6, 7, "己"),
        GAP,
    ]


def test_ends_have_no_gap() -> None:
    assert compared("甲", "甲\n乙") == [Line(" ", 1, 1, "甲"), Line("+", None, 2, "乙")]
    assert compared("", "甲") == [Line("-", 1, None, ""), Line("+", None, 1, "甲")]
    two = compared(OLD, OLD.replace("甲", "一").replace("庚", "七"))
    assert two.count(GAP) == 1
