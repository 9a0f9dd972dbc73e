"""Reads of deliveries: campaigns, their progress, the check before sending, the proof afterwards."""

from responder.deliveries.queries.campaigns import (
    active_campaigns,
    campaigns_to_note,
    find_campaign,
    get_campaign,
    list_campaigns,
)
from responder.deliveries.queries.check import Check, Example, Ways, check
from responder.deliveries.queries.gates import gates_before
from responder.deliveries.queries.progress import Progress, coverage, four_columns, progress
from responder.deliveries.queries.proof import proof, proof_of

__all__ = [
    "Check",
    "Example",
    "Progress",
    "Ways",
    "active_campaigns",
    "campaigns_to_note",
    "check",
    "coverage",
    "find_campaign",
    "four_columns",
    "gates_before",
    "get_campaign",
    "list_campaigns",
    "progress",
    "proof",
    "proof_of",
]
