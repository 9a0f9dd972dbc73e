"""The small parts of a regime file: instruments, sources, grounds of delay, expectations of examples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from responder.books.law import Delay, Expectation, Instrument, Source

if TYPE_CHECKING:
    from responder.books.marked import Reader

STATES = ("required", "not_required", "undetermined", "advisable", "suspended")


def read_instrument(entry: Reader) -> Instrument:
    found = Instrument(entry.word("title"), entry.words("articles"), entry.day("from"), entry.day("until"))
    entry.done()
    return found


def read_source(entry: Reader) -> Source:
    found = Source(entry.text("url"), entry.text("title"), entry.text("kind"), entry.flag("verified"))
    entry.done()
    if not (found.url or found.title):
        raise entry.bad("url", "a source needs an address or a title")
    return found


def read_delay(entry: Reader) -> Delay:
    found = Delay(entry.word("ground"), entry.words("covers"), entry.number("oral_days"), entry.text("cite"))
    entry.done()
    return found


def read_expectation(entry: Reader) -> Expectation:
    found = Expectation(
        entry.word("duty"), entry.text("where"), entry.choice("state", STATES, required=True) or "required",
        entry.text("due"), entry.line,
    )  # fmt: skip
    entry.done()
    return found


def plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value
