"""Linkage with court, procuratorate and others: what the region's rules L1 to L9 make of an event on a file.

The rules are configuration with their basis and tag (letter_linkage.yaml). An event leaves rows that say what is
owed to whom; people send it and note the proof. The same event leaves the same rows once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import yaml

from cases.claim import Violation
from cases.letter import Letter
from cases.letter_copy import LetterCopy
from foundation.settings import settings
from foundation.work import Work
from rules.deadline import Question, answer
from rules.errors import RuleError
from rules.regions import chain
from workflows import calendars
from workflows.charts.guards import MAY_RECOMMEND
from workflows.subjects import CaseNow, LetterNow

FILE = Path(__file__).with_name("letter_linkage.yaml")
# What of a letter's chart is which event of the rules.
REACHED = frozenset({"serve_letter", "leave_letter", "refuse_service"})
PUBLISHED = frozenset({"publish_letter"})
# The union's own limits that the rules may name, and for what.
LIMITS = {
    "SVC-LETTER-COPY": "联动规则要求抄送、通报的期限",
    "SVC-COURT-FEEDBACK": "联动规则L4：向法院反馈督促结果的期限",
}
# Where a letter stands whose addressee does not cooperate.
UNCOOPERATIVE = ("overdue", "refused", "rejected", "unrectified", "escalated")
# 新就业形态, 女职工与未成年工; and what makes a dispute of many one of the state's concern (社保欠缴、拖欠农民工工资).
KEY_MATTERS = frozenset({"M09", "M15"})
WAGES, SOCIAL_INSURANCE = "M04", "M07"
_letter: sa.Table = Letter.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
_violation: sa.Table = Violation.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class LinkageRule:
    """One of L1 to L9 as it holds in a region; `incoming` ones are begun by others and leave nothing owed."""

    code: str
    region: str | None
    incoming: bool
    event: str
    kinds: tuple[str, ...]
    source: str | None
    when: tuple[str, ...]
    to: tuple[str, ...]
    action: str
    optional: bool
    per_case: bool
    limit: str | None
    basis: str
    tag: str
    says: str


@lru_cache
def _loaded() -> tuple[Mapping[str, str], tuple[LinkageRule, ...]]:
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return data["organs"], tuple(_rule(row) for row in data["rules"])


def _rule(row: Mapping[str, Any]) -> LinkageRule:
    unknown = set(row.get("when", ())) - set(CONDITIONS) | {row.get("limit")} - {None, *LIMITS}
    if unknown or row["direction"] not in ("in", "out") or row.get("duty", "may") not in ("must", "may"):
        raise ValueError(f"letter_linkage.yaml: {row['code']} {sorted(map(str, unknown))}")
    return LinkageRule(
        code=row["code"],
        region=row.get("region"),
        incoming=row["direction"] == "in",
        event=row["event"],
        kinds=tuple(row.get("kinds", ())),
        source=row.get("source"),
        when=tuple(row.get("when", ())),
        to=tuple(row.get("to", ())),
        action=row.get("action", ""),
        optional=row.get("duty", "may") == "may",
        per_case=row.get("once", "letter") == "case",
        limit=row.get("limit"),
        basis=row["basis"],
        tag=row["tag"],
        says=row["says"],
    )


def organ_name(organ: str) -> str:
    """What the organ is called where nobody has named it."""
    return _loaded()[0][organ]


@lru_cache
def linkage(region: str) -> tuple[LinkageRule, ...]:
    """The rules that hold in a region: of each number the rows of the nearest region that has any."""
    found: dict[str, tuple[LinkageRule, ...]] = {}
    for one in chain(region):
        rows = [rule for rule in _loaded()[1] if rule.region == one]
        for code in {rule.code for rule in rows}:
            found.setdefault(code, tuple(rule for rule in rows if rule.code == code))
    return tuple(rule for code in sorted(found) for rule in found[code])


@dataclass(frozen=True)
class Facts:
    """What the conditions look at."""

    case: Mapping[str, Any]
    matters: frozenset[str]
    uncooperative: bool
    issuer_level: str

    @property
    def mass_dispute(self) -> bool:
        """Many workers, over social insurance or the wages of migrant workers."""
        about = self.matters | {{"wages": WAGES, "social_insurance": SOCIAL_INSURANCE}.get(self.case["category"], "")}
        wages = WAGES in about and bool(self.case["is_migrant"])
        return bool(self.case["is_collective"]) and (wages or SOCIAL_INSURANCE in about)

    @property
    def key_group(self) -> bool:
        """新就业形态、女职工、未成年工."""
        women_or_minors = self.case["category"] == "women_minors"
        return bool(self.case["is_new_form"]) or women_or_minors or bool(self.matters & KEY_MATTERS)


CONDITIONS: Mapping[str, Callable[[Facts], bool]] = {
    "key_group_or_mass": lambda facts: facts.key_group or facts.mass_dispute,
    "mass_dispute": lambda facts: facts.mass_dispute,
    "uncooperative": lambda facts: facts.uncooperative,
    "county_or_above": lambda facts: facts.issuer_level in MAY_RECOMMEND,
}


def on_letter(work: Work, letter: LetterNow, case: CaseNow, event: str) -> None:
    """What a move of a letter calls for; asked by every move, answered by few."""
    events = set()
    if event in REACHED:
        events.add("reached")
    if event in PUBLISHED:
        events.add("published")
    if letter.state in UNCOOPERATIVE:
        events.add("failed")
    for one in sorted(events):
        _owe(work, case, one, region=letter.region, level=letter.issuer_level, letter=letter, cause=event)


def on_obstruction(work: Work, case: CaseNow) -> None:
    """The employer obstructs the investigation: no letter is needed to see that it does not cooperate."""
    conf = settings()
    _owe(work, case, "failed", region=conf.office_region, level=conf.office_level, cause="record_obstruction")


def on_clue(work: Work, case: CaseNow, source: str, organ: str | None) -> None:
    """A clue that another organ sent: what its result is owed to."""
    conf = settings()
    _owe(
        work, case, "clue", region=conf.office_region, level=conf.office_level, cause="register_clue",
        source=source, organ=organ,
    )  # fmt: skip


def _owe(
    work: Work,
    case: CaseNow,
    event: str,
    *,
    region: str,
    level: str,
    cause: str,
    letter: LetterNow | None = None,
    source: str | None = None,
    organ: str | None = None,
) -> None:
    if work.history:
        # What happened before the file was entered is told, not owed.
        return
    rules = [
        rule
        for rule in linkage(region)
        if rule.event == event
        and not rule.incoming
        and rule.to
        and rule.source in (None, source)
        and (not rule.kinds or (letter is not None and letter.kind in rule.kinds))
    ]
    if any(rule.when for rule in rules):
        facts = _facts(work, case, event, level)
        rules = [rule for rule in rules if all(CONDITIONS[name](facts) for name in rule.when)]
    for rule in rules:
        for one in rule.to:
            about = case.id if rule.per_case or letter is None else letter.id
            work.writes.insert(
                LetterCopy,
                {
                    "owed_key": f"{about}:{rule.code}:{rule.action}:{one}",
                    "case_id": case.id,
                    "letter_id": letter.id if letter is not None else None,
                    "rule": rule.code,
                    "organ": one,
                    "organ_name": organ or organ_name(one),
                    "action": rule.action,
                    "is_optional": rule.optional,
                    "basis": rule.basis,
                    "tag": rule.tag,
                    "cause": cause,
                    "owed_on": work.day,
                    "due": due_of(work, rule),
                    "recorded_at": work.recorded_at,
                },
                unless_exists=True,
            )


def due_of(work: Work, rule: LinkageRule) -> date | None:
    """The last day by the union's own rule; none where it names none, or its calendar is not there yet."""
    if rule.limit is None:
        return None
    try:
        due = answer(Question(rule.limit, work.day), calendars.in_force(work)).due
    except RuleError:
        return None
    return due.date() if isinstance(due, datetime) else due


def _facts(work: Work, case: CaseNow, event: str, level: str) -> Facts:
    matters = work.connection.execute(sa.select(_violation.c.matter).where(_violation.c.case_id == case.id)).scalars()
    noted = {row["matter"] for row in work.writes.noted(Violation) if row["case_id"] == case.id}
    return Facts(
        case=case.columns,
        matters=frozenset(matters) | noted,
        uncooperative=event == "failed" or _failed(work, case.id),
        issuer_level=level,
    )


def _failed(work: Work, case_id: UUID) -> bool:
    query = sa.select(_letter.c.id).where(_letter.c.case_id == case_id, _letter.c.state.in_(UNCOOPERATIVE))
    return work.connection.execute(query.limit(1)).one_or_none() is not None
