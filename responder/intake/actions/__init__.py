"""Deeds of intake: ``incidents``, ``need_to_know`` (who may see), ``reports``, ``signals``, ``guests``."""

from responder.intake.actions.incidents import SEVERITIES, add_entry, change_state, open_incident, rate_severity

__all__ = ["SEVERITIES", "add_entry", "change_state", "open_incident", "rate_severity"]
