"""An email as bytes: text and HTML side by side (RFC 2046), nothing that tracks, an envelope that betrays nothing."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from typing import TYPE_CHECKING

from responder.errors import BadInput

if TYPE_CHECKING:
    from responder.channels.port import Message

_ENDS_AN_ADDRESS = re.compile(r'[\s<>(),;:"\\]|@.*@')
# Not answered by machines (RFC 3834), shown in no "unsubscribe" box: a legal notice is no newsletter.
ALWAYS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def to_mime(message: Message) -> bytes:
    """The email with CRLF line ends, headers and all.

    Raises:
        BadInput: an address or a header cannot stand in an email, as one with a line break.
    """
    mail = EmailMessage(policy=SMTP if message.to.isascii() else SMTPUTF8)
    try:
        mail["From"] = _address(message.from_.address, message.from_.name)
        mail["To"] = _address(message.to)
        mail["Subject"] = message.subject
        mail["Date"] = format_datetime(message.at)
        mail["Message-ID"] = f"<{message.id}@{domain(message.from_.address)}>"
        for name, value in {**ALWAYS, **message.headers}.items():
            mail[name] = value
        mail.set_content(message.text)
        if message.html is not None:
            mail.add_alternative(message.html, subtype="html")
        mail["Content-Language"] = message.language  # last: setting the text takes away all Content- headers
        return mail.as_bytes()
    except (ValueError, IndexError, MessageError):  # without their text: it quotes the address
        raise BadInput("The email cannot be written: an address or a header is malformed.") from None


def _address(address: str, name: str = "") -> Address:
    """One address, never two: what could end it or begin another is refused."""
    local, at, host = address.rpartition("@")
    if not local or not at or not host or _ENDS_AN_ADDRESS.search(address):
        raise ValueError("malformed address")
    return Address(name, username=local, domain=host)


def domain(address: str) -> str:
    return address.rpartition("@")[2]


def id_of(message_id_header: str) -> str:
    """Our id out of a Message-ID."""
    return message_id_header.strip().strip("<>").partition("@")[0]
