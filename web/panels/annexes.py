"""文书材料 on the case page: the annexes that the file can fill, and why others cannot be had yet."""

from web.panels import Panel
from workflows.annexes.making import offers_on_file

PANELS = (Panel("annexes", "文书材料", "case/annexes.html", "right", 105, load=offers_on_file, hidden_when_empty=True),)
