"""Write docs/charts from the charts."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import workflows.commands  # noqa: F401 - declares the acts
from workflows.charts.registry import CHARTS, LETTER_CHART
from workflows.drawing import page

FOLDER = Path(__file__).parent.parent / "docs" / "charts"

if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, chart in {**CHARTS, "letter": LETTER_CHART}.items():
        (FOLDER / f"{name}.md").write_text(page(chart), encoding="utf-8")
