"""The employer's answer through a signed one-time link: what the link is made of, when it is good, taking the answer.

The link is the identifier of its row, signed; the row keeps a hash of it. Whoever holds it sees what the letter
itself says, answers once, and learns nothing of the case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from itsdangerous import BadData, URLSafeSerializer
from pydantic import Field

from cases.clock_rows import Alert
from cases.codes import ITEM_ADMITTED, REPLY_STANCE
from cases.letter import Letter
from cases.reply_link import ReplyLink
from cases.views import tables as t
from cases.views.letter_answers import live_links
from foundation.clock import OFFICE, start_of
from foundation.crypto import derived
from foundation.database import is_postgres
from foundation.errors import NotAllowed, NotPossible, NotValid
from foundation.ids import new_id
from foundation.numbers import take
from foundation.work import Actor, Work
from people.roles import Role
from people.sign_in import token_hash
from workflows.attaching import Received, attach
from workflows.charts.registry import LETTER_CHART
from workflows.commands.letter_replies import RecordReply, ReplyItem, take_reply
from workflows.forms import Form, choice
from workflows.letter_service_rules import service_rules
from workflows.perform import check_unlocked, finish_case, naming
from workflows.subjects import CaseNow, LetterNow, read_case, read_letter

EMPLOYER = Actor("用人单位（网上答复）", Role.SYSTEM)
REFUSED = "链接无效、已过期或者已停用。请向发函的工会索取新的链接，或者书面答复。"
OVER = "这份文书已经办结或者撤回，不再需要网上答复。有疑问请与发函的工会联系。"
PAGE_EXPIRED = "页面已过期。您填写的内容还在，请核对后重新提交（文件须重新选择）。"


class LinkItem(Form):
    """The answer to one item."""

    seq: int = Field(title="第几项", ge=1, le=50)
    admitted: Annotated[str, choice(ITEM_ADMITTED)] = Field(title="是否认可")
    measure: str | None = Field(default=None, title="整改措施", max_length=2000)
    person: str | None = Field(default=None, title="责任人", max_length=60)
    due_on: date | None = Field(default=None, title="完成时限")
    evidence: str | None = Field(default=None, title="佐证材料", max_length=500)


class LinkReply(Form):
    """What an employer fills in."""

    items: tuple[LinkItem, ...] = Field(title="逐项答复", min_length=1, max_length=50)
    stance: Annotated[str, choice(REPLY_STANCE)] = Field(title="总的态度")
    reply: str = Field(title="答复内容", min_length=1, max_length=10000)
    answered_by: str = Field(title="答复人姓名", min_length=1, max_length=60)
    answered_title: str = Field(title="答复人职务", min_length=1, max_length=60)


@dataclass(frozen=True)
class Opened:
    """What stands behind a good link: its row, and what the letter itself says."""

    link: Any
    letter: Any
    items: Sequence[Any]


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(derived(f"reply-{purpose}"), salt="letter")


def token_of(link_id: UUID) -> str:
    """The token of a link; it is made again from the key, and never kept."""
    text: str = _signer("link").dumps(link_id.hex)
    return text


def form_nonce(link_id: UUID, at: datetime) -> str:
    """What a form of this link carries: another site's page cannot know it, and with the link it is good once."""
    text: str = _signer("form").dumps([link_id.hex, int(at.timestamp())])
    return text


def check_nonce(given: str, link_id: UUID, at: datetime) -> None:
    """Raises NotValid for a form that did not come from the link's own page, or lay about for too long."""
    try:
        told, since = _signer("form").loads(given)
        fresh = told == link_id.hex and 0 <= at.timestamp() - since + 60 <= service_rules().reply_link.form_hours * 3600
    except (BadData, ValueError, TypeError):
        fresh = False
    if not fresh:
        raise NotValid(PAGE_EXPIRED)


def make(work: Work, letter: LetterNow) -> UUID:
    """A new link for this letter; every earlier one that was not used ends."""
    _end(work, sa.select(t.reply_link.c.id).where(t.reply_link.c.letter_id == letter.id, *_NOT_OVER))
    link_id, rules = new_id(), service_rules().reply_link
    last = max(letter.reply_due or work.day, work.day) + timedelta(days=rules.days_after)
    work.writes.insert(
        ReplyLink,
        {
            "id": link_id,
            "letter_id": letter.id,
            "token_hash": token_hash(token_of(link_id)),
            "made_by": work.by.name,
            "made_at": work.at,
            "last_day": last,
            "expires_at": start_of(last + timedelta(days=1)),
        },
    )
    return link_id


def revoke(work: Work, letter: LetterNow) -> int:
    """End what could still be used; returns how many links that were."""
    return _end(work, live_links(letter.id, work.at))


_NOT_OVER = (t.reply_link.c.used_at.is_(None), t.reply_link.c.revoked_at.is_(None))


def _end(work: Work, query: sa.Select[tuple[UUID]]) -> int:
    found = work.connection.execute(query).scalars().all()
    for link_id in found:
        work.writes.update(ReplyLink, {"id": link_id}, {"revoked_at": work.at, "revoked_by": work.by.name})
    return len(found)


def reveal(work: Work, link_id: UUID) -> str:
    """The token, once. Raises NotAllowed, NotPossible."""
    if work.by.role not in (Role.MEDIATOR, Role.SUPERVISOR):
        raise NotAllowed("答复链接须由调解员或者主管查看。")
    query = sa.select(t.reply_link).where(t.reply_link.c.id == link_id)
    row = work.connection.execute(query.with_for_update() if is_postgres(work.connection) else query).one_or_none()
    if row is None or row.revoked_at is not None or row.used_at is not None or row.expires_at <= work.at:
        raise NotPossible("这个链接已经用过、停用或者过期；请重新生成答复链接。")
    if row.shown_at is not None:
        raise NotPossible("链接只显示一次，已经显示过；没有记下的，请重新生成答复链接（旧链接随即停用）。")
    work.writes.update(ReplyLink, {"id": link_id}, {"shown_at": work.at})
    return token_of(link_id)


