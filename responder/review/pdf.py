"""The report as a tagged PDF; the writer is shared with letters for the printer."""

from responder.formats.pdf import pdf

__all__ = ["pdf"]
