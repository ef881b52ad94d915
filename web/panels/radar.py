"""What a case may repeat: hints with a way to join the files. They block nothing."""

from cases.views.radar import around_case
from web.panels import Panel

PANELS = (
    Panel(
        "radar",
        "可能相关的案件",
        "case/radar.html",
        "right",
        50,
        load=around_case,
        of_others=True,
        hidden_when_empty=True,
    ),
)
