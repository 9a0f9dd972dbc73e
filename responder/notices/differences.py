"""What changed between two versions of a text, line by line, as people read it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from responder.notices import marks
from responder.notices.states import whole_text

if TYPE_CHECKING:
    from responder.notices.queries import Text

AROUND = 2  # lines shown around a change
_KINDS = {"+": "new", "-": "old", " ": "same", "@": "skip"}


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the difference: ``kind`` is new, old, same or skip."""

    kind: str
    line: str


def differences(before: Text, after: Text) -> list[Change]:
    """What changed from one version to another, with little around it; marks of paragraphs left out."""
    lines = difflib.unified_diff(_plain(before), _plain(after), n=AROUND, lineterm="")
    return [Change(_KINDS[line[:1]], "" if line[:1] == "@" else line[1:]) for line in [*lines][2:]]


def _plain(text: Text) -> list[str]:
    return marks.without_anchors(whole_text(text.subject, text.text)).splitlines()
