"""Telephone numbers in one spelling: the same number must be the same however it was typed or pasted.

Repeat calls, the radar and the roster know a number by a fingerprint of its whole text.
"""

import re
import unicodedata

PHONE = re.compile(r"\+?[0-9-]{5,20}")
FAULT = "电话格式不对，应为 13912345678 或者 0971-6123456 这样的号码"
_BETWEEN = re.compile(r"[\s()（）.·]+")
_DASHES = re.compile(r"[‐‑‒–—―−－~_/]+")
_COUNTRY = re.compile(r"^(?:\+|00)?86(?=1\d{10}$|0?\d{2,3}\d{7,8}$)")
_MOBILE = re.compile(r"1\d{10}")
# Of area codes only 010 and those that begin with 02 have three digits.
_LANDLINE = re.compile(r"(0(?:10|2\d|[3-9]\d\d))(\d{7,8})")


def tidy_phone(text: str) -> str:
    """The number as the office writes it: a mobile number as eleven digits, a landline with a dash after its area.

    What is neither (a short number, an extension, a foreign number) only loses what stands between its digits.
    """
    spelt = _DASHES.sub("-", _BETWEEN.sub("", unicodedata.normalize("NFKC", text)))
    digits = _COUNTRY.sub("", spelt.replace("-", ""))
    if _MOBILE.fullmatch(digits):
        return digits
    landline = _LANDLINE.fullmatch(digits)
    return f"{landline[1]}-{landline[2]}" if landline else spelt


def phone_fault(text: str) -> str | None:
    """What is wrong with a tidied number."""
    return None if PHONE.fullmatch(text) else FAULT
