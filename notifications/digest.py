"""Many mails to one person at once become one that lists them: after a stopped night nobody reads a thousand."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml


class Mail(NamedTuple):
    """One mail to be posted; `is_right` puts a worker's expiring right before everything else."""

    key: str
    is_right: bool
    payload: Mapping[str, Any]


@lru_cache
def _limits() -> tuple[int, int]:
    row = yaml.safe_load((Path(__file__).parent / "digest.yaml").read_text(encoding="utf-8"))
    return int(row["singles"]), int(row["listed"])


def coalesced(account_id: str, mails: Sequence[Mail]) -> list[Mail]:
    """The mails themselves where they are few, else one digest, rights first; the same mails give the same key."""
    singles, listed = _limits()
    if len(mails) <= singles:
        return list(mails)
    ordered = sorted(mails, key=lambda mail: not mail.is_right)
    rights = sum(mail.is_right for mail in mails)
    lines = [str(mail.payload["subject"]) for mail in ordered[:listed]]
    if len(ordered) > listed:
        lines.append(f"……另有 {len(ordered) - listed} 条，见系统内“消息提醒”。")
    urgent = f"，其中劳动者权利时效 {rights} 条" if rights else ""
    digest = hashlib.sha256("\n".join(sorted(mail.key for mail in mails)).encode()).hexdigest()[:32]
    payload = {
        "account_id": account_id,
        "subject": f"【期限提醒汇总】{len(mails)} 条{urgent}",
        "body": "\n".join(lines),
        "case_id": None,
    }
    return [Mail(f"mail:digest:{digest}:{account_id}", rights > 0, payload)]
