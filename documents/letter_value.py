"""One letter 一函两书 as a value: what both writers take, and what is kept as the frozen words."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

TITLES = {
    "notice": "工会劳动法律监督提示函",
    "opinion": "工会劳动法律监督意见书",
    "recommendation": "工会劳动法律监督建议书",
    "public_notice": "工会劳动法律监督公开提示函",
}
DIGITS = "零一二三四五六七八九十"
NO_DATE = "　　　　年　　月　　日"


def chinese_number(value: int) -> str:
    """一 … 九十九, for headings and numbered demands."""
    if value <= len(DIGITS) - 1:
        return DIGITS[value]
    tens, ones = divmod(value, 10)
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


@dataclass(frozen=True)
class LetterText:
    """One letter, ready to be set. Without number and date it is a draft and says so.

    Paragraphs are (kind, words); the kinds are heading 一、, subheading （一）, body and plain (not indented).
    """

    issuer: str
    title: tuple[str, ...]
    number: str | None
    addressee: str
    paragraphs: tuple[tuple[str, str], ...]
    attachments: tuple[str, ...]
    issued_on: date | None
    receipt: tuple[tuple[str, str], ...]
    kind: str = ""
    copies: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    # The picture of a seal, put over name and date at printing; it is no part of the words.
    seal: bytes | None = None

    @property
    def is_draft(self) -> bool:
        """Whether it has not been signed."""
        return self.number is None

    @property
    def date_text(self) -> str:
        """2026年10月31日: Arabic numerals without leading zeros (GB/T 9704)."""
        day = self.issued_on
        return f"{day.year}年{day.month}月{day.day}日" if day is not None else NO_DATE

    @property
    def copies_text(self) -> str:
        """抄送：甲，乙。 as GB/T 9704 writes it; empty where nobody gets a copy."""
        return f"抄送：{'，'.join(self.copies)}。" if self.copies else ""

    def to_json(self) -> dict[str, Any]:
        """The words as JSON takes them, without the seal."""
        said: dict[str, Any] = {one.name: _plain(getattr(self, one.name)) for one in fields(self) if one.name != "seal"}
        said["issued_on"] = self.issued_on.isoformat() if self.issued_on is not None else None
        return said

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "LetterText":
        """The letter that was kept; what an older version did not know takes its default."""
        day = said.get("issued_on")
        return cls(
            issuer=said["issuer"],
            title=tuple(said["title"]),
            number=said["number"],
            addressee=said["addressee"],
            paragraphs=tuple((kind, words) for kind, words in said["paragraphs"]),
            attachments=tuple(said["attachments"]),
            issued_on=date.fromisoformat(day) if day else None,
            receipt=tuple((label, value) for label, value in said["receipt"]),
            kind=said.get("kind", ""),
            copies=tuple(said.get("copies", ())),
            missing=tuple(said.get("missing", ())),
        )


def _plain(value: Any) -> Any:
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
