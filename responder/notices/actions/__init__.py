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
from responder.notices.actions.remarks import (
    KINDS,
    Remarked,
    ask_counsel,
    note_counsel,
    remark,
    resolve,
    send_back,
    take_suggestion,
)
from responder.notices.actions.tables import set_table
from responder.notices.actions.unsaved import LONGEST, forget_typing, keep_typing
from responder.notices.actions.waves import keep_wave, release_wave

__all__ = [
    "KINDS",
    "LONGEST",
    "TO_PEOPLE",
    "Draft",
    "Edited",
    "Recipients",
    "Remarked",
    "acknowledge_alarm",
    "add_reference",
    "answer_alarms",
    "approve",
    "ask_counsel",
    "attach",
    "draft_notice",
    "edit_draft",
    "file_notice",
    "forget_typing",
    "keep_typing",
    "keep_wave",
    "mark_sent",
    "note_changes",
    "note_counsel",
    "redraft",
    "release_wave",
    "remark",
    "resolve",
    "send_back",
    "set_table",
    "submit",
    "take_suggestion",
    "withdraw",
]
