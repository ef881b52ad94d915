"""The chart checker with all that this program knows: its acts, guards, rules and codes."""

from functools import lru_cache

import sqlalchemy as sa

from cases.case import Case
from cases.codes import CLOCK_KIND, LETTER_KIND
from rules.book import load_rules
from workflows.acts import ACTS
from workflows.charts.checker import Defect, Known, check_chart
from workflows.charts.checker_together import check_all, check_declaration
from workflows.charts.guards import GUARDS
from workflows.charts.letter import LetterChart
from workflows.charts.registry import CHART_CLASSES, CHARTS, LETTER_CHART, VERSIONS

_case: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models


@lru_cache
def _rules() -> frozenset[str]:
    """Every rule by its id; a bare id and its first limit are one rule."""
    ids = load_rules().ids()
    return frozenset(ids) | frozenset(one.removesuffix(".1") for one in ids)


def known() -> Known:
    """What a chart may name."""
    return Known(
        acts=tuple(ACTS.values()),
        guards=GUARDS,
        rules=_rules(),
        clock_kinds=frozenset(CLOCK_KIND),
        drafts=frozenset(LETTER_KIND),
        flags=frozenset(column.name for column in _case.columns if isinstance(column.type, sa.Boolean)),
    )


def defects() -> list[Defect]:
    """Everything that is wrong with the charts: the newest with their acts, and older versions still followed."""
    knows = known()
    found = check_all(CHARTS, LETTER_CHART, knows)
    for declared in CHART_CLASSES:
        found += check_declaration(declared, CHARTS[declared.case_type])
    found += check_declaration(LetterChart, LETTER_CHART)
    older = [chart for chart in VERSIONS.values() if chart is not CHARTS[chart.case_type]]
    return found + [one for chart in older for one in check_chart(chart, knows)]
