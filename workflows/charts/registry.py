"""The charts, compiled once at import: the newest of each type from its class, older ones from their snapshots."""

from workflows.charts.compiled import CompiledChart, StateInfo, compile_chart
from workflows.charts.labour_dispute import LabourDispute
from workflows.charts.legal_aid import LegalAid
from workflows.charts.letter import LetterChart
from workflows.charts.snapshot import older
from workflows.charts.supervision import Supervision
from workflows.charts.wage_arrears import WageArrears

CHART_CLASSES = (LabourDispute, WageArrears, LegalAid, Supervision)
# The newest of each type: what a new case begins with.
CHARTS: dict[str, CompiledChart] = {chart.case_type: compile_chart(chart) for chart in CHART_CLASSES}
# Every version that a case may stand on.
VERSIONS: dict[tuple[str, int], CompiledChart] = {
    (chart.case_type, chart.version): chart
    for newest in CHARTS.values()
    for chart in (*older(newest.case_type, newest.version), newest)
}
LETTER_CHART: CompiledChart = compile_chart(LetterChart)


def chart_for(case_type: str, version: int) -> CompiledChart:
    """The chart that a case of this type and version follows. Raises LookupError for one this program never had."""
    found = VERSIONS.get((case_type, version))
    if found is None:
        raise LookupError(f"本程序没有{case_type}状态图第 {version} 版；请用不早于写入该案件的程序版本。")
    return found


def versions_of(case_type: str) -> list[CompiledChart]:
    """All versions of a type, the newest first."""
    found = [chart for (name, _), chart in VERSIONS.items() if name == case_type]
    return sorted(found, key=lambda chart: -chart.version)


def find_state(case_type: str, state: str, version: int | None = None) -> StateInfo | None:
    """A state for reading: in the version asked for, else in the newest that has it (a journal goes back)."""
    own = VERSIONS.get((case_type, version)) if version is not None else None
    if own is not None and state in own.states:
        return own.states[state]
    return next((chart.states[state] for chart in versions_of(case_type) if state in chart.states), None)


def known_states() -> dict[tuple[str, int], frozenset[str]]:
    """The states of each version, for the nightly checks."""
    return {key: frozenset(chart.states) for key, chart in VERSIONS.items()}
