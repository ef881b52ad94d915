"""The first level of a clock: a right of the worker that is learnt of late is told at once."""

from datetime import UTC, datetime, timedelta

import pytest

from foundation.clock import OFFICE
from notifications.ahead import AID_FIRST, aid_first, aid_first_within, danger, endangered
from notifications.ladder import first_fire_at, first_rung, ladders, rung_of
from notifications.wording import Warned, alert_body

DUE = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)


def opened(days: float) -> datetime:
    """So many days before the end."""
    return DUE - timedelta(days=days)


@pytest.mark.parametrize(
    ("left", "level"), [(400, -6), (60.1, -6), (60, -6), (59, -6), (20, -5), (8, -4), (5, -3), (2, -2), (0.2, -1)]
)
def test_of_a_right_the_last_passed_warning_fires_at_once(left: float, level: int) -> None:
    rung = first_rung("right", DUE, opened(left))
    assert rung is not None
    assert rung.level == level
    assert first_fire_at(rung, DUE, opened(left)) == max(opened(left), rung.fire_at(DUE))


def test_what_has_run_out_is_a_breach_and_happened_when_it_did() -> None:
    for kind in ("right", "stage"):
        rung = first_rung(kind, DUE, DUE + timedelta(days=3))
        assert rung is not None
        assert rung.fact == "breached"
        assert first_fire_at(rung, DUE, DUE + timedelta(days=3)) == DUE


def test_an_office_limit_opened_late_is_not_warned_of_twice() -> None:
    rung = first_rung("stage", DUE, DUE - timedelta(hours=2))
    assert rung is not None
    assert rung.fact == "breached"
    assert first_rung("citizen", DUE, opened(1)) is None


def test_everybody_is_told_of_every_level_of_a_right() -> None:
    warnings = [rung for rung in ladders()["right"] if rung.fact == "warned"]
    assert [rung.offset.days for rung in warnings] == [-60, -30, -15, -7, -3, -1]
    assert all({"handler", "supervisor"} <= set(rung.tell) for rung in ladders()["right"])


def test_danger_begins_with_the_first_warning() -> None:
    assert danger() == -ladders()["right"][0].offset
    assert endangered(DUE, DUE - danger())
    assert not endangered(DUE, DUE - danger() - timedelta(seconds=1))
    assert endangered(DUE, DUE + timedelta(days=1))
    assert not endangered(None, DUE)


def test_aid_comes_first_with_fewer_days_than_the_law_says() -> None:
    within = aid_first_within()
    assert not aid_first(DUE, DUE - within)
    assert aid_first(DUE, DUE - within + timedelta(minutes=1))
    assert not aid_first(DUE, DUE)
    assert not aid_first(None, DUE)


@pytest.mark.parametrize("rung", ladders()["right"], ids=lambda rung: str(rung.level))
def test_the_last_warnings_speak_of_aid_first(rung: object) -> None:
    level = getattr(rung, "level", 0)
    one = rung_of("right", level)
    body = alert_body(Warned("〔2026〕薪0001号", "仲裁时效", "LA-27-1", DUE, one.fact, level, False, True))
    wanted = one.fact == "warned" and -one.offset <= aid_first_within()
    assert (AID_FIRST in body) == wanted
    assert ("《法律援助法》第44条" in body) == wanted
    assert wanted == (level in (-3, -2, -1))
    office = Warned("〔2026〕薪0001号", "调解", "LA-14-1", DUE, "warned", 0, False, False)
    assert AID_FIRST not in alert_body(office)


def test_the_end_of_a_day_is_told_as_that_day() -> None:
    midnight = DUE.astimezone(OFFICE)
    body = alert_body(Warned("〔2026〕薪0001号", "仲裁时效", "LA-27-1", midnight, "warned", -1, False, True))
    assert "截止于 2026-12-01 24:00" in body
    evening = midnight - timedelta(hours=4)
    body = alert_body(Warned("〔2026〕薪0001号", "首次联系", "SVC-FIRST-RESPONSE", evening, "warned", 0, False, False))
    assert "截止于 2026-12-01 20:00" in body
