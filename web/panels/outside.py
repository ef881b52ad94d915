"""Cards for what happens outside the house and at the end."""

from typing import Any

from cases.views.ending import ending_of, volumes_of
from cases.views.outside import aid_of, proceedings_of
from web.panels import Panel

OVER = ("decided", "ended")


def running_fits(data: Any, act: str) -> bool:
    """Only what runs is heard and decided, and only what was advanced is claimed back."""
    if act in ("note_hearing", "record_proceeding_result"):
        return any(one.state not in OVER for one in data.proceedings)
    return act != "record_recourse" or bool(data.advances)


def subsidy_fits(data: Any, act: str) -> bool:
    """Only what was computed is approved, and only what was approved is paid."""
    wanted = {"approve_subsidy": "computed", "pay_subsidy": "approved"}.get(act)
    return wanted is None or any(one.state == wanted for one in data.subsidies)


def asked_fits(data: Any, act: str) -> bool:
    """Only what was asked is decided, and only what was decided is told; of checks the last counts."""
    demands = {one.state for one in data.demands}
    last = data.checks[-1] if data.checks else None
    fitting = {
        "ask_unreasonable": "asked" not in demands,
        "decide_unreasonable": "asked" in demands,
        "tell_unreasonable": "approved" in demands,
        "appeal_quality_check": last is not None and not last.passed and last.appeal == "none",
        "decide_quality_appeal": last is not None and last.appeal == "appealed",
    }
    return fitting.get(act, True)


def lent_fits(data: Any, act: str) -> bool:
    """Only what is out comes back, and only what is in goes out; pages are those of a catalogue that was made."""
    out = sum(one.returned_on is None for one in data.loans)
    if act == "set_archive_pages":
        return any(data.items.values())
    if act == "return_volume":
        return out > 0
    return act != "borrow_volume" or out < len(data.volumes)


PANELS = (
    Panel("referrals", "转办移送", "case/referrals.html", "left", 300, desks=("referral",)),
    Panel(
        "proceedings",
        "仲裁、诉讼、执行与垫付",
        "case/proceedings.html",
        "left",
        310,
        desks=("proceedings",),
        load=proceedings_of,
        fits=running_fits,
    ),
    Panel(
        "aid",
        "法律援助",
        "case/aid.html",
        "left",
        320,
        desks=("aid",),
        load=aid_of,
        fits=subsidy_fits,
        hidden_when_empty=True,
        personal=True,
    ),
    Panel(
        "callbacks",
        "回访、质检",
        "case/callbacks.html",
        "right",
        200,
        desks=("callback",),
        load=ending_of,
        fits=asked_fits,
        personal=True,
    ),
    Panel(
        "archive",
        "归档",
        "case/archive.html",
        "right",
        210,
        desks=("archive",),
        load=volumes_of,
        fits=lent_fits,
        hidden_when_empty=True,
    ),
)
