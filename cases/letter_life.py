"""A letter's life for reading: groups of its states, and the line of its steps with who and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from foundation.clock import office_day

# Every state stands in exactly one group.
STATE_GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "drafting": ("拟稿、审核、签发", ("draft", "review", "approval")),
        "outgoing": ("编号、用印、送达", ("approved", "numbered", "sealed", "dispatched", "undelivered", "refused")),
        "awaiting": ("待答复", ("served", "overdue")),
        "answered": ("答复、整改、复查", ("replied", "rejected", "rectifying", "unrectified", "verified")),
        "authority": ("部门办理", ("filing", "silent", "not_filed", "filed", "disposed", "fed_back")),
        "escalated": ("已升级", ("escalated",)),
        "published": ("已公开发布", ("published",)),
        "ended": ("办结、归档", ("closed", "archived")),
        "fallen": ("撤回、作废、提请上级", ("withdrawn", "void", "handed_up")),
        "recorded": ("外来文书", ("recorded",)),
    }
)
# Nobody waits for anything of these any more.
OVER = frozenset({"closed", "archived", "handed_up", "withdrawn", "void", "recorded"})
# Until here the supervisor may withdraw; what has left the house only those who may sign.
IN_THE_HOUSE = frozenset({"draft", "review", "approval", "approved", "numbered", "sealed"})
STOPPED = frozenset({"handed_up", "withdrawn", "void"})


@dataclass(frozen=True)
class Step:
    """One step: done, now (it stands here), stuck (it stands here and something is wrong), passed over, or ahead."""

    name: str
    label: str
    standing: str
    by: str = ""
    on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class _Plan:
    name: str
    label: str
    states: tuple[str, ...]
    stuck: tuple[str, ...] = ()


_HOUSE = (
    _Plan("draft", "拟稿", ("draft",)),
    _Plan("review", "审核", ("review",)),
    _Plan("sign", "签发", ("approval",)),
    _Plan("number", "编号", ("approved",)),
    _Plan("seal", "用印", ("numbered",)),
)
_SENT = (
    _Plan("dispatch", "发出", ("sealed",)),
    _Plan("serve", "送达", ("dispatched",), ("undelivered", "refused")),
)
_END = (
    _Plan("close", "办结", ("verified", "fed_back", "published"), ("escalated",)),
    _Plan("archive", "归档", ("closed",)),
)
PLANS: Mapping[str, tuple[_Plan, ...]] = MappingProxyType(
    {
        "employer": (
            *_HOUSE,
            *_SENT,
            _Plan("reply", "答复", ("served",), ("overdue", "rejected")),
            _Plan("rectify", "整改", ("replied", "rectifying"), ("unrectified",)),
            _Plan("verify", "复查", ()),
            *_END,
        ),
        "authority": (
            *_HOUSE,
            *_SENT,
            _Plan("file", "部门立案", ("filing",), ("silent", "not_filed")),
            _Plan("dispose", "部门处理", ("filed",)),
            _Plan("feed_back", "反馈", ("disposed",)),
            *_END,
        ),
        "public": (*_HOUSE, _Plan("publish", "公开发布", ("sealed",)), *_END),
    }
)
ROAD = {"recommendation": "authority", "public_notice": "public"}
# Which act of the journal tells by whom a step was done, where the letter itself does not say it.
STEP_ACTS = {
    "number": ("number_letter",),
    "dispatch": ("dispatch_letter",),
    "serve": ("serve_letter", "leave_letter"),
    "publish": ("publish_letter",),
    "reply": ("record_reply",),
    "verify": ("verify_letter",),
    "file": ("record_filed",),
    "dispose": ("record_disposed",),
    "feed_back": ("record_feedback",),
    "close": ("close_letter",),
    "archive": ("archive_letter",),
}


def steps_of(letter: Any, doers: Mapping[str, str], state_words: Mapping[str, str]) -> Sequence[Step]:
    """The line of steps of a letter. `doers`: who did the last act of each name; `state_words`: the chart's words."""
    plan = PLANS[ROAD.get(letter.kind, "employer")]
    here = next((place for place, one in enumerate(plan) if letter.state in (*one.states, *one.stuck)), len(plan))
    if letter.state in STOPPED:
        facts = [_fact(letter, one.name) for one in plan]
        here = max((place for place, fact in enumerate(facts) if fact is not None), default=0) + 1
    return [_step(letter, one, place, here, doers, state_words) for place, one in enumerate(plan)]


def _step(
    letter: Any, one: _Plan, place: int, here: int, doers: Mapping[str, str], state_words: Mapping[str, str]
) -> Step:
    fact = _fact(letter, one.name)
    by = _by(letter, one.name, doers)
    if place == here and letter.state not in STOPPED:
        standing = "stuck" if letter.state in one.stuck else "now"
        done = one.name == "reply" and letter.replied_on is not None
        return Step(
            one.name, one.label, standing, by if done else "", fact if done else None, state_words[letter.state]
        )
    if fact is not None:
        return Step(one.name, one.label, "done", by, fact, _note(letter, one.name))
    return Step(one.name, one.label, "passed" if place < here else "ahead")


def _fact(letter: Any, name: str) -> date | None:
    """The day on which a step was done."""
    found = {
        "draft": letter.drafted_at,
        "review": letter.reviewed_at,
        "sign": letter.signed_at,
        "number": letter.numbered_at or letter.issued_on,
        "seal": letter.sealed_at,
        "dispatch": letter.dispatched_on,
        "publish": letter.published_on,
        "serve": letter.served_on,
        "reply": letter.replied_on,
        # Put right is what was seen to be so.
        "rectify": letter.verified_on if letter.rectification in ("full", "partial") else None,
        "verify": letter.verified_on,
        "file": letter.filed_on,
        "dispose": letter.disposed_on,
        "feed_back": letter.fed_back_on,
        "close": letter.closed_at if letter.state not in STOPPED else None,
        "archive": letter.archived_at,
    }[name]
    return office_day(found) if isinstance(found, datetime) else found


def _by(letter: Any, name: str, doers: Mapping[str, str]) -> str:
    said = {
        "draft": letter.drafted_by,
        "review": letter.reviewed_by,
        "sign": letter.signed_by,
        "seal": letter.sealed_by,
    }
    if name in said:
        return said[name] or ""
    return next((doers[act] for act in STEP_ACTS.get(name, ()) if act in doers), "")


def _note(letter: Any, name: str) -> str:
    if name == "reply" and letter.replied_on_time is not None:
        return "按期" if letter.replied_on_time else "逾期"
    return ""
