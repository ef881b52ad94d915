"""The clue of a supervision file, and the acts of its desk."""

from cases.views.supervision import clue_of
from web.panels import Panel

PANELS = (
    Panel(
        "supervision",
        "监督线索",
        "case/supervision.html",
        "left",
        60,
        desks=("supervision",),
        load=clue_of,
        hidden_when_empty=True,
    ),
)
