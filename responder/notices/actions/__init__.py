"""Deeds of notices: drafting and editing, approving, filing. Permission is the entrance's to ask for."""

from responder.notices.actions.approving import Recipients, approve, mark_sent
from responder.notices.actions.drafting import (
    TO_PEOPLE,
    Draft,
    Edited,
    attach,
    draft_notice,
    edit_draft,
    redraft,
    submit,
    withdraw,
)
from responder.notices.actions.filing import add_reference, file_notice

__all__ = [
    "TO_PEOPLE",
    "Draft",
    "Edited",
    "Recipients",
    "add_reference",
    "approve",
    "attach",
    "draft_notice",
    "edit_draft",
    "file_notice",
    "mark_sent",
    "redraft",
    "submit",
    "withdraw",
]
