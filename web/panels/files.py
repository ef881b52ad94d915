"""Everything on paper, in sound or in pictures that the file holds."""

from cases.views.files import files_of_case
from web.panels import Panel

PANELS = (Panel("files", "文件", "case/files.html", "left", 400, load=files_of_case),)
