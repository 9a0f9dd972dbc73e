"""Deeds of intake: ``incidents``, ``need_to_know`` (who may see), ``reports``, ``signals``, ``guests``, ``drills``."""

from responder.intake.actions.incidents import (
    ENDS,
    SEVERITIES,
    add_entry,
    change_state,
    join_incident,
    note_import,
    open_incident,
    rate_severity,
)

__all__ = [
    "ENDS",
    "SEVERITIES",
    "add_entry",
    "change_state",
    "join_incident",
    "note_import",
    "open_incident",
    "rate_severity",
]
