"""Round trips per act: the one figure of speed that does not depend on the day."""

from pathlib import Path

from benchmarks.statements import statements_per_act
from tests.databases import fresh_engine

MOST_TO_OPEN = 6
MOST_TO_MOVE = 6
# Once in a case's life: whoever gets it is asked for retaliation, conflict of interest and open returns first.
MOST_TO_ASSIGN = 9


def test_statements_per_act_on_postgres(tmp_path: Path) -> None:
    with fresh_engine("postgres", tmp_path) as engine:
        counted = statements_per_act(engine)
    assert counted.pop("open_case") <= MOST_TO_OPEN
    assert counted.pop("assign") <= MOST_TO_ASSIGN
    assert len(counted) == 5
    assert {name: count for name, count in counted.items() if count > MOST_TO_MOVE} == {}
