"""Deeds of deliveries: making and steering a campaign, laying its rows out, tending it while it runs."""

from responder.deliveries.actions.campaigns import (
    UNKNOWN_POLICIES,
    Halted,
    Plan,
    halt_campaign,
    make_campaign,
    pause_campaign,
    resume_campaign,
    start_campaign,
    undo_start,
)
from responder.deliveries.actions.laying import complete_laying, lay_out
from responder.deliveries.actions.policy import act_on_unknown, choose_patience, choose_policy, leave_unknown
from responder.deliveries.actions.suppressions import suppress
from responder.deliveries.actions.tending import cancel_rest, finish_if_over, move_down, send_again_by_decision, watch

__all__ = [
    "UNKNOWN_POLICIES",
    "Halted",
    "Plan",
    "act_on_unknown",
    "cancel_rest",
    "choose_patience",
    "choose_policy",
    "complete_laying",
    "finish_if_over",
    "halt_campaign",
    "lay_out",
    "leave_unknown",
    "make_campaign",
    "move_down",
    "pause_campaign",
    "resume_campaign",
    "send_again_by_decision",
    "start_campaign",
    "suppress",
    "undo_start",
    "watch",
]
