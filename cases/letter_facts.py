"""What the registers and figures know of one letter: plain values, days in office time, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True)
class LetterFacts:
    """One letter that has, or had, a number of ours."""

    id: UUID
    kind: str
    state: str
    number: str
    issued_on: date
    case_id: UUID | None = None
    previous_id: UUID | None = None
    issuer_level: str = ""
    district: str | None = None
    accepted_on: date | None = None
    served_on: date | None = None
    refused_on: date | None = None
    published_on: date | None = None
    reply_due: date | None = None
    replied_on: date | None = None
    objected: bool = False
    assessed_as: str | None = None
    rectify_due: date | None = None
    """The day promised or set for putting things right: that of the assessment, else the one written in the letter."""
    rectification: str | None = None
    verified_on: date | None = None
    filed_on: date | None = None
    not_filed_why: str | None = None
    disposed_on: date | None = None
    fed_back_on: date | None = None
    feedback_due: date | None = None
    head_count: int = 0
    copied_to: tuple[str, ...] = ()
    closed_on: date | None = None

    @property
    def sent(self) -> bool:
        """Whether it reached whom it was for: served, or published."""
        return self.served_on is not None or self.published_on is not None

    @property
    def fell(self) -> bool:
        """Whether it was taken back or spoilt, and so speaks no more."""
        return self.state in ("withdrawn", "void")


@dataclass(frozen=True)
class FileMoney:
    """Confirmed money of one file: which day, how much, how many people."""

    case_id: UUID
    paid_on: date
    amount: Decimal | None


@dataclass(frozen=True)
class ClueFacts:
    """One clue of labour-law supervision, and what became of it."""

    case_id: UUID
    registered_on: date
    source: str
    accepted: bool = False
    declined: bool = False
    handed_on: bool = False
    to_procuratorate: bool = False
    closed: bool = False


@dataclass(frozen=True)
class StepClock:
    """A limit of the union's own step: opened when, over or not, broken or not."""

    rule_id: str
    opened_on: date
    over: bool
    breached: bool


@dataclass(frozen=True)
class Known:
    """All that the figures are computed from."""

    letters: Sequence[LetterFacts] = ()
    money: Sequence[FileMoney] = ()
    clues: Sequence[ClueFacts] = ()
    clocks: Sequence[StepClock] = ()
