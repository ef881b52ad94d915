"""All questions together: importing this makes them known."""

from collections.abc import Mapping

import rules.findings.calculators
import rules.findings.questions  # noqa: F401 - registers the questions
from rules.findings.registry import INQUIRIES, Inquiry, inquiry

__all__ = ["Inquiry", "all_inquiries", "inquiry"]
SERIES = ("C", "DT", "TP", "COL", "VEN")


def all_inquiries(kind: str | None = None) -> Mapping[str, Inquiry]:
    """Every question by name, or those of one kind: calculator or table; in the order of their codes."""
    ordered = sorted(INQUIRIES.values(), key=lambda one: _place(one.code))
    return {one.name: one for one in ordered if kind in (None, one.kind)}


def _place(code: str) -> tuple[int, int]:
    letters, _, number = code.partition("-")
    return (SERIES.index(letters), int(number or 0))
