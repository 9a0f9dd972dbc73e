"""Looking at a published page from outside, as anybody would."""

from __future__ import annotations

from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

LARGEST: Final = 1024 * 1024
SECONDS: Final = 15.0
OK: Final = 200


@dataclass(frozen=True)
class Seen:
    """What was there; ``trouble`` says why nothing was."""

    content: bytes = field(repr=False, default=b"")
    trouble: str = ""


def fetch(url: str) -> Seen:
    """The page at ``url``. No redirect is followed: a page that moved is not where people were told it is."""
    at = urlsplit(url)
    kind = HTTPSConnection if at.scheme == "https" else HTTPConnection
    connection = kind(at.hostname or "", at.port, timeout=SECONDS)
    try:
        connection.request("GET", f"{at.path}?{at.query}", headers={"User-Agent": "responder"})
        response = connection.getresponse()
        content = response.read(LARGEST)
    except (OSError, HTTPException) as error:
        return Seen(trouble=type(error).__name__)
    finally:
        connection.close()
    return Seen(content, "" if response.status == OK else f"HTTP {response.status}")
