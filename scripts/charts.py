"""Write docs/charts from the charts; with --freeze also the snapshot of each case chart's present version."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import workflows.commands  # noqa: F401 - declares the acts
from workflows.charts.registry import CHARTS, LETTER_CHART
from workflows.charts.snapshot import path_of, to_text
from workflows.drawing import page

FOLDER = Path(__file__).parent.parent / "docs" / "charts"


def freeze() -> int:
    """Keep the present versions. A version that is kept already is never written over: cases may stand on it."""
    refused = 0
    for name, chart in CHARTS.items():
        path, text = path_of(name, chart.version), to_text(chart)
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"frozen {path.name}")
        elif path.read_text(encoding="utf-8") != text:
            refused += 1
            print(f"{path.name} is frozen and the class differs: raise `version` in {name}.py first", file=sys.stderr)
    return refused


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--freeze"]):
        sys.exit("usage: scripts/charts.py [--freeze]")
    if "--freeze" in sys.argv and freeze():
        sys.exit(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, chart in {**CHARTS, "letter": LETTER_CHART}.items():
        (FOLDER / f"{name}.md").write_text(page(chart), encoding="utf-8")
