"""Deeds of the agenda: what falls due (``due``), and the one clock that fires it (``clock``)."""

from responder.agenda.actions.clock import beat, finish_fire, forget_fires, holds_lease, let_go, record_fire, take_lease
from responder.agenda.actions.due import (
    acknowledge_due,
    cancel_due,
    cancel_stream,
    claim_due,
    climb_due,
    escalate_due,
    plan_due,
    release_stale,
    settle_due,
)

__all__ = [
    "acknowledge_due",
    "beat",
    "cancel_due",
    "cancel_stream",
    "claim_due",
    "climb_due",
    "escalate_due",
    "finish_fire",
    "forget_fires",
    "holds_lease",
    "let_go",
    "plan_due",
    "record_fire",
    "release_stale",
    "settle_due",
    "take_lease",
]
