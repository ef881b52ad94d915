"""Looking ahead for the worker's own rights: when one is in danger, and when legal aid must come before its papers."""

from datetime import datetime, timedelta
from functools import lru_cache

from notifications.ladder import RIGHT, ladders
from rules.book import UNITS, load_rules

# 法律援助法 44: with fewer days left than this, aid is given first and the formalities follow.
AID_RULE = "LAID-44"
AID_FIRST = "先行援助、后补手续"


@lru_cache
def danger() -> timedelta:
    """How long before its end a right counts as endangered: the first warning of the ladder of rights."""
    return -min(rung.offset for rung in ladders()[RIGHT])


@lru_cache
def aid_first_within() -> timedelta:
    """With fewer whole days left than this, 法律援助法 44 lets aid begin before its papers."""
    return timedelta(days=load_rules().get(AID_RULE).length)


@lru_cache
def aid_first_note() -> str:
    """What the article allows, in a sentence with its days and its article as the book has them."""
    rule = load_rules().get(AID_RULE)
    days = f"{rule.length}{UNITS[rule.unit]}"
    return f"{AID_FIRST}：距时效或者期限届满不足{days}的，可以先行提供法律援助，随后补办手续（{rule.legal_basis}）。"


def endangered(right_due_at: datetime | None, at: datetime) -> bool:
    """Whether a running right of the worker ends within the first warning, or has ended."""
    return right_due_at is not None and right_due_at <= at + danger()


def aid_first(right_due_at: datetime | None, at: datetime) -> bool:
    """Whether so little is left of a right (and it is not yet lost) that aid comes before its papers."""
    return right_due_at is not None and at < right_due_at < at + aid_first_within()
