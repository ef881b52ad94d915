"""All questions together: importing this makes them known."""

from collections.abc import Mapping

import rules.findings.calculators
import rules.findings.questions  # noqa: F401 - registers the questions
from rules.findings.registry import INQUIRIES, Inquiry, inquiry

__all__ = ["Inquiry", "all_inquiries", "inquiry"]


def all_inquiries(kind: str | None = None) -> Mapping[str, Inquiry]:
    """Every question by name, or those of one kind: calculator or table."""
    return {name: one for name, one in INQUIRIES.items() if kind in (None, one.kind)}
