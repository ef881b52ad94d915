"""抄送 on the letter itself: what the linkage rules of its region call for, what people took off or added, and why.

A draft shows them as they stand; with the number they are frozen like every other word of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from cases.letter_copy import COPY_ORGAN
from cases.views import tables as t
from cases.views.linkage_organs import names_beside
from foundation.errors import NotPossible
from foundation.work import Work
from workflows.letter_linkage import ON_PAPER, applying, facts_of, organ_name
from workflows.subjects import LetterNow

BY_HAND = "承办人决定（工会自定）"
# Fact of a letter that keeps what people decided, and the one that keeps what was frozen.
CHOICE, FROZEN = "copy_choice", "copies_frozen"


@dataclass(frozen=True)
class PaperCopy:
    """One organ: whether the letter names it as one that gets a copy, and by what."""

    organ: str
    name: str
    rule: str | None
    basis: str
    tag: str
    must: bool
    printed: bool
    changed: bool
    """Whether people took it off or added it."""
    local: bool
    """Whether its local name is known; else the general one is printed."""

    @property
    def as_fact(self) -> dict[str, Any]:
        """As the letter keeps it."""
        return {"organ": self.organ, "name": self.name, "rule": self.rule, "basis": self.basis, "tag": self.tag}


def copies_of(connection: sa.Connection, letter: Mapping[str, Any]) -> Sequence[PaperCopy]:
    """What stands or may stand under 抄送 of a letter of ours, in the order of the organs."""
    case = connection.execute(sa.select(t.case).where(t.case.c.id == letter["case_id"])).one()
    event = "published" if letter["kind"] == "public_notice" else "reached"
    facts = facts_of(connection, dict(case._mapping), letter["issuer_level"])
    known = names_beside(connection, letter["issuer"])
    choice: Mapping[str, Any] = letter["facts"].get(CHOICE) or {}
    added, dropped = choice.get("added", ()), choice.get("dropped", ())
    found: dict[str, PaperCopy] = {}
    for rule in applying(letter["region"], event, kind=letter["kind"], facts=lambda: facts):
        if rule.action not in ON_PAPER:
            continue
        for organ in rule.to:
            must = not rule.optional
            if organ in found and (found[organ].must or not must):
                continue
            changed = organ in (dropped if must else added)
            name = known.get(organ, organ_name(organ))
            found[organ] = PaperCopy(
                organ, name, rule.code, rule.basis, rule.tag, must, must != changed, changed, organ in known
            )
    for organ in added:
        if organ not in found:
            name = known.get(organ, organ_name(organ))
            found[organ] = PaperCopy(organ, name, None, BY_HAND, "D", False, True, True, organ in known)
    return [found[organ] for organ in COPY_ORGAN if organ in found]


def printed(connection: sa.Connection, letter: Mapping[str, Any]) -> list[str]:
    """The names as they are printed under 抄送."""
    return [one.name for one in copies_of(connection, letter) if one.printed]


def change(work: Work, letter: LetterNow, organs: Sequence[str], reason: str) -> dict[str, str]:
    """These organs and no others get a copy by the letter. Raises NotPossible where they do already."""
    now = copies_of(work.connection, letter.columns)
    if set(organs) == {one.organ for one in now if one.printed}:
        raise NotPossible("抄送没有变化：所选机关与现在的一致。")
    must = {one.organ for one in now if one.must}
    letter.facts = {
        **letter.facts,
        CHOICE: {
            "added": [one for one in COPY_ORGAN if one in organs and one not in must],
            "dropped": [one for one in COPY_ORGAN if one in must and one not in organs],
            "reason": reason,
            "by": work.by.name,
            "on": work.day.isoformat(),
        },
    }
    return {"copies": "、".join(COPY_ORGAN[one] for one in COPY_ORGAN if one in organs) or "不抄送"}


def freeze(work: Work, letter: LetterNow) -> None:
    """Keep the copies as they are numbered: names entered later change nothing."""
    chosen = [one for one in copies_of(work.connection, letter.columns) if one.printed]
    names = {"copies": [one.name for one in chosen], FROZEN: [one.as_fact for one in chosen]}
    letter.facts = {**letter.facts, **names}
