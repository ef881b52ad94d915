"""Every version of a chart is kept: what a running case follows is never changed under it."""

from dataclasses import replace
from pathlib import Path

import pytest

from workflows.charts.registry import CHARTS, VERSIONS, chart_for, find_state, known_states, versions_of
from workflows.charts.snapshot import HISTORY, from_text, older, path_of, to_text


@pytest.mark.parametrize("name", CHARTS)
def test_the_present_version_is_frozen_as_it_is(name: str) -> None:
    """Whoever changes a chart raises its version and runs scripts/charts.py --freeze."""
    chart = CHARTS[name]
    kept = path_of(name, chart.version)
    assert kept.exists(), "run scripts/charts.py --freeze"
    assert kept.read_text(encoding="utf-8") == to_text(chart), f"{name} was changed: raise its version"


def test_every_frozen_version_is_registered_and_nothing_else() -> None:
    frozen = {path.stem for path in HISTORY.glob("*.json")}
    assert frozen == {f"{name}_v{version}" for name, version in VERSIONS}


@pytest.mark.parametrize("key", VERSIONS, ids=str)
def test_a_snapshot_gives_back_the_chart(key: tuple[str, int]) -> None:
    chart = VERSIONS[key]
    again = from_text(to_text(chart))
    assert again == chart
    assert list(again.moves) == list(chart.moves)
    assert [type(state.owner) for state in again.states.values()] == [
        type(state.owner) for state in chart.states.values()
    ]


def test_a_gap_in_the_history_is_an_error_at_once(tmp_path: Path) -> None:
    chart = CHARTS["wage_arrears"]
    path_of("wage_arrears", 1, tmp_path).write_text(to_text(replace(chart, version=1)), encoding="utf-8")
    assert [one.version for one in older("wage_arrears", 2, tmp_path)] == [1]
    with pytest.raises(FileNotFoundError):
        older("wage_arrears", 3, tmp_path)


def test_an_unknown_version_is_said_and_never_guessed() -> None:
    with pytest.raises(LookupError, match="第 999 版"):
        chart_for("wage_arrears", 999)


def test_a_state_is_read_in_its_own_version_first(monkeypatch: pytest.MonkeyPatch) -> None:
    newest = CHARTS["wage_arrears"]
    renamed = replace(newest.states["failed"], label="调解未成")
    gone = {name: state for name, state in newest.states.items() if name != "breached"}
    coming = replace(newest, version=newest.version + 1, states={**gone, "failed": renamed})
    monkeypatch.setitem(VERSIONS, ("wage_arrears", coming.version), coming)
    found = [find_state("wage_arrears", "failed", version) for version in (newest.version, coming.version, None)]
    assert [state.label for state in found if state] == ["调解不成", "调解未成", "调解未成"]
    # The journal of a migrated case still speaks of states that its version no longer has.
    before = find_state("wage_arrears", "breached", coming.version)
    assert before is not None
    assert before.label == "未履行"
    assert versions_of("wage_arrears")[0] is coming
    assert "breached" not in known_states()["wage_arrears", coming.version]
