"""What a check finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong ('error') or needs a look ('warning'), with the number of the file it is about."""

    check: str
    severity: str
    subject: str
    message: str
