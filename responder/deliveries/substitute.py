"""When a law lets the public be told in place of people who cannot be written to, read from the law's own terms."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

DAYS: Final = 30  # where the law names no number of days
_DAYS = re.compile(r"(\d+)[ _]days")
_WORDS_OF_TEN: Final = {"ten_or_more": 10}


@dataclass(frozen=True)
class Limit:
    """``people``: from how many unreachable people on; ``methods`` and ``days`` are what must be done then."""

    people: int
    methods: tuple[str, ...]
    days: int
    why: str


def read_limit(terms: Mapping[str, Any] | None) -> Limit | None:
    """The limit from a law's terms on substitute notice; None where it has none that counts unreachable people.

    Args:
        terms: ``substitute_notice`` of a regime: ``insufficient_contact_information`` (one person is enough),
            ``ten_or_more`` (with what must be done then), ``methods``.
    """
    if not terms:
        return None
    methods = tuple(str(method) for method in terms.get("methods", ()))
    for word, people in _WORDS_OF_TEN.items():
        if word in terms:
            said = str(terms[word])
            return Limit(
                people, methods or (said,), _days(said), N_("People without a usable address reach the law's number.")
            )
    if terms.get("insufficient_contact_information"):
        return Limit(1, methods, _days(" ".join(methods)), N_("The law allows it where addresses are lacking."))
    return None


def _days(said: str) -> int:
    return max((int(days) for days in _DAYS.findall(said)), default=DAYS)


def page_digest(texts: Mapping[str, Mapping[str, str]]) -> str:
    """SHA-256 over the public texts, by language."""
    total = hashlib.sha256()
    for language in sorted(texts):
        for part in (language, texts[language]["subject"], texts[language]["html"]):
            total.update(part.encode() + b"\x1f")
    return total.hexdigest()


def stands_in(page: str, text: Mapping[str, str]) -> bool:
    """Whether a page that was fetched carries the public text word for word, whatever stands around it."""
    return _plain(text["html"]) in _plain(page) and _plain(html.escape(text["subject"])) in _plain(page)


def _plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())
