"""Outside the house and at the end: referrals chased, aid with its lawyer, money approved, archives listed."""

from collections.abc import Iterator

import sqlalchemy as sa

from cases.checks.finding import Finding
from cases.checks.registry import Night, check

_UNCHASED = sa.text(
    'SELECT c.number, r.addressee_name FROM referral r JOIN "case" c ON c.id = r.case_id '
    "WHERE r.state = 'sent' AND c.closed_at IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM clock k WHERE k.referral_id = r.id AND k.kind = 'obligation')"
)
_UNLISTED = sa.text(
    "SELECT c.number FROM \"case\" c WHERE c.state = 'archived' AND c.chart_version >= 2 "
    "AND NOT EXISTS (SELECT 1 FROM archive_volume v JOIN archive_item i ON i.volume_id = v.id "
    "WHERE v.case_id = c.id AND v.archived_at IS NOT NULL)"
)
_UNCALLED = sa.text(
    "SELECT c.number FROM \"case\" c WHERE c.state IN ('closed', 'archived') AND c.chart_version >= 2 "
    # Joined files are called about where they went; a closed file without outcome is another check's word.
    "AND c.outcome <> 'merged' "
    "AND NOT EXISTS (SELECT 1 FROM callback b WHERE b.case_id = c.id)"
)
_UNAPPROVED = sa.text(
    'SELECT c.number FROM aid_subsidy s JOIN "case" c ON c.id = s.case_id '
    "WHERE s.state = 'paid' AND (s.approved_at IS NULL OR s.approved_by IS NULL)"
)
_UNAPPOINTED = sa.text(
    'SELECT c.number FROM aid_file f JOIN "case" c ON c.id = f.case_id '
    "WHERE f.granted = :yes AND f.appointed_on IS NULL AND c.closed_at IS NULL "
    "AND EXISTS (SELECT 1 FROM clock k WHERE k.case_id = c.id AND k.rule_id = 'SVC-AID-APPOINT' AND k.due_at < :at)"
).bindparams(sa.bindparam("at", type_=sa.DateTime(timezone=True)), sa.bindparam("yes", type_=sa.Boolean()))


@check("referral_clock", "发出的移送都有受理期限在盯")
def unchased(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Referrals that left the house and that nothing waits for."""
    for number, name in connection.execute(_UNCHASED):
        yield Finding("referral_clock", "error", number, f"移送{name}的一件已经发出，却没有受理（回执）期限。")


@check("archive_catalogue", "归档的案件都有卷内目录")
def unlisted(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Stored cases without a list of what lies in them."""
    for (number,) in connection.execute(_UNLISTED):
        yield Finding("archive_catalogue", "error", number, "已归档，但没有卷内目录。")


@check("closed_callback", "结案的案件都回访过")
def uncalled(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Closed cases that nobody called about."""
    for (number,) in connection.execute(_UNCALLED):
        yield Finding("closed_callback", "error", number, "已结案，但没有回访记录。")


@check("subsidy_approval", "发放的办案补贴都有批准")
def unapproved(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Subsidies that were paid and that nobody approved."""
    for (number,) in connection.execute(_UNAPPROVED):
        yield Finding("subsidy_approval", "error", number, "办案补贴已经发放，却没有批准。")


@check("aid_lawyer", "给予援助的都按期指派了律师")
def unappointed(connection: sa.Connection, night: Night) -> Iterator[Finding]:
    """Aid that was granted, and still no lawyer after the time for appointing one."""
    for (number,) in connection.execute(_UNAPPOINTED, {"at": night.at, "yes": True}):
        yield Finding("aid_lawyer", "warning", number, "已决定给予援助，指派期限已过，还没有指派律师。")
