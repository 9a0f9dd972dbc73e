"""How many segments a short message has (3GPP TS 23.038): 160 or 153 characters of the GSM alphabet, else 70 or 67."""

from __future__ import annotations

from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")


@dataclass(frozen=True)
class Segments:
    """``alphabet`` is ``GSM-7`` or ``UCS-2``; ``outside`` are the characters that force the second."""

    alphabet: str
    units: int
    count: int
    outside: str = ""


def segments(text: str) -> Segments:
    """The segments that ``text`` is sent in."""
    outside = "".join(dict.fromkeys(letter for letter in text if letter not in _BASIC and letter not in _EXTENDED))
    if outside:
        units = len(text.encode("utf-16-be")) // 2
        return Segments("UCS-2", units, _count(units, 70, 67), outside)
    units = sum(2 if letter in _EXTENDED else 1 for letter in text)
    return Segments("GSM-7", units, _count(units, 160, 153))


def _count(units: int, alone: int, each: int) -> int:
    return 1 if units <= alone else -(-units // each)
