"""Running a plain function as a Prefect flow where Prefect answers, and without it where it does not.

Prefect is imported only here and only when a run starts. A batch is one flow run: a run costs a fifth of a
second, so nothing is started when nothing is due. The job's row is ours, so that the office reads it in Chinese.
"""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
import sqlalchemy as sa
import structlog

from foundation.clock import now
from foundation.ids import new_id
from foundation.runs import JobRun
from foundation.settings import Settings, settings
from foundation.work import SYSTEM, begin

JOB_WORDS = {
    "escalate": "逐级提醒",
    "letters": "文书起草",
    "deliver": "消息投递",
    "monthly_report": "月度报告",
    "checks": "每夜核对",
    "calendars": "放假安排",
    "letter_copies": "文书抄送提醒",
    "letter_checks": "整改复查提醒",
    "letter_overdue": "逾期文书报告",
}
ASK_AGAIN_AFTER = 30.0
ANSWER_WITHIN = 1.0

_log = structlog.get_logger()
_quiet_until = 0.0


def run_flow(
    name: str, engine: sa.Engine, at: datetime, job: Callable[[], Mapping[str, Any]], conf: Settings | None = None
) -> Mapping[str, Any]:
    """Run the job once, note the run, and return its result. Raises what the job raises."""
    conf = conf or settings()
    run_id = new_id()
    through = prefect_answers(conf)
    started = {"id": run_id, "job": name, "started_at": at, "via": "prefect" if through else "direct"}
    with begin(engine, by=SYSTEM, at=at) as work:
        work.writes.insert(JobRun, started)
    try:
        result, seen = _through_prefect(name, job) if through else (job(), {})
    except Exception as error:
        _finish(engine, run_id, {"state": "failed", "error": type(error).__name__})
        raise
    _finish(engine, run_id, {"state": "done", "result": dict(result), **seen})
    return result


def _finish(engine: sa.Engine, run_id: UUID, changes: dict[str, Any]) -> None:
    ended = now()
    with begin(engine, by=SYSTEM, at=ended) as work:
        work.writes.update(JobRun, {"id": run_id}, {**changes, "finished_at": ended})


def prefect_answers(conf: Settings) -> bool:
    """Whether a Prefect server answers now; a silent one is not asked again for half a minute."""
    global _quiet_until  # noqa: PLW0603 - one process, one view of its server
    if not conf.use_prefect or conf.prefect_api_url is None or time.monotonic() < _quiet_until:
        return False
    try:
        healthy = httpx.get(f"{conf.prefect_api_url}/health", timeout=ANSWER_WITHIN).status_code == httpx.codes.OK
    except httpx.HTTPError:
        healthy = False
    if not healthy:
        _quiet_until = time.monotonic() + ASK_AGAIN_AFTER
    return healthy


def _through_prefect(name: str, job: Callable[[], Mapping[str, Any]]) -> tuple[Mapping[str, Any], dict[str, Any]]:
    from prefect import flow
    from prefect.runtime import flow_run
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
    from prefect.states import Completed

    done: dict[str, Any] = {}

    @flow(name=JOB_WORDS.get(name, name))
    def batch() -> Any:
        done["seen"] = {"prefect_run_id": str(flow_run.id), "prefect_run_name": str(flow_run.name)}
        try:
            done["result"] = job()
        except Exception as error:
            done["error"] = error
            raise
        # The counts stand beside the run in Prefect's own list.
        return Completed(message=" ".join(f"{key}={value}" for key, value in done["result"].items()))

    try:
        # The heartbeat's thread would add a second to every run.
        with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            batch()
    except Exception as error:
        if "error" in done:
            raise
        # Prefect failed around the job, not the job: what is due must still be done, once.
        _log.warning("prefect_failed", error=type(error).__name__)
        if "result" not in done:
            done["result"] = job()
    result: Mapping[str, Any] = done["result"]
    return result, done.get("seen", {})
