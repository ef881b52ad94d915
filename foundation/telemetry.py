"""Logs and error reports without personal data. Sentry is off unless a DSN is set."""

import logging
import re
import sys
from typing import Any

import structlog

from foundation.settings import Settings

# Eleven-digit mobile numbers, landlines with area code, 18-digit ID numbers, long card numbers.
_NUMBERS = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{15,19})(?!\d)")
_PRIVATE = frozenset(
    {
        "phone",
        "id_number",
        "bank_card",
        "worker_name",
        "caller_name",
        "name",
        "password",
        "token",
        "narrative",
        "content",
    }
)
HIDDEN = "［已隐去］"


def scrub(value: Any) -> Any:
    """The same value without personal numbers and private fields, however deep."""
    if isinstance(value, str):
        return _NUMBERS.sub(HIDDEN, value)
    if isinstance(value, dict):
        return {key: HIDDEN if str(key) in _PRIVATE and item else scrub(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [scrub(item) for item in value]
    return value


def before_send(event: dict[str, Any], _hint: dict[str, Any]) -> dict[str, Any]:
    """What leaves for Sentry: no request bodies, no local variables, no numbers."""
    for unwanted in ("request", "user", "breadcrumbs", "extra"):
        event.pop(unwanted, None)
    for thread in (event.get("exception") or {}).get("values", []):
        thread["value"] = scrub(thread.get("value", ""))
        for frame in (thread.get("stacktrace") or {}).get("frames", []):
            frame.pop("vars", None)
    cleaned: dict[str, Any] = {key: value if key == "exception" else scrub(value) for key, value in event.items()}
    return cleaned


def _scrub_log(_logger: Any, _method: str, event: Any) -> Any:
    message = event.pop("event", "")
    return {"event": scrub(message), **scrub(dict(event))}


def set_up(conf: Settings) -> None:
    """Logging for this process: lines for people, JSON for machines; Sentry only with a DSN."""
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False) if conf.log_json else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=False),
            _scrub_log,
            renderer,
        ],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )
    if conf.sentry_dsn:
        import sentry_sdk

        sentry_sdk.init(
            dsn=conf.sentry_dsn,
            environment=conf.environment,
            send_default_pii=False,
            include_local_variables=False,
            max_request_body_size="never",
            before_send=before_send,  # type: ignore[arg-type]  # its Event is a TypedDict of the same shape
            before_send_transaction=before_send,  # type: ignore[arg-type]
        )
