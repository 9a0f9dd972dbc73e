"""Answers to a call: the word of a text message, the key of a telephone, the code that tells calls apart. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY: Final = "1"
_YES: Final = frozenset({"1", "ok", "okay", "yes", "y", "ja", "on it", "i am on it", "ack", "好", "好的", "是", "收到"})
_CODE = re.compile(r"(?<!\d)\d{4}(?!\d)")


def code_of(lookup: str) -> str:
    """The four digits of a call, out of a keyed hash."""
    return str(1000 + int(lookup[:12], 16) % 9000)


def answered_by_text(body: str, open_calls: Mapping[str, str]) -> str | None:
    """Which call a reply answers: the one whose code it holds, or by a plain yes the only one there is.

    Args:
        body: The reply.
        open_calls: Call id → its code, of the calls that went to this number and stand open.
    """
    said = set(_CODE.findall(body))
    meant = [call for call, code in open_calls.items() if code in said]
    if not meant and body.strip().strip(".!。！").casefold() in _YES:
        meant = list(open_calls)
    return meant[0] if len(meant) == 1 else None
