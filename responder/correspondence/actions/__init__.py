"""Deeds of correspondence: how clocks ended."""

from responder.correspondence.actions.ends import keep_end, take_back

__all__ = ["keep_end", "take_back"]
