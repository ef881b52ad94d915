"""Related cases: seen from both, linked once, parted, and linked again."""

import pytest

from cases.views.case_file import linked_cases
from foundation.errors import NotFound, NotPossible
from tests.office import Office
from tests.stories.scripts import opening


def test_two_cases_are_related_once_and_seen_from_both(office: Office) -> None:
    one = office.act("open_case", **opening("wage_arrears"))
    other = office.act("open_case", **opening("labour_dispute"))
    assert one.case_id is not None
    assert other.case_id is not None
    office.act("link_case", one.case_id, other=other.case_number, reason="同一工地")
    for mine, theirs in ((one, other), (other, one)):
        with office.engine.connect() as connection:
            assert [(row.kind, row.number) for row in linked_cases(connection, mine.case_id)] == [
                ("related", theirs.case_number)
            ]
    with pytest.raises(NotPossible, match="已经关联"):
        office.act("link_case", other.case_id, other=one.case_number, reason="同一工地")
    office.act("unlink_case", other.case_id, other=one.case_number, reason="不是")
    with office.engine.connect() as connection:
        assert list(linked_cases(connection, one.case_id)) == []
    with pytest.raises(NotPossible, match="没有关联"):
        office.act("unlink_case", one.case_id, other=other.case_number, reason="不是")
    office.act("link_case", one.case_id, other=other.case_number, reason="还是同一工地")
    with pytest.raises(NotPossible, match="自己"):
        office.act("link_case", one.case_id, other=one.case_number, reason="误填")
    with pytest.raises(NotFound, match="没有案号"):
        office.act("link_case", one.case_id, other="〔2026〕薪9999号", reason="误填")
