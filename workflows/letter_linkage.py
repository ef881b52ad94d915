"""Linkage with court, procuratorate and others: what the region's rules L1 to L9 make of an event on a file.

The rules are configuration with their basis and tag (letter_linkage.yaml). An event leaves rows that say what is
owed to whom; people send it and note the proof. The same event leaves the same rows once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from cases.claim import Violation
from cases.letter import Letter
from cases.letter_copy import LetterCopy
from cases.views.linkage_organs import names_beside
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
COPY_LIMIT = "SVC-LETTER-COPY"
# The union's own limits that the rules may name, and for what.
LIMITS = {
    COPY_LIMIT: "联动规则要求抄送、通报的期限",
    "SVC-COURT-FEEDBACK": "联动规则L4：向法院反馈督促结果的期限",
}
# What of the rules is a copy that the letter itself names; a clue or a joint word of the court is none.
ON_PAPER = ("notify", "copy")
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
        """新就业形态、女职工、未成年工、残疾职工、老年劳动者: as marked on the file, or as its matter says."""
        marked = bool(self.case["is_new_form"]) or bool(self.case["key_groups"])
        return marked or self.case["category"] == "women_minors" or bool(self.matters & KEY_MATTERS)


CONDITIONS: Mapping[str, Callable[[Facts], bool]] = {
    "key_group_or_mass": lambda facts: facts.key_group or facts.mass_dispute,
    "mass_dispute": lambda facts: facts.mass_dispute,
    "uncooperative": lambda facts: facts.uncooperative,
    "county_or_above": lambda facts: facts.issuer_level in MAY_RECOMMEND,
}


def applying(
    region: str,
    event: str,
    *,
    facts: Callable[[], Facts],
    kind: str | None = None,
    source: str | None = None,
) -> Sequence[LinkageRule]:
    """The rules of a region that an event calls for from us. `facts` are read only where a rule has conditions."""
    rules = [
        rule
        for rule in linkage(region)
        if rule.event == event
        and not rule.incoming
        and rule.to
        and rule.source in (None, source)
        and (not rule.kinds or kind in rule.kinds)
    ]
    if not any(rule.when for rule in rules):
        return rules
    known = facts()
    return [rule for rule in rules if all(CONDITIONS[name](known) for name in rule.when)]


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
    if events & {"reached", "published"}:
        _owe_by_hand(work, case, letter, cause=event)


def on_obstruction(work: Work, case: CaseNow) -> None:
    """The employer obstructs the investigation: no letter is needed to see that it does not cooperate."""
    conf = settings()
    _owe(work, case, "failed", region=conf.office_region, level=conf.office_level, cause="record_obstruction")


def on_marks(work: Work, case: CaseNow, cause: str) -> None:
    """What is marked on the file was changed: an employer that does not cooperate may concern a key group now."""
    conf = settings()
    if facts_of(work.connection, case.columns, conf.office_level).uncooperative:
        _owe(work, case, "failed", region=conf.office_region, level=conf.office_level, cause=cause)


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
    rules = applying(
        region,
        event,
        kind=letter.kind if letter is not None else None,
        source=source,
        facts=lambda: _facts(work, case, event, level),
    )
    known = names_beside(work.connection, letter.issuer if letter is not None else settings().office_name)
    named = on_paper(letter) if letter is not None else {}
    for rule in rules:
        for one in rule.to:
            # What the letter itself names as one that gets a copy gets it, also where the rule says 可以.
            paper = named.get(one) if rule.action in ON_PAPER else None
            about = case.id if rule.per_case or letter is None else letter.id
            work.writes.insert(
                LetterCopy,
                {
                    "owed_key": f"{about}:{rule.code}:{rule.action}:{one}",
                    "case_id": case.id,
                    "letter_id": letter.id if letter is not None else None,
                    "rule": rule.code,
                    "organ": one,
                    "organ_name": paper["name"] if paper else organ or known.get(one, organ_name(one)),
                    "action": rule.action,
                    "is_optional": rule.optional and paper is None,
                    "basis": rule.basis,
                    "tag": rule.tag,
                    "cause": cause,
                    "owed_on": work.day,
                    "due": due_of(work, rule.limit or (COPY_LIMIT if paper else None)),
                    "recorded_at": work.recorded_at,
                },
                unless_exists=True,
            )


def on_paper(letter: LetterNow) -> Mapping[str, Mapping[str, Any]]:
    """The copies that a numbered letter names, by organ."""
    return {one["organ"]: one for one in letter.facts.get("copies_frozen", ())}


def _owe_by_hand(work: Work, case: CaseNow, letter: LetterNow, *, cause: str) -> None:
    """What the letter names and no rule asks for: it was promised on paper."""
    if work.history:
        return
    for organ, paper in on_paper(letter).items():
        if paper["rule"] is None:
            work.writes.insert(
                LetterCopy,
                {
                    "owed_key": f"{letter.id}:paper:{organ}",
                    "case_id": case.id,
                    "letter_id": letter.id,
                    "organ": organ,
                    "organ_name": paper["name"],
                    "action": "copy",
                    "basis": paper["basis"],
                    "tag": paper["tag"],
                    "cause": cause,
                    "owed_on": work.day,
                    "due": due_of(work, COPY_LIMIT),
                    "recorded_at": work.recorded_at,
                },
                unless_exists=True,
            )


def due_of(work: Work, limit: str | None) -> date | None:
    """The last day by the union's own rule; none where none is named, or its calendar is not there yet."""
    if limit is None:
        return None
    try:
        due = answer(Question(limit, work.day), calendars.in_force(work)).due
    except RuleError:
        return None
    return due.date() if isinstance(due, datetime) else due


def _facts(work: Work, case: CaseNow, event: str, level: str) -> Facts:
    found = facts_of(work.connection, case.columns, level)
    noted = {row["matter"] for row in work.writes.noted(Violation) if row["case_id"] == case.id}
    return replace(found, matters=found.matters | noted, uncooperative=event == "failed" or found.uncooperative)


def facts_of(connection: sa.Connection, case: Mapping[str, Any], level: str) -> Facts:
    """What the conditions look at, as it is written."""
    matters = connection.execute(sa.select(_violation.c.matter).where(_violation.c.case_id == case["id"])).scalars()
    failed = sa.select(_letter.c.id).where(_letter.c.case_id == case["id"], _letter.c.state.in_(UNCOOPERATIVE))
    return Facts(
        case=case,
        matters=frozenset(matters),
        uncooperative=connection.execute(failed.limit(1)).one_or_none() is not None,
        issuer_level=level,
    )
