"""What kind of file it is, judged by its first bytes. The name and what the sender claimed are not believed."""

from __future__ import annotations

UNKNOWN = "application/octet-stream"
TEXT = "text/plain"
HEAD_BYTES = 4096

# (where the mark stands, the mark, media type); the first that fits wins.
_MARKS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),  # Office before 2007, Outlook messages
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"MZ", "application/x-executable"),
    (0, b"#!", "text/x-script"),
)
_ZIP = b"PK\x03\x04"
_ZIP_INSIDE: tuple[tuple[bytes, str], ...] = (
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ACTIVE = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<?xml")


def sniff(head: bytes) -> str:
    """The media type of a file that starts with ``head`` (its first ``HEAD_BYTES`` are enough).

    Text that a browser would run (HTML, SVG, XML) is told apart from plain text, so that nobody serves it as such.
    """
    for start, mark, media_type in _MARKS:
        if head[start : start + len(mark)] == mark:
            return media_type
    if head.startswith(_ZIP):
        return next((media_type for part, media_type in _ZIP_INSIDE if part in head), "application/zip")
    text = _as_text(head)
    if text is None:
        return UNKNOWN
    opening = text.lstrip().lower().encode()
    return "text/html" if opening.startswith(_ACTIVE) else TEXT


def _as_text(head: bytes) -> str | None:
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if head.startswith(mark)), "utf-8")
    for cut in range(4):  # the head may end inside a character
        try:
            text = head[: len(head) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text else text
    return None
