"""What was measured last, row by row: a run of some rows replaces these and keeps the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from benchmarks.page import Ratio, Wait

FILE = Path("docs") / "performance.json"


def _read() -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(FILE.read_bytes()) if FILE.exists() else {}
    return found


def kept(
    ratios: Sequence[Ratio], waits: Sequence[Wait], statements: Mapping[str, int] | None
) -> tuple[list[Ratio], list[Wait], Mapping[str, int]]:
    """The rows of this run beside those that it did not measure, written down."""
    before = _read()
    all_ratios = _merged([Ratio(**row) for row in before.get("ratios", ())], ratios)
    all_waits = _merged([Wait(**row) for row in before.get("waits", ())], waits)
    counted = statements if statements is not None else before.get("statements", {})
    rows = {
        "ratios": [asdict(one) for one in all_ratios],
        "waits": [asdict(one) for one in all_waits],
        "statements": dict(counted),
    }
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_bytes(orjson.dumps(rows, option=orjson.OPT_INDENT_2) + b"\n")
    return all_ratios, all_waits, counted


def _merged(old: Iterable[Any], new: Iterable[Any]) -> list[Any]:
    rows = {(one.work, one.store): one for one in old}
    rows.update({(one.work, one.store): one for one in new})
    return list(rows.values())
