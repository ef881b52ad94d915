"""The case's campaigns, what it came from, and the issues it raised."""

from cases.views.prevention_campaigns import of_case
from web.panels import Panel

PANELS = (
    Panel("prevention", "专项行动与预防", "case/prevention.html", "right", 700, desks=("prevention",), load=of_case),
)
