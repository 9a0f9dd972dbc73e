"""Catalogues: English sentences and what they are in other languages."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Mapping

CATALOGUES = Path(__file__).parent / "catalogues"
LANGUAGES = ("en", "zh")


def N_(sentence: str) -> str:  # noqa: N802 -- the name that extraction tools know
    """Mark ``sentence`` for translation; it is translated where it is shown."""
    return sentence


def say(sentence: str, language: str, **values: object) -> str:
    """``sentence`` in ``language``, with its ``{named}`` values filled in; English where no translation exists."""
    spoken = sentence if language == "en" else catalogue(language).get(sentence, sentence)
    return spoken.format_map(values) if values else spoken


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """English sentence → sentence in ``language``."""
    path = CATALOGUES / f"{language}.po"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        messages = read_po(file, locale=language, charset="utf-8", abort_invalid=True)
    return {
        message.id: message.string
        for message in messages
        if isinstance(message.id, str) and isinstance(message.string, str) and message.string and not message.fuzzy
    }
