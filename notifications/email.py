"""E-mail over SMTP. The Message-ID comes from the outbox key, so that a repeated mail is seen to be the same."""

import hashlib
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime

from foundation.clock import OFFICE, now
from foundation.settings import Settings

TIMEOUT_SECONDS = 20


def message_id(key: str, sender: str) -> str:
    """A stable Message-ID for an outbox key."""
    domain = sender.rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def compose(conf: Settings, *, key: str, to: str, subject: str, body: str) -> EmailMessage:
    """The mail as it goes out."""
    mail = EmailMessage()
    mail["From"] = conf.mail_from
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = format_datetime(now().astimezone(OFFICE))
    mail["Message-ID"] = message_id(key, conf.mail_from)
    mail.set_content(body)
    return mail


def send(conf: Settings, mail: EmailMessage) -> None:
    """One SMTP conversation. Raises smtplib.SMTPException or OSError."""
    if conf.smtp_host is None:
        raise smtplib.SMTPException("no SMTP host is set")
    with smtplib.SMTP(conf.smtp_host, conf.smtp_port, timeout=TIMEOUT_SECONDS) as server:
        if conf.smtp_starttls:
            server.starttls(context=ssl.create_default_context())
        if conf.smtp_user and conf.smtp_password:
            server.login(conf.smtp_user, conf.smtp_password)
        server.send_message(mail)
