"""Check digits: 统一社会信用代码 (GB 32100-2015) and 公民身份号码 (GB 11643-1999).

Pure functions: a text in, and in Chinese what is wrong with it, or None. The number itself is never repeated.
"""

import re
import unicodedata
from datetime import date

CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_LENGTH = 18
ID_LENGTH = 18
OLD_ID_LENGTH = 15
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
FIRST_YEAR = 1900


def tidy(text: str) -> str:
    """The number as the standard writes it: no spaces, no wide characters, capital letters."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()


def code_check(first: str) -> str:
    """The check character of the first 17 characters: 31 − Σ c·3^i mod 31 (GB 32100-2015 annex)."""
    total = sum(CODE_ALPHABET.index(one) * pow(3, place, 31) for place, one in enumerate(first))
    return CODE_ALPHABET[(31 - total % 31) % 31]


def credit_code_fault(text: str) -> str | None:
    """What is wrong with a 统一社会信用代码."""
    code = tidy(text)
    if len(code) != CODE_LENGTH:
        return f"统一社会信用代码长度不对：应为{CODE_LENGTH}位，现为{len(code)}位"
    if any(one not in CODE_ALPHABET for one in code):
        return "统一社会信用代码含有不使用的字符：只用数字和大写字母，不用 I、O、S、V、Z"
    if code_check(code[:-1]) != code[-1]:
        return "统一社会信用代码校验位不对，请对照营业执照逐位核对"
    return None


def id_check(first: str) -> str:
    """The check character of the first 17 digits (GB 11643-1999; ISO 7064 MOD 11-2)."""
    return _ID_CHECKS[sum(weight * int(one) for weight, one in zip(_ID_WEIGHTS, first, strict=True)) % 11]


def resident_id_fault(text: str, today: date | None = None) -> str | None:
    """What is wrong with an 18-digit ID number. `today`: no one is born later."""
    number = tidy(text)
    if len(number) != ID_LENGTH:
        return f"身份证号码长度不对：应为{ID_LENGTH}位，现为{len(number)}位"
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return "身份证号码只能是数字，最后一位可以是 X"
    if not _plausible(number[6:10], number[10:14], today):
        return "身份证号码中的出生日期不对"
    if id_check(number[:-1]) != number[-1]:
        return "身份证号码校验位不对，请对照证件逐位核对"
    return None


def old_id_fault(text: str) -> str | None:
    """What is wrong with a 15-digit ID number; it has no check digit."""
    number = tidy(text)
    if len(number) != OLD_ID_LENGTH:
        return f"旧版身份证号码长度不对：应为{OLD_ID_LENGTH}位，现为{len(number)}位"
    if not re.fullmatch(r"[0-9]{15}", number):
        return "旧版身份证号码只能是数字"
    if not _plausible(f"19{number[6:8]}", number[8:12], None):
        return "旧版身份证号码中的出生日期不对"
    return None


def _plausible(year: str, month_day: str, today: date | None) -> bool:
    try:
        born = date(int(year), int(month_day[:2]), int(month_day[2:]))
    except ValueError:
        return False
    return born.year >= FIRST_YEAR and (today is None or born <= today)


def id_fault(text: str, kind: str | None = None, today: date | None = None) -> str | None:
    """What is wrong with a number of this kind of document (cases.codes.ID_KIND); without one: 居民身份证."""
    if kind in (None, "resident"):
        fault = resident_id_fault(text, today)
        if fault is not None and len(tidy(text)) != ID_LENGTH:
            return f"{fault}；旧版15位、护照、港澳台证件请选明证件类型"
        return fault
    if kind == "resident_15":
        return old_id_fault(text)
    number = tidy(text)
    if not re.fullmatch(r"[0-9A-Z()/\-]{5,30}", number):
        return "证件号码应为5至30位字母或数字"
    return None
