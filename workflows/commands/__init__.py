"""The acts, one file per desk. Importing this package declares them all."""

from workflows.commands import (
    calendars,
    case_file,
    clock_desk,
    closing,
    confirmation,
    contacts,
    dispatch,
    intake,
    joining,
    legal_aid,
    letters,
    mediation,
    payments,
    referral,
    rights,
    screening,
)

__all__ = [
    "calendars",
    "case_file",
    "clock_desk",
    "closing",
    "confirmation",
    "contacts",
    "dispatch",
    "intake",
    "joining",
    "legal_aid",
    "letters",
    "mediation",
    "payments",
    "referral",
    "rights",
    "screening",
]
