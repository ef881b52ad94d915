"""The picture shows every day of the ledger once; what would change a deadline is asked, not guessed."""

from datetime import date

import pytest

from rules.deadline import Question, answer
from rules.picture import entries, picture
from rules.whatif import changes, question_of


def test_a_make_up_saturday_is_counted_and_said() -> None:
    certificate = answer(Question("LSI-18-1", date(2026, 2, 15))).certificate()
    said = [entry.said for entry in entries(certificate)]
    assert said[-1] == "2026-02-28（周六）调休上班计入，第5日"
    assert said[0] == "2026-02-16（周一）放假不计"
    (month,) = picture(certificate)
    cells = {cell.day: cell for week in month.weeks for cell in week if cell.day}
    assert (cells[date(2026, 2, 28)].kind, cells[date(2026, 2, 28)].marks) == ("make_up", ("raw", "due"))
    assert cells[date(2026, 2, 15)].marks == ("start",)
    assert month.weeks[0][6].day == date(2026, 2, 1)


def test_a_long_period_shows_its_ends() -> None:
    months = picture(answer(Question("LA-27-1", date(2025, 10, 1))).certificate())
    assert [month.title for month in months] == ["2025年10月", "2026年9月", "2026年10月"]
    assert [month.left_out for month in months] == [0, 10, 0]


@pytest.mark.parametrize("rule", ["LA-48-1", "LA-29-1", "LA-27-1", "LA-35-1", "MW-14-1", "LA-43-1"])
def test_every_day_stands_once(rule: str) -> None:
    found = answer(Question(rule, date(2026, 2, 6), suspend=((date(2026, 2, 10), date(2026, 2, 12)),)))
    days = [entry.day for entry in entries(found.certificate())]
    assert len(days) == len(set(days))
    assert sum(1 for entry in entries(found.certificate()) if entry.nth) == max(
        (run["total"] for run in found.certificate()["ledger"]), default=0
    )


def test_what_would_change_it() -> None:
    found = answer(Question("LA-43-1", date(2026, 3, 2), suspend=((date(2026, 3, 20), date(2026, 5, 19)),)))
    assert question_of(found.certificate()) == found.question
    said = "".join(changes(found))
    for words in (
        "若晚1日，截止为 2026-06-16",
        "最多15日，截止为 2026-06-30",
        "没有中止，截止为 2026-04-16",
        "重新计算",
    ):
        assert words in said, said
    assert any("不会提前" in one for one in changes(answer(Question("LA-27-1", date(2026, 3, 2)))))
