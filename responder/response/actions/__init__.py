"""Deeds of response, each a line in the timeline: runs, steps, decisions, evidence, seats."""

from responder.response.actions.adopting import adopt
from responder.response.actions.assigning import assign_step
from responder.response.actions.climbing import climb
from responder.response.actions.decisions import decide
from responder.response.actions.doing import action_of, note_carried, page
from responder.response.actions.evidence import add_evidence
from responder.response.actions.follow import follow
from responder.response.actions.handing import answer_handover, offer_seat, offer_step, withdraw_handover
from responder.response.actions.runs import finish_run, start_run
from responder.response.actions.seats import assign_seat, leave_seat, take_seat
from responder.response.actions.steps import end_rounds, mark_not_applicable, reopen, skip, tick, tick_task
from responder.response.actions.taking import put_down, take_step

__all__ = [
    "action_of",
    "add_evidence",
    "adopt",
    "answer_handover",
    "assign_seat",
    "assign_step",
    "climb",
    "decide",
    "end_rounds",
    "finish_run",
    "follow",
    "leave_seat",
    "mark_not_applicable",
    "note_carried",
    "offer_seat",
    "offer_step",
    "page",
    "put_down",
    "reopen",
    "skip",
    "start_run",
    "take_seat",
    "take_step",
    "tick",
    "tick_task",
    "withdraw_handover",
]
