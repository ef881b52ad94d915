"""The acts, one file per desk. Importing this package declares them all."""

from workflows.commands import (
    case_file,
    closing,
    contacts,
    dispatch,
    intake,
    letters,
    mediation,
    payments,
    referral,
    screening,
)

__all__ = [
    "case_file",
    "closing",
    "contacts",
    "dispatch",
    "intake",
    "letters",
    "mediation",
    "payments",
    "referral",
    "screening",
]