def open_link(connection: sa.Connection, token: str, at: datetime, *, lock: bool = False) -> Opened:
    """What stands behind a token. Raises NotAllowed for what is forged, ended, past its day, or no longer wanted.

    A link that was used still opens, to show its receipt.
    """
    try:
        link_id = UUID(_signer("link").loads(token))
    except (BadData, ValueError, TypeError, AttributeError):
        raise NotAllowed(REFUSED) from None
    query = sa.select(t.reply_link).where(t.reply_link.c.id == link_id, t.reply_link.c.token_hash == token_hash(token))
    link = connection.execute(query.with_for_update() if lock and is_postgres(connection) else query).one_or_none()
    if link is None or link.revoked_at is not None or link.expires_at <= at:
        raise NotAllowed(REFUSED)
    letter = connection.execute(sa.select(t.letter).where(t.letter.c.id == link.letter_id)).one()
    if link.used_at is None and (letter.state, "record_reply") not in LETTER_CHART.moves:
        raise NotAllowed(OVER)
    items = sa.select(t.letter_item).where(t.letter_item.c.letter_id == letter.id).order_by(t.letter_item.c.seq)
    return Opened(link, letter, connection.execute(items).all())


def note_opened(work: Work, link_id: UUID) -> None:
    """That the link was first opened."""
    work.writes.update(ReplyLink, {"id": link_id}, {"opened_at": work.at})


def check_not_locked(link: Any, at: datetime) -> None:
    """Raises NotPossible while too many wrong forms came through this link."""
    if link.locked_until is not None and link.locked_until > at:
        until = link.locked_until.astimezone(OFFICE)
        raise NotPossible(f"填错次数过多，请在 {until:%H:%M} 以后再提交。您填写的内容还在页面上。")


def note_failure(work: Work, link: Any) -> None:
    """One wrong form more; after so many the link rests for a while, as a sign-in does."""
    rules = service_rules().reply_link
    failures = link.failures + 1
    locked = failures >= rules.most_failures
    until = work.at + timedelta(minutes=rules.locked_minutes) if locked else None
    changes = {"failures": 0 if locked else failures, "locked_until": until}
    work.writes.update(ReplyLink, {"id": link.id}, changes)


def check_items(opened: Opened, form: LinkReply) -> None:
    """Raises NotValid unless every item of the letter is answered, once."""
    if sorted(one.seq for one in form.items) != [one.seq for one in opened.items]:
        raise NotValid("请逐项答复文书列出的每一项问题。", fields={"items": "须逐项答复"})


def take_answer(work: Work, token: str, form: LinkReply, files: Sequence[Received]) -> str:
    """Keep the answer with its files, once; returns the number of the receipt.

    Sent twice it is one answer. Raises NotAllowed, NotValid, NotPossible.
    """
    letter = read_letter(work, open_link(work.connection, token, work.at).letter.id)
    opened = open_link(work.connection, token, work.at, lock=True)
    if opened.link.used_at is not None:
        return str(opened.link.receipt)
    check_items(opened, form)
    attached = []
    for got in files:
        attached.append(
            attach(work, "letter", letter.id, {"kind": "other", "label": f"网上答复：{got.name}"[:120]}, got)
        )
        # The next one reads the file's journal again.
        work.write_now()
    case = read_case(work, letter.case_id)
    check_unlocked(case)
    reply_id, receipt = new_id(), f"网答〔{work.day.year}〕{take(work, f'web-reply:{work.day.year}')}号"
    told = RecordReply(
        replied_on=work.day,
        stance=form.stance,
        way="link",
        reply=form.reply,
        answered_by=form.answered_by,
        answered_title=form.answered_title,
        items=tuple(ReplyItem(**one.model_dump()) for one in form.items),
        attachment_id=attached[0].attachment_id if attached else None,
    )
    made = take_reply(work, letter, case, told, late_reason="网上答复即时收到", proved=True, reply_id=reply_id)
    letter.version += 1
    work.writes.update(Letter, {"id": letter.id}, letter.changes)
    work.writes.update(
        ReplyLink, {"id": opened.link.id}, {"used_at": work.at, "reply_id": reply_id, "receipt": receipt, "failures": 0}
    )
    detail = {**naming(letter), "receipt": receipt, **made}
    finish_case(work, case, "record_reply", "网上答复", case.state, detail)
    _tell(work, letter, case, receipt)
    return receipt


def _tell(work: Work, letter: LetterNow, case: CaseNow, receipt: str) -> None:
    """A word to whoever handles the file, else to the desk."""
    when = "按期" if letter.replied_on_time else "逾期"
    to: dict[str, Any] = {"role": Role.MEDIATOR.value}
    if case.handler_id is not None:
        to = {"account_id": case.handler_id}
    work.writes.insert(
        Alert,
        {
            "key": f"alert:reply-link:{receipt}",
            "case_id": letter.case_id,
            "letter_id": letter.id,
            "title": f"{letter.kind_label}收到网上答复"[:120],
            "body": f"{letter.number or letter.kind_label}收到用人单位网上答复（{when}），回执号{receipt}，请评估。",
            "at": work.at,
            "recorded_at": work.recorded_at,
            "is_history": work.history,
            **to,
        },
    )
