"""催办: how often the handler was reminded, and the button for it."""

from cases.views.urging import urged
from web.panels import Panel

PANELS = (
    Panel(
        "urging",
        "催办",
        "case/urging.html",
        "right",
        700,
        desks=("urging",),
        load=urged,
        hidden_when_empty=True,
    ),
)
