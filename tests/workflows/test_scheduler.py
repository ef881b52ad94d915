"""The pulse beats on quietly when a beat takes longer than the time between two."""

import logging
import threading
import time

import pytest
import sqlalchemy as sa

from foundation.settings import Settings
from workflows.scheduler import Pulse, scheduler_of


def test_a_slow_beat_is_neither_doubled_nor_complained_of(
    db: sa.Engine, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[float] = []
    at_once: list[int] = []
    inside = threading.Semaphore(1)

    def slow(_pulse: Pulse) -> None:
        at_once.append(inside.acquire(blocking=False))
        begun.append(time.monotonic())
        time.sleep(0.3)
        inside.release()

    def nothing(_pulse: Pulse) -> None:
        pass

    monkeypatch.setattr(Pulse, "beat", slow)
    for name in ("send", "catch_up", "letter_steps"):
        monkeypatch.setattr(Pulse, name, nothing)
    conf = Settings(tick_seconds=0.05)
    scheduler = scheduler_of(Pulse(db, conf), conf)
    threading.Timer(1.0, lambda: scheduler.shutdown(wait=True)).start()
    with caplog.at_level(logging.WARNING):
        scheduler.start()
    assert len(begun) >= 2
    assert all(at_once)
    assert caplog.messages == []
