"""What ties the handler to the case; shown only where there is something."""

from cases.views.conflict import handler_conflicts
from web.panels import Panel

PANELS = (
    Panel(
        "conflict", "承办人利害关系", "case/conflict.html", "wide", 10, load=handler_conflicts, hidden_when_empty=True
    ),
)
