"""What a line says, kept so that it can be said again in another language. Pure.

``what`` is the sentence as it was said; ``data["said"]`` keeps the English pattern and its values, a text of several
languages with all of them. A line without it is shown as it was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from responder.words import say

SAID: Final = "said"


def kept(pattern: str, values: Mapping[str, object]) -> dict[str, Any]:
    """The pattern and its values in the limits of ``chain.canonical``."""
    return {"pattern": pattern, "values": {name: _plain(value) for name, value in values.items()}}


def said_in(said: Mapping[str, Any], language: str) -> str:
    """What ``kept`` kept, in ``language``: a value without that language in the first it has."""
    values = {name: _spoken(value, language) for name, value in said["values"].items()}
    return say(said["pattern"], language, **values)


def sentence_of(line: Mapping[str, Any], language: str) -> str:
    """What a laid-out line says, in ``language`` if it can be said again, else as written; empty where withheld."""
    said = (line["data"] or {}).get(SAID)
    return said_in(said, language) if said else line["what"] or ""


def _plain(value: object) -> Any:
    if isinstance(value, Mapping):
        return {str(language): str(text) for language, text in value.items()}
    return value if isinstance(value, int) else str(value)


def _spoken(value: Any, language: str) -> Any:
    return value.get(language) or next(iter(value.values()), "") if isinstance(value, dict) else value
