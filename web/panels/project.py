"""The site of a case, and who pays first there."""

from cases.views.projects import site_of
from web.panels import Panel

PANELS = (
    Panel(
        "project",
        "工程项目与清偿责任",
        "case/project.html",
        "left",
        150,
        desks=("project",),
        load=site_of,
        hidden_when_empty=True,
    ),
)
