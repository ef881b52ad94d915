"""The mediator's desk on the case page: evidence, meetings, agreements, visits and talks, files."""

from typing import Any

from cases.views.agreements import agreements_of
from cases.views.evidence import evidence_of
from cases.views.files import files_of_case
from cases.views.meetings import meetings_of, talks_of
from web.panels import Panel


def _meetings(data: Any, act: str) -> bool:
    """Only a planned meeting is moved or called off."""
    return act not in ("reschedule_meeting", "cancel_meeting") or any(one.row.state == "planned" for one in data)


def _agreements(data: Any, act: str) -> bool:
    """Only an application that was made is accepted or decided."""
    if act not in ("application_accepted", "record_confirmation_result"):
        return True
    every = [*data.loose, *(one for shown in data.shown for one in shown.confirmations)] if data else []
    open_ones = [one for one in every if one.result is None]
    return any(act != "application_accepted" or one.accepted_on is None for one in open_ones)


PANELS = (
    Panel("evidence", "证据清单", "case/evidence.html", "wide", 100, desks=("evidence",), load=evidence_of),
    Panel(
        "agreements",
        "协议与到账",
        "case/agreements.html",
        "left",
        200,
        desks=("agreements",),
        load=agreements_of,
        fits=_agreements,
        personal=True,
    ),
    Panel(
        "meetings",
        "调解会议",
        "case/meetings.html",
        "right",
        50,
        desks=("meetings",),
        load=meetings_of,
        fits=_meetings,
        personal=True,
    ),
    Panel("talks", "走访与联系", "case/talks.html", "right", 150, desks=("talks",), load=talks_of, personal=True),
    Panel("files", "文件", "case/files.html", "left", 400, load=files_of_case, personal=True),
)
