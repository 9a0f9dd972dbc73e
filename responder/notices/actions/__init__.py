"""Deeds of notices: drafting and editing, approving, filing. Permission is the entrance's to ask for."""

from responder.notices.actions.alarms import acknowledge_alarm, answer_alarms, note_changes
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
    "acknowledge_alarm",
    "add_reference",
    "answer_alarms",
    "approve",
    "attach",
    "draft_notice",
    "edit_draft",
    "file_notice",
    "mark_sent",
    "note_changes",
    "redraft",
    "submit",
    "withdraw",
]
