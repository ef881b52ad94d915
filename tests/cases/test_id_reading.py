"""What an ID number says of its holder: the birthday, the sex, the age on a day; nothing where it is faulty."""

from datetime import date

import pytest

from cases.check_digits import id_check
from cases.id_reading import told_by


def number(born: str, serial: str) -> str:
    """An invented number with its right check digit."""
    first = f"630102{born}{serial}"
    return first + id_check(first)


@pytest.mark.parametrize(
    ("serial", "female"), [("002", True), ("100", True), ("988", True), ("001", False), ("135", False)]
)
def test_the_serial_number_tells_the_sex(serial: str, female: bool) -> None:
    told = told_by(number("19901231", serial))
    assert told is not None
    assert (told.born_on, told.female) == (date(1990, 12, 31), female)


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(2026, 12, 30), 35), (date(2026, 12, 31), 36), (date(2027, 1, 1), 36), (date(2026, 2, 28), 35)],
)
def test_years_are_full_on_the_birthday(day: date, age: int) -> None:
    told = told_by(number("19901231", "002"))
    assert told is not None
    assert told.age_on(day) == age


def test_who_is_born_on_the_extra_day_is_older_the_day_after() -> None:
    told = told_by(number("20080229", "002"))
    assert told is not None
    assert (told.age_on(date(2026, 2, 28)), told.age_on(date(2026, 3, 1))) == (17, 18)


@pytest.mark.parametrize("wrong", ["", "G12345678", "630102900101001", number("19901231", "002")[:-1] + "A"])
def test_other_papers_and_faulty_numbers_say_nothing(wrong: str) -> None:
    assert told_by(wrong) is None
