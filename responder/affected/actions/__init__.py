"""Deeds of affected. Importing manages its own short transactions; all others work in the caller's unit of work."""

from responder.affected.actions.imports import ImportReport, discard_list, import_list, sweep_abandoned
from responder.affected.actions.pairs import decide_pair

__all__ = ["ImportReport", "decide_pair", "discard_list", "import_list", "sweep_abandoned"]
