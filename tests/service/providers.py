"""Providers of an electronic seal that live in this process."""

from typing import Any

ASKED: list[str] = []


class Stamping:
    """Writes number and seal behind the PDF, as metadata that a reader can find."""

    def sign(self, pdf: bytes, *, number: str, seal: str) -> bytes:
        ASKED.append(number)
        return pdf + f"\n%签章：{seal}；{number}\n%%EOF\n".encode()


class Down:
    """A provider that does not answer."""

    def sign(self, pdf: bytes, *, number: str, seal: str) -> bytes:
        raise TimeoutError("provider at an address that nobody needs to see")


class Odd:
    """A provider that gives back something else."""

    def sign(self, pdf: bytes, *, number: str, seal: str) -> bytes:
        answer: Any = b"<html>busy</html>"
        return bytes(answer)
