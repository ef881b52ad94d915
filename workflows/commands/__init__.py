"""The acts, one file per desk. Importing this package declares them all."""

from workflows.commands import (
    calendars,
    case_file,
    closing,
    confirmation,
    contacts,
    dispatch,
    intake,
    legal_aid,
    letters,
    mediation,
    payments,
    referral,
    screening,
)

__all__ = [
    "calendars",
    "case_file",
    "closing",
    "confirmation",
    "contacts",
    "dispatch",
    "intake",
    "legal_aid",
    "letters",
    "mediation",
    "payments",
    "referral",
    "screening",
]
