"""Reads of review: its own rows, and ``gather``, the one place that reads every other room into a ``Matter``."""

from responder.review.queries.gather import contained_at, gather, receipts
from responder.review.queries.rows import (
    get_action,
    get_meeting,
    list_actions,
    list_meetings,
    list_remarks,
    meeting_values,
)

__all__ = [
    "contained_at",
    "gather",
    "get_action",
    "get_meeting",
    "list_actions",
    "list_meetings",
    "list_remarks",
    "meeting_values",
    "receipts",
]
