"""Figures of letters 一函两书: each is a pure function over the facts; what it means stands in letter_catalogue.yaml.

Two rates are kept apart: an answer is not a correction. A rate without a base has no value.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from statistics import median
from uuid import UUID

import yaml

from cases.letter_facts import Known, LetterFacts

TO_EMPLOYERS = frozenset({"notice", "opinion"})
BELOW_COUNTY = frozenset({"basic", "town"})
Letters = Sequence[LetterFacts]
Value = Decimal | None


@dataclass(frozen=True)
class Definition:
    """What a figure means: what is counted, of what, and what must be known to read it."""

    code: str
    group: str
    name: str
    unit: str
    top: str
    base: str
    note: str

    @property
    def formula(self) -> str:
        """In one line."""
        said = f"{self.top} ÷ {self.base}" if self.base and self.unit == "%" else self.top
        if self.base and self.unit != "%":
            said += f"；范围：{self.base}"
        return f"{said}。{self.note}" if self.note else f"{said}。"


@dataclass(frozen=True)
class Counted:
    """What a function found: `base` is None for plain counts."""

    top: Decimal
    base: int | None = None
    value: Value = None


@dataclass(frozen=True)
class Measure:
    """One figure with its meaning."""

    definition: Definition
    value: Value
    top: Decimal | None
    base: int | None

    @property
    def shown(self) -> str:
        """The value for reading; "—" where there is nothing to divide by."""
        if self.value is None:
            return "—"
        unit = self.definition.unit
        if unit == "%":
            return f"{self.value:.1f}%"
        return f"{self.value:,.2f}" if unit == "元" else f"{self.value:,.1f}".removesuffix(".0")

    @property
    def of(self) -> str:
        """The numbers beside it: numerator and denominator, or over how many a median was taken."""
        if self.base is None:
            return ""
        if self.definition.unit == "%":
            return f"{self.top or 0:,.0f} / {self.base}"
        return f"共 {self.base} 份"


@dataclass(frozen=True)
class Asked:
    """The facts, the span of days of issue [first, after), the kind looked at (empty: all), and today."""

    known: Known
    first: date
    after: date
    today: date
    kind: str = ""

    def within(self, day: date) -> bool:
        """Whether a day lies in the span."""
        return self.first <= day < self.after

    @cached_property
    def letters(self) -> Letters:
        """Those issued in the span."""
        return [
            one for one in self.known.letters if self.within(one.issued_on) and (not self.kind or one.kind == self.kind)
        ]


@lru_cache
def definitions() -> Mapping[str, Definition]:
    """All figures in their order."""
    rows = yaml.safe_load(Path(__file__).with_name("letter_catalogue.yaml").read_text(encoding="utf-8"))
    return {row["code"]: Definition(**row) for row in rows}


def measures(asked: Asked) -> Sequence[Measure]:
    """Every figure of the span."""
    found = {code: FIGURES[code](asked) for code in definitions()}
    return [
        Measure(one, found[code].value, None if found[code].base == 0 else found[code].top, found[code].base)
        for code, one in definitions().items()
    ]


def count(number: int | Decimal) -> Counted:
    """A plain count or sum."""
    return Counted(Decimal(number), value=Decimal(number))


def rate(top: int, base: int) -> Counted:
    """A share in per cent; no value without a base."""
    return Counted(Decimal(top), base, Decimal(top * 100) / base if base else None)


def middle(days: Iterable[int]) -> Counted:
    """The median of so many days."""
    found = list(days)
    value = Decimal(str(median(found))) if found else None
    return Counted(value or Decimal(0), len(found), value)


def reply_due(letters: Letters, today: date) -> Letters:
    """应答复: answered, or served with a limit that has passed. What was taken back unanswered owes no answer."""
    return [
        one
        for one in letters
        if one.kind in TO_EMPLOYERS
        and (
            one.replied_on is not None
            or (one.served_on is not None and one.reply_due is not None and one.reply_due < today and not one.fell)
        )
    ]


def replied(letters: Letters) -> Letters:
    """Those answered, late or not."""
    return [one for one in letters if one.replied_on is not None]


def replied_on_time(letters: Letters) -> Letters:
    """Those answered by the day of the limit; without a limit an answer is never late."""
    return [
        one
        for one in letters
        if one.replied_on is not None and (one.reply_due is None or one.replied_on <= one.reply_due)
    ]


def rectification_due(letters: Letters, today: date) -> Letters:
    """应整改: checked already, or the day for putting things right has passed."""
    return [
        one
        for one in letters
        if one.kind in TO_EMPLOYERS
        and (one.verified_on is not None or (one.rectify_due is not None and one.rectify_due < today and not one.fell))
    ]


def rectified(letters: Letters, *results: str) -> Letters:
    """Those that two supervisors found put right to this degree."""
    return [one for one in letters if one.verified_on is not None and one.rectification in results]


def brought(letters: Letters) -> Letters:
    """Those brought to an addressee, who took them or would not."""
    return [one for one in letters if one.served_on is not None or one.refused_on is not None]


def answers(letters: Letters) -> Letters:
    """Answered letters to employers."""
    return [one for one in replied(letters) if one.kind in TO_EMPLOYERS]


def chains(letters: Letters) -> Sequence[Letters]:
    """Letters by the first letter that each goes back to, the first one first.

    A letter that was spoilt or taken back before it reached anybody is no step of a chain.
    """
    by_id = {one.id: one for one in letters}
    found: dict[UUID, list[LetterFacts]] = {}
    for one in letters:
        first, seen = one, {one.id}
        while first.previous_id in by_id and first.previous_id not in seen:
            first = by_id[first.previous_id]
            seen.add(first.id)
        found.setdefault(first.id, []).append(one)
    kept = [[one for one in chain if not one.fell or brought([one])] for chain in found.values()]
    return [sorted(chain, key=lambda one: one.issued_on) for chain in kept if chain]


def _cohort(asked: Asked) -> Sequence[Letters]:
    return [chain for chain in chains(asked.known.letters) if asked.within(chain[0].issued_on)]


def _to_opinion(asked: Asked) -> Counted:
    cohort = [chain for chain in _cohort(asked) if chain[0].kind == "notice" and brought(chain[:1])]
    return rate(sum(any(one.kind == "opinion" for one in chain) for chain in cohort), len(cohort))


def _to_recommendation(asked: Asked) -> Counted:
    cohort = [chain for chain in _cohort(asked) if any(one.kind == "opinion" for one in brought(chain))]
    return rate(sum(any(one.kind == "recommendation" for one in chain) for chain in cohort), len(cohort))


def filing_due(letters: Letters, today: date) -> Letters:
    """Recommendations on which the authority owes an answer, or gave one."""
    return [
        one
        for one in letters
        if one.kind == "recommendation"
        and one.served_on is not None
        and (
            one.filed_on is not None
            or one.not_filed_why is not None
            or (one.reply_due is not None and one.reply_due < today)
        )
    ]


def feedback_due(letters: Letters, today: date) -> Letters:
    """Recommendations on which feedback was given, or whose limit for it has passed."""
    return [
        one
        for one in letters
        if one.kind == "recommendation"
        and (one.fed_back_on is not None or (one.feedback_due is not None and one.feedback_due < today))
    ]


def _feedback_on_time(asked: Asked) -> Counted:
    limited = [one for one in feedback_due(asked.letters, asked.today) if one.feedback_due is not None]
    top = [one for one in limited if one.fed_back_on is not None and one.fed_back_on <= (one.feedback_due or date.max)]
    return rate(len(top), len(limited))


def _sent(asked: Asked, kind: str = "") -> Letters:
    return [one for one in asked.letters if one.sent and (not kind or one.kind == kind)]


def workers(letters: Letters) -> int:
    """People in the files of these letters; a file counts once, however many letters it took."""
    by_file: dict[UUID, int] = {}
    for one in letters:
        key = one.case_id or one.id
        by_file[key] = max(by_file.get(key, 0), one.head_count)
    return sum(by_file.values())


def _money(asked: Asked) -> Counted:
    since: dict[UUID, date] = {}
    for one in _sent(asked):
        day = one.served_on or one.published_on
        if one.case_id is not None and day is not None:
            since[one.case_id] = min(day, since.get(one.case_id, day))
    paid = [one for one in asked.known.money if one.case_id in since and one.paid_on >= since[one.case_id]]
    return count(sum((one.amount or Decimal(0) for one in paid), Decimal(0)))


def _clues(asked: Asked, mark: str) -> Counted:
    registered = [one for one in asked.known.clues if asked.within(one.registered_on)]
    return rate(sum(bool(getattr(one, mark)) for one in registered), len(registered))


def _on_time(asked: Asked, rule: str) -> Counted:
    known = [
        one
        for one in asked.known.clocks
        if one.rule_id == rule and asked.within(one.opened_on) and (one.over or one.breached)
    ]
    return rate(sum(not one.breached for one in known), len(known))


def _copies(asked: Asked, organ: str, kinds: frozenset[str]) -> Counted:
    base = [one for one in _sent(asked) if one.kind in kinds]
    if not asked.known.copies_kept:
        return Counted(Decimal(0), 0)
    return rate(sum(organ in one.copied_to for one in base), len(base))


def _court_advice(asked: Asked) -> Counted:
    came = [one for one in asked.known.clues if one.source == "judicial_advice" and asked.within(one.registered_on)]
    return rate(sum(one.closed for one in came), len(came))


def _rectified(asked: Asked, *results: str) -> Counted:
    base = rectification_due(asked.letters, asked.today)
    return rate(len(rectified(base, *results)), len(base))


FIGURES: Mapping[str, Callable[[Asked], Counted]] = {
    "clues": lambda a: count(sum(a.within(one.registered_on) for one in a.known.clues)),
    "clues_accepted": lambda a: _clues(a, "accepted"),
    "clues_declined": lambda a: _clues(a, "declined"),
    "clues_handed_on": lambda a: _clues(a, "handed_on"),
    "issued": lambda a: count(len(a.letters)),
    "sent": lambda a: count(len(_sent(a))),
    "sent_notice": lambda a: count(len(_sent(a, "notice"))),
    "sent_opinion": lambda a: count(len(_sent(a, "opinion"))),
    "sent_recommendation": lambda a: count(len(_sent(a, "recommendation"))),
    "sent_public_notice": lambda a: count(len(_sent(a, "public_notice"))),
    "sent_by_basic": lambda a: count(sum(one.issuer_level in BELOW_COUNTY for one in _sent(a))),
    "reject_on_time": lambda a: _on_time(a, "LTR-REJECT-NOTICE"),
    "investigated_on_time": lambda a: _on_time(a, "LTR-INVESTIGATE"),
    "days_to_issue": lambda a: middle((one.issued_on - one.accepted_on).days for one in a.letters if one.accepted_on),
    "days_to_service": lambda a: middle((one.served_on - one.issued_on).days for one in a.letters if one.served_on),
    "days_to_reply": lambda a: middle(
        (one.replied_on - one.served_on).days for one in answers(a.letters) if one.replied_on and one.served_on
    ),
    "reply_rate": lambda a: rate(len(replied(reply_due(a.letters, a.today))), len(reply_due(a.letters, a.today))),
    "reply_on_time_rate": lambda a: rate(
        len(replied_on_time(reply_due(a.letters, a.today))), len(reply_due(a.letters, a.today))
    ),
    "rectified_full": lambda a: _rectified(a, "full"),
    "rectified_any": lambda a: _rectified(a, "full", "partial"),
    "refusal_rate": lambda a: rate(
        sum(one.refused_on is not None for one in brought(a.letters)), len(brought(a.letters))
    ),
    "objection_rate": lambda a: rate(sum(one.objected for one in answers(a.letters)), len(answers(a.letters))),
    "objection_upheld_rate": lambda a: rate(
        sum(one.assessed_as == "objection_upheld" for one in answers(a.letters) if one.objected),
        sum(one.objected for one in answers(a.letters)),
    ),
    "to_opinion": _to_opinion,
    "to_recommendation": _to_recommendation,
    "filing_rate": lambda a: rate(
        sum(one.filed_on is not None for one in filing_due(a.letters, a.today)), len(filing_due(a.letters, a.today))
    ),
    "not_filed_rate": lambda a: rate(
        sum(one.filed_on is None and one.not_filed_why is not None for one in filing_due(a.letters, a.today)),
        len(filing_due(a.letters, a.today)),
    ),
    "feedback_rate": lambda a: rate(
        sum(one.fed_back_on is not None for one in feedback_due(a.letters, a.today)),
        len(feedback_due(a.letters, a.today)),
    ),
    "feedback_on_time_rate": _feedback_on_time,
    "workers": lambda a: count(workers(_sent(a))),
    "money": _money,
    "court_copies": lambda a: _copies(a, "court", TO_EMPLOYERS),
    "procuratorate_copies": lambda a: _copies(a, "procuratorate", frozenset({"opinion", "recommendation"})),
    "clues_to_procuratorate": lambda a: count(
        sum(one.to_procuratorate and a.within(one.registered_on) for one in a.known.clues)
    ),
    "court_advice": _court_advice,
}
