"""The cards of classification, urgency and matters that must be reported."""

from cases.views.alarms import alarms_of
from web.panels import Panel

PANELS = (
    Panel("alarm", "紧急程度和必报", "case/alarm.html", "right", 40, desks=("alarm",), load=alarms_of),
    Panel("classification", "两级分类", "case/classification.html", "left", 150, desks=("classification",)),
)
