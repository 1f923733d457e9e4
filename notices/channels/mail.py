"""Mail: one connection for many messages, each with a Message-ID that stays the same at every try."""

from __future__ import annotations

import smtplib
import ssl
from base64 import encodebytes
from collections.abc import Callable
from email.header import Header
from email.utils import format_datetime
from functools import lru_cache
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from django.conf import settings

from core import clock

from .errors import Away, NotNow, Refused, Unknown

SECONDS = 10.0
TAKEN, CLOSING, PERMANENT = (250, 251), 421, 500


class MailWay:
    """The SMTP server of `SMTP_URL`: smtp://, smtp+tls:// (STARTTLS) or smtps://, with user:password@."""

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            # Not `quit`: a server that hangs need not be told goodbye.
            self._server.close()

    def hand_over(
        self, *, to: Any, subject: str, text: str, number: str, announce: Callable[[], None]
    ) -> None:
        """Gives one message to the server. Raises Away, Refused, NotNow, Unknown.

        announce: called while the server thinks about the sender's address: before it can have the message.
        """
        server = self._connected()
        message = mail_bytes(to=to.email, subject=subject, text=text, number=number)
        try:
            code, of_the_address = _tell(server, to.email, message, announce)
        except smtplib.SMTPDataError as error:
            code, of_the_address = error.smtp_code, False
        except OSError as error:
            self._drop()
            raise Unknown("发送途中与邮件服务器的连接中断。") from error
        except BaseException:
            self._drop()  # in the middle of its dialogue it is of no use to the next
            raise
        if code not in TAKEN:
            self._begin_anew(code)
            if of_the_address:
                said = f"邮件服务器不接受这个收件地址（{code}）。"
                raise (Refused if code >= PERMANENT else NotNow)(said)
            raise NotNow(f"邮件服务器没有收下（{code}）。")

    def _begin_anew(self, code: int) -> None:
        """The server forgets what it was told of a message that it did not take."""
        try:
            if self._server is not None and code != CLOSING:
                self._server.rset()
                return
        except OSError:
            pass
        self._drop()

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            try:
                self._server = connect()
            except smtplib.SMTPAuthenticationError as error:
                raise Away("邮件服务器不接受系统的账号或密码。") from error
            except (smtplib.SMTPException, OSError) as error:
                raise Away("连不上邮件服务器。") from error
        return self._server

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


def _tell(server: smtplib.SMTP, to: str, message: bytes, announce: Callable[[], None]) -> tuple[int, bool]:
    """The server's last word, and whether it is about the address.

    Not `sendmail`, which takes both addresses apart again at every mail.
    """
    server.putcmd("mail", f"FROM:<{sender()}>")
    announce()
    code = server.getreply()[0]
    if code not in TAKEN:
        return code, False
    code = server.docmd("rcpt", f"TO:<{to}>")[0]
    if code not in TAKEN:
        return code, True
    return server.data(message)[0], False


def connect() -> smtplib.SMTP:
    """A connection that is ready to send. Raises SMTPException, OSError."""
    parts = urlsplit(settings.ENVIRONMENT.smtp_url)
    host = parts.hostname or "localhost"
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        secure = ssl.create_default_context()
        server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=SECONDS, context=secure)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=SECONDS)
    if parts.scheme == "smtp+tls":
        server.starttls(context=ssl.create_default_context())
    server.ehlo_or_helo_if_needed()
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def sender() -> str:
    """The address that the mail comes from."""
    given: str = settings.ENVIRONMENT.mail_from
    return given or f"no-reply@{settings.ENVIRONMENT.site_host}"


def mail_bytes(*, to: str, subject: str, text: str, number: str) -> bytes:
    """The message, the same at each try but for its date; written out, since a tree of headers and parts
    costs more than handing it over. `to` is a checked address in ASCII without a line break."""
    host = settings.ENVIRONMENT.site_host
    head = f"To: <{to}>\r\nDate: {format_datetime(clock.now())}\r\nMessage-ID: <{number}@{host}>\r\n"
    return head.encode("ascii") + _the_same_for_many(sender(), subject, text)


@lru_cache(maxsize=256)
def _the_same_for_many(mail_from: str, subject: str, text: str) -> bytes:
    """What mails of one night share: they say only how many duties wait."""
    lines = [
        f"From: {Header('干部管理系统', 'utf-8').encode()} <{mail_from}>",
        f"Subject: {Header(subject, 'utf-8').encode()}",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        'Content-Type: text/plain; charset="utf-8"',
        "Content-Transfer-Encoding: base64",
        "",
    ]
    return "\r\n".join(lines).encode("ascii") + b"\r\n" + encodebytes(text.encode()).replace(b"\n", b"\r\n")
