"""Mail through a real SMTP server: once each, again with the same Message-ID when its fate is unknown."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller

from foundation.outbox import OutboxMessage
from foundation.settings import Settings
from foundation.work import SYSTEM, begin
from notifications import email
from notifications.delivery import LEASE, deliver
from tests.office import MORNING, Office


class Postbox:
    """Keeps what it is given; refuses while `closed`."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.closed = False

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.closed:
            return "451 try again later"
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, Settings]]:
    """A real server on a free port."""
    box = Postbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, Settings(smtp_host="127.0.0.1", smtp_port=port, mail_from="weiquan@office.test")
    controller.stop()


def put(office: Office, count: int) -> None:
    """Waiting mails for the supervisor."""
    receiver = str(office.account_id("zhuguan"))
    with begin(office.engine, by=SYSTEM, at=MORNING) as work:
        for place in range(count):
            payload = {"account_id": receiver, "subject": f"【已逾期】第{place}件", "body": "正文", "case_id": "x"}
            values = {"key": f"mail:{place}", "effect": "email", "payload": payload}
            work.writes.insert(OutboxMessage, {**values, "due_at": MORNING, "created_at": MORNING})


def states(office: Office) -> set[str]:
    """The states of all messages."""
    with office.engine.connect() as connection:
        return set(connection.execute(sa.select(OutboxMessage.state)).scalars())


def test_every_mail_once(office: Office, postbox: tuple[Postbox, Settings]) -> None:
    box, conf = postbox
    put(office, 3)
    assert deliver(office.engine, MORNING, conf).sent == 3
    assert deliver(office.engine, MORNING + timedelta(hours=1), conf).sent == 0
    assert [mail["Subject"] for mail in box.mails] == [f"【已逾期】第{place}件" for place in range(3)]
    assert {mail["To"] for mail in box.mails} == {"zhuguan@office.test"}
    assert states(office) == {"delivered"}


def test_a_server_that_refuses_is_tried_again_later(office: Office, postbox: tuple[Postbox, Settings]) -> None:
    box, conf = postbox
    put(office, 1)
    box.closed = True
    assert deliver(office.engine, MORNING, conf).failed == 1
    box.closed = False
    assert deliver(office.engine, MORNING + timedelta(seconds=1), conf).sent == 0
    assert deliver(office.engine, MORNING + timedelta(hours=1), conf).sent == 1


def test_a_sender_killed_between_sending_and_marking(
    office: Office, postbox: tuple[Postbox, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    box, conf = postbox
    put(office, 1)
    real = email.send

    def send_and_die(settings: Settings, mail: Any) -> None:
        real(settings, mail)
        raise KeyboardInterrupt

    monkeypatch.setattr(email, "send", send_and_die)
    with pytest.raises(KeyboardInterrupt):
        deliver(office.engine, MORNING, conf)
    monkeypatch.setattr(email, "send", real)
    assert deliver(office.engine, MORNING + timedelta(seconds=1), conf).sent == 0
    assert deliver(office.engine, MORNING + LEASE, conf).sent == 1
    assert len(box.mails) == 2
    assert len({mail["Message-ID"] for mail in box.mails}) == 1
    assert states(office) == {"delivered"}


def test_without_a_server_everything_waits(office: Office) -> None:
    put(office, 2)
    assert deliver(office.engine, MORNING, Settings(smtp_host=None)).sent == 0
    assert states(office) == {"waiting"}
