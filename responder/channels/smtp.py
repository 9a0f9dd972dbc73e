"""Email through an SMTP server (RFC 5321).

The line between "certainly not sent" and "nobody knows" is the message's text: before it goes out a failure is
``Unreachable``; from its first byte until the server's answer it is ``Unknown``. A server that failed once is not
tried again in the same call, so that one that hangs costs one timeout and not one a message.
"""

from __future__ import annotations

import smtplib
import ssl
import time
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from responder.channels.codes import smtp_code
from responder.channels.dsn import read_dsn
from responder.channels.mime import domain, to_mime
from responder.channels.port import Accepted, Refused, Unknown, Unreachable
from responder.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from responder.channels.port import Asked, Message, Outcome, Receipt, Waiting

OK = 250
WILL_FORWARD = 251
START_TEXT = 354
PERMANENT = 500
CLOSING = 421


@dataclass(frozen=True)
class SmtpServer:
    """Where and how. ``timeout`` is for each single step of the conversation."""

    host: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: timedelta = timedelta(seconds=10)


class SmtpChannel:
    """A channel that speaks SMTP, one conversation a call."""

    name = "smtp"
    leaves_machine = True
    largest_batch = 50

    def __init__(self, server: SmtpServer, *, longest_call: timedelta = timedelta(seconds=90)) -> None:
        self._server = server
        self._steps = 8 * server.timeout  # of one message, should each of them just not time out
        self.longest_call = max(longest_call, 2 * self._steps)

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        begun = time.monotonic()
        outcomes: list[Outcome] = []
        talk = _Talk(self._server)
        try:
            for message in messages:
                in_time = time.monotonic() - begun < (self.longest_call - self._steps).total_seconds()
                outcomes.append(talk.hand_over(message) if in_time else Unreachable("no_time_left"))
        finally:
            talk.end()
        return outcomes

    def receipts(self) -> Sequence[Waiting]:
        return ()  # notifications come by mail, to the inbox

    def forget(self, handle: str) -> None:
        del handle

    def read(self, body: bytes) -> list[Receipt]:
        return read_dsn(body)

    def look_up(self, asked: Sequence[Asked]) -> Mapping[str, Receipt] | None:
        del asked
        return None  # SMTP has no such question; our Message-ID lets a person recognise a double


class _Talk:
    """One conversation with the server, opened for the first message and given up at the first failure."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None
        self._lost: str | None = None

    def hand_over(self, message: Message) -> Outcome:
        if self._lost is not None:
            return Unreachable(self._lost)
        try:
            mail = to_mime(message)
            smtp = self._smtp = self._smtp or self._connected()
            refusal = self._name_envelope(smtp, message)
        except BadInput:
            return Refused("malformed", permanent=True)
        except (smtplib.SMTPException, OSError) as trouble:
            return Unreachable(self._give_up(_reason(trouble)))
        return refusal or self._send_text(smtp, message, mail)

    def end(self) -> None:
        if self._smtp is None:
            return
        try:
            if self._lost is None:
                self._smtp.quit()
        except (smtplib.SMTPException, OSError):
            pass  # every message has its outcome already
        finally:
            self._smtp.close()

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        seconds = server.timeout.total_seconds()
        if server.security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=seconds, context=ssl.create_default_context()
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=seconds)
        self._smtp = smtp
        if server.security == "starttls":
            smtp.starttls(context=ssl.create_default_context())
        if server.user is not None:
            smtp.login(server.user, server.password or "")
        smtp.ehlo_or_helo_if_needed()
        return smtp

    def _name_envelope(self, smtp: smtplib.SMTP, message: Message) -> Refused | None:
        options = [] if message.to.isascii() else ["SMTPUTF8"]
        if options and not smtp.has_extn("smtputf8"):
            return Refused("smtp_no_utf8", permanent=True)
        code, reply = smtp.mail(message.from_.address, options)
        if code != OK:  # it is we who are refused, not the recipient: that can be mended
            return replace(self._refused(smtp, code, reply), code=f"smtp_sender {code}", permanent=False)
        code, reply = smtp.rcpt(message.to)
        if code not in {OK, WILL_FORWARD}:
            return self._refused(smtp, code, reply)
        code, reply = smtp.docmd("DATA")
        return None if code == START_TEXT else self._refused(smtp, code, reply)

    def _send_text(self, smtp: smtplib.SMTP, message: Message, mail: bytes) -> Outcome:
        text = mail.replace(b"\r\n.", b"\r\n..")
        text = b"." + text if text.startswith(b".") else text
        try:
            smtp.send(text + (b".\r\n" if text.endswith(b"\r\n") else b"\r\n.\r\n"))
            code, reply = smtp.getreply()
        except (smtplib.SMTPException, OSError) as trouble:
            return Unknown(self._give_up(_reason(trouble)))
        if code == OK:
            return Accepted(f"{message.id}@{domain(message.from_.address)}")
        return self._refused(smtp, code, reply)

    def _refused(self, smtp: smtplib.SMTP, code: int, reply: bytes) -> Refused:
        if code == CLOSING:
            self._give_up("closing")
        else:
            try:
                smtp.rset()
            except (smtplib.SMTPException, OSError) as trouble:
                self._give_up(_reason(trouble))
        return Refused(smtp_code(code, reply), permanent=code >= PERMANENT)

    def _give_up(self, reason: str) -> str:
        self._lost = reason
        if self._smtp is not None:
            self._smtp.close()
        return reason


def _reason(trouble: Exception) -> str:
    """What went wrong, by its kind alone: servers quote addresses in their words."""
    if isinstance(trouble, TimeoutError) or isinstance(trouble.__context__, TimeoutError):  # smtplib wraps its own
        return "timeout"
    if isinstance(trouble, smtplib.SMTPAuthenticationError):
        return "sign_in_refused"
    if isinstance(trouble, smtplib.SMTPNotSupportedError):
        return "not_supported"
    if isinstance(trouble, ssl.SSLError):
        return "no_secure_connection"
    if isinstance(trouble, smtplib.SMTPServerDisconnected | ConnectionError):
        return "disconnected"
    return "no_connection"
