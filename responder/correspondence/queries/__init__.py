"""Reads of correspondence: counterparts, letters, questions, and how clocks ended."""

from responder.correspondence.queries.ends import Ended, get_end, list_ends, open_end
from responder.correspondence.queries.exchange import (
    OPEN,
    Asked,
    Item,
    Side,
    answered_elsewhere,
    get_counterpart,
    get_letter,
    get_question,
    list_counterparts,
    list_letters,
    list_questions,
    open_counterpart,
    open_question,
)
from responder.correspondence.queries.promises import Promised, get_promise, list_promises

__all__ = [
    "OPEN",
    "Asked",
    "Ended",
    "Item",
    "Promised",
    "Side",
    "answered_elsewhere",
    "get_counterpart",
    "get_end",
    "get_letter",
    "get_promise",
    "get_question",
    "list_counterparts",
    "list_ends",
    "list_letters",
    "list_promises",
    "list_questions",
    "open_counterpart",
    "open_end",
    "open_question",
]
