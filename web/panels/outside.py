"""Cards for what happens outside the house and at the end."""

from typing import Any

from cases.views.ending import ending_of, volumes_of
from cases.views.outside import aid_of, proceedings_of
from web.panels import Panel


def lent_fits(data: Any, act: str) -> bool:
    """Only what is out comes back, and only what is in goes out."""
    out = sum(one.returned_on is None for one in data.loans)
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
    ),
    Panel(
        "aid",
        "法律援助",
        "case/aid.html",
        "left",
        320,
        desks=("aid",),
        load=aid_of,
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
