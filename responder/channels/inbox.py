"""A mailbox that is read: IMAP by the standard library. What was read is marked so only after it was stored."""

from __future__ import annotations

import email
import email.policy
import imaplib
import ssl
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import getaddresses, parseaddr
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from responder.errors import NotConfigured

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

TIMEOUT: Final = 30
AT_ONCE: Final = 50
LARGEST: Final = 5 * 1024 * 1024
LONGEST_TEXT: Final = 15_000
_MACHINES: Final = ("auto-generated", "auto-replied")


@dataclass(frozen=True)
class Mailbox:
    """Where mails lie. ``security``: ``tls``, ``starttls`` or ``none``."""

    host: str
    port: int
    user: str
    password: str
    security: str = "tls"
    folder: str = "INBOX"


@dataclass(frozen=True)
class Mail:
    """A mail as far as it matters: who wrote, what, and what it answers. ``is_automatic``: no person wrote it."""

    message_id: str
    sender: str
    subject: str
    text: str
    at: datetime | None
    answers: tuple[str, ...]
    to: tuple[str, ...]
    is_automatic: bool


class Reading:
    """An open mailbox: the mails that nobody has read, and marking them read."""

    def __init__(self, connection: imaplib.IMAP4) -> None:
        self._connection = connection

    def unread(self) -> Iterator[tuple[str, Mail]]:
        """Each unread mail with its handle; of a very large one the beginning."""
        _status, found = self._connection.uid("SEARCH", "UNSEEN")
        handles = (found[0] or b"").split()[:AT_ONCE]
        for handle in handles:
            name = handle.decode("ascii")
            _status, parts = self._connection.uid("FETCH", name, f"(BODY.PEEK[]<0.{LARGEST}>)")
            raw = next((part[1] for part in parts if isinstance(part, tuple)), None)
            if raw is not None:
                yield name, read_mail(raw)

    def mark(self, handle: str) -> None:
        """It is stored: never read it again."""
        self._connection.uid("STORE", handle, "+FLAGS", r"(\Seen)")


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[Reading]:
    """The mailbox, signed in.

    Raises:
        NotConfigured: it cannot be reached or entered. The text names the host alone.
    """
    try:
        connection = _connected(mailbox)
    except (OSError, imaplib.IMAP4.error) as refused:
        raise NotConfigured("The mailbox at {host} cannot be reached.", host=mailbox.host) from refused
    try:
        connection.login(mailbox.user, mailbox.password)
        status, _ = connection.select(f'"{mailbox.folder}"')
        if status != "OK":
            raise NotConfigured("The mailbox at {host} has no such folder.", host=mailbox.host)
        yield Reading(connection)
    except (OSError, imaplib.IMAP4.error) as broken:
        raise NotConfigured("The mailbox at {host} cannot be read.", host=mailbox.host) from broken
    finally:
        _leave(connection)


def read_mail(raw: bytes) -> Mail:
    """A mail from its bytes, however odd."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    answers = f"{_header(message, 'In-Reply-To')} {_header(message, 'References')}".split()
    everybody = getaddresses([_header(message, name) for name in ("To", "Cc", "Delivered-To", "X-Original-To")])
    return Mail(
        message_id=_header(message, "Message-ID").strip(),
        sender=parseaddr(_header(message, "From"))[1],
        subject=" ".join(_header(message, "Subject").split()),
        text=_text(message),
        at=_date(message),
        answers=tuple(dict.fromkeys(answers)),
        to=tuple(address for _, address in everybody if address),
        is_automatic=_header(message, "Auto-Submitted").split(";")[0].strip().lower() in _MACHINES,
    )


def _connected(mailbox: Mailbox) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if mailbox.security == "tls":
        return imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=context, timeout=TIMEOUT)
    connection = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=TIMEOUT)
    if mailbox.security == "starttls":
        connection.starttls(context)
    return connection


def _leave(connection: imaplib.IMAP4) -> None:
    try:
        connection.logout()
    except (OSError, imaplib.IMAP4.error):
        return  # it had gone already


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except (ValueError, LookupError, AttributeError):  # a header that no reader understands
        return ""


def _date(message: EmailMessage) -> datetime | None:
    try:
        at = email.utils.parsedate_to_datetime(_header(message, "Date"))
    except (ValueError, TypeError):
        return None
    return at.astimezone(UTC) if at.tzinfo is not None else at.replace(tzinfo=UTC)


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    try:
        content = body.get_content()
    except (LookupError, ValueError, AttributeError):
        raw = body.get_payload(decode=True)
        content = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
    if body.get_content_subtype() == "html":
        reader = _Words()
        reader.feed(content)
        content = "".join(reader.words)
    return str(content).replace("\r\n", "\n").strip()[:LONGEST_TEXT]


class _Words(HTMLParser):
    """The words of a page, without its styles and scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._hidden += tag in {"style", "script", "head"}
        if tag in {"p", "br", "div", "li", "tr"}:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"style", "script", "head"} and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)
