"""Deeds of correspondence: how clocks ended, letters in and out, questions and their answers."""

from responder.correspondence.actions.ends import keep_end, take_back
from responder.correspondence.actions.exchange import close_counterpart, note_counterpart, note_letter, open_counterpart
from responder.correspondence.actions.promises import close_promise, give_promise, keep_promises
from responder.correspondence.actions.questions import (
    approve_answer,
    draft_answer,
    give_question,
    note_answered,
    note_question,
    withdraw_question,
)

__all__ = [
    "approve_answer",
    "close_counterpart",
    "close_promise",
    "draft_answer",
    "give_promise",
    "give_question",
    "keep_end",
    "keep_promises",
    "note_answered",
    "note_counterpart",
    "note_letter",
    "note_question",
    "open_counterpart",
    "take_back",
    "withdraw_question",
]
