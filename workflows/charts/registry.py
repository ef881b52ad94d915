"""The charts, compiled once at import."""

from workflows.charts.compiled import CompiledChart, compile_chart
from workflows.charts.labour_dispute import LabourDispute
from workflows.charts.legal_aid import LegalAid
from workflows.charts.letter import LetterChart
from workflows.charts.wage_arrears import WageArrears

CHART_CLASSES = (LabourDispute, WageArrears, LegalAid)
CHARTS: dict[str, CompiledChart] = {chart.case_type: compile_chart(chart) for chart in CHART_CLASSES}
LETTER_CHART: CompiledChart = compile_chart(LetterChart)
