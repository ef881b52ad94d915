"""One number, one spelling: however it was typed, pasted or dictated."""

import pytest

from cases.phone import phone_fault, tidy_phone


@pytest.mark.parametrize(
    "typed",
    [
        "13971000001",
        "139 7100 0001",
        "139-7100-0001",
        "１３９７１００００ ０１",
        "+86 139 7100 0001",
        "008613971000001",
        "86-139-7100-0001",
        "（139）71000001",
        "139—7100—0001",
    ],
)
def test_a_mobile_number_is_eleven_digits(typed: str) -> None:
    assert tidy_phone(typed) == "13971000001"


@pytest.mark.parametrize(
    ("typed", "spelt"),
    [
        ("09716123456", "0971-6123456"),
        ("0971 6123456", "0971-6123456"),
        ("(0971)6123456", "0971-6123456"),
        ("0971－6123456", "0971-6123456"),
        ("+86 0971 6123456", "0971-6123456"),
        ("01065123456", "010-65123456"),
        ("02885123456", "028-85123456"),
    ],
)
def test_a_landline_has_a_dash_after_its_area(typed: str, spelt: str) -> None:
    assert tidy_phone(typed) == spelt


@pytest.mark.parametrize("typed", ["6123456", "12351", "0971-6123456-801", "+1-202-5550100"])
def test_what_is_neither_stays_as_it_is(typed: str) -> None:
    assert tidy_phone(typed) == typed
    assert phone_fault(typed) is None


@pytest.mark.parametrize("typed", ["", "1234", "电话", "139x7100", "1" * 21, "+", "没有"])
def test_what_is_no_number_is_said(typed: str) -> None:
    fault = phone_fault(tidy_phone(typed))
    assert fault is not None
    assert "0971-6123456" in fault
