"""推举代表: how many representatives a collective dispute needs, asked of the table of collective disputes."""

from dataclasses import dataclass
from datetime import date

from rules.findings.catalogue import inquiry
from rules.findings.finding import Part

GROUP = "代表"
NEEDED = ("elect", "too_few", "too_many")


@dataclass(frozen=True)
class Election:
    """What the rules say to this many people with this many representatives."""

    result: str
    says: str
    articles: str

    @property
    def fits(self) -> bool:
        """Whether the number is what the rules want."""
        return self.result == "fits"

    @property
    def needed(self) -> bool:
        """Whether representatives must be chosen, or chosen anew."""
        return self.result in NEEDED


def election(on: date, people: int, representatives: int | None) -> Election:
    """The rules' answer on a day. Raises RuleError."""
    asked = inquiry("collective")
    form = asked.form(
        day=on, workers=people, way="arbitration", same_claim=True, representatives=representatives or None
    )  # type: ignore[call-arg]  # the form of this question
    part: Part = next(one for one in asked.ask(form).parts if one.group == GROUP)
    return Election(part.result, part.says, "；".join(one.law for one in part.articles))
