"""监督调查 on the case page: two supervisors, the papers of the investigation, talks, and consent to be named."""

from typing import Any

from cases.views.investigations import inquiry_of
from web.panels import Panel

ON_OPEN = frozenset(
    {
        "replace_supervisor",
        "issue_inquiry_letter",
        "give_investigation_notice",
        "add_investigation_record",
        "add_investigation_evidence",
        "close_investigation",
    }
)


def _fits(data: Any, act: str) -> bool:
    """What belongs to an investigation that goes on is offered where one does; one at a time is opened."""
    going_on = data is not None and data.going_on
    if act == "open_investigation":
        return not going_on
    if act == "withdraw_disclosure_consent":
        return data is not None and any(one.disclosure_withdrawn_on is None for one in data.consents)
    return going_on or act not in ON_OPEN


PANELS = (
    Panel(
        "investigation",
        "监督调查",
        "case/investigation.html",
        "wide",
        110,
        desks=("investigation",),
        load=inquiry_of,
        fits=_fits,
        personal=True,
    ),
)
