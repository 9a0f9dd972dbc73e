"""Words: what the toolkit says, in the reader's language, and how it writes times and numbers.

Gives ``say`` (a sentence in a language), ``N_`` (marks one for translation), ``dates`` and ``periods``. English is the
key; ``catalogues/<language>.po`` holds the rest. Never knows what a sentence is about.
"""

from responder.words.catalogue import LANGUAGES, N_, say

__all__ = ["LANGUAGES", "N_", "say"]
