"""Reads of correspondence."""

from responder.correspondence.queries.ends import Ended, get_end, list_ends, open_end

__all__ = ["Ended", "get_end", "list_ends", "open_end"]
