"""The cards that every case has."""

from cases.views.case_file import alerts_of
from web.panels import Panel

PANELS = (
    Panel("letters", "违法事实与文书", "case/letters.html", "right", 100),
    Panel("journal", "办理日志", "case/journal.html", "right", 800, personal=True),
    Panel("alerts", "提醒记录", "case/alerts.html", "right", 900, load=alerts_of, hidden_when_empty=True),
)
