"""An email as bytes: text and HTML side by side (RFC 2046), nothing that tracks, an envelope that betrays nothing.

Written by hand, since the standard library's writer makes 900 a second and a campaign has a hundred thousand; the
tests read each with the standard library's parser.
"""

from __future__ import annotations

import base64
import quopri
import re
from email.header import Header
from email.utils import format_datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from responder.errors import BadInput

if TYPE_CHECKING:
    from responder.channels.port import Message

# Not answered by machines (RFC 3834), shown in no "unsubscribe" box: a legal notice is no newsletter.
ALWAYS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
LONGEST_PLAIN_LINE = 900
LONGEST_PLAIN_HEADER = 70
MOSTLY_FOREIGN = 6  # more than one byte in six beyond ASCII: base64 is shorter than quoted-printable

_HEADER_NAME = re.compile(r"[!-9;-~]+")
_ENDS_AN_ADDRESS = re.compile(r'[\s<>(),;:"\\]|@.*@')
_BREAKS = re.compile(r"[\r\n\x00]")


def to_mime(message: Message) -> bytes:
    """The email with CRLF line ends, headers and all.

    Raises:
        BadInput: an address or a header cannot stand in an email, as one with a line break.
    """
    headers = {
        "From": f"{_phrase(message.from_.name)} <{_address(message.from_.address)}>",
        "To": _address(message.to),
        "Subject": _worded(message.subject, "Subject"),
        "Date": format_datetime(message.at),
        "Message-ID": f"<{message.id}@{domain(message.from_.address)}>",
        "Content-Language": message.language,
        "MIME-Version": "1.0",
        **ALWAYS,
        **{name: _worded(value, name) for name, value in message.headers.items()},
    }
    if message.html is None:
        return _head(headers) + _part("plain", message.text)
    boundary = f"=_{message.id}"
    headers["Content-Type"] = f'multipart/alternative; boundary="{boundary}"'
    plain, html = _part("plain", message.text), _part("html", message.html)
    between, end = f"--{boundary}\r\n".encode(), f"--{boundary}--\r\n".encode()
    return b"".join((_head(headers), b"\r\n", between, plain, b"\r\n", between, html, b"\r\n", end))


def check(message: Message) -> None:
    """Refuse what cannot stand in an email, for channels that leave the writing to a provider.

    Raises:
        BadInput: an address or a header cannot stand in an email, as one with a line break.
    """
    _address(message.from_.address)
    _address(message.to)
    for name, value in {"Subject": message.subject, "From": message.from_.name, **message.headers}.items():
        _worded(value, name)


def domain(address: str) -> str:
    return address.rpartition("@")[2]


def id_of(message_id_header: str) -> str:
    """Our id out of a Message-ID."""
    return message_id_header.strip().strip("<>").partition("@")[0]


def _head(headers: dict[str, str]) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode()


def _part(subtype: str, text: str) -> bytes:
    encoding, body = _body("\n".join(text.splitlines()) + "\n")
    about = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return about.encode() + body.replace(b"\n", b"\r\n")


def _body(text: str) -> tuple[str, bytes]:
    raw = text.encode()
    if text.isascii() and max(map(len, text.splitlines()), default=0) <= LONGEST_PLAIN_LINE:
        return "7bit", raw
    if (len(raw) - len(text)) * MOSTLY_FOREIGN > len(raw):
        return "base64", base64.encodebytes(raw.replace(b"\n", b"\r\n"))
    return "quoted-printable", quopri.encodestring(raw)


def _address(address: str) -> str:
    """One address, never two: what could end it or begin another is refused, without quoting it."""
    local, at, host = address.rpartition("@")
    if not local or not at or not host or _ENDS_AN_ADDRESS.search(address):
        raise BadInput("The email cannot be written: an address is malformed.")
    return address


@lru_cache(maxsize=64)
def _phrase(name: str) -> str:
    """A display name (RFC 5322, section 3.2.5)."""
    worded = _worded(name, "From")
    if worded != name:
        return worded
    escaped = re.sub(r'(["\\])', r"\\\1", name)
    return f'"{escaped}"'


@lru_cache(maxsize=64)
def _worded(value: str, name: str) -> str:
    """A header's text, in encoded words (RFC 2047) where it is long or not ASCII."""
    if _BREAKS.search(value) or not _HEADER_NAME.fullmatch(name):
        raise BadInput("The email cannot be written: a header is malformed.")
    if value.isascii() and len(value) <= LONGEST_PLAIN_HEADER:
        return value
    charset = "us-ascii" if value.isascii() else "utf-8"
    return Header(value, charset, header_name=name).encode(linesep="\r\n")
