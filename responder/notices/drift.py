"""What a notice said of facts, set against what would be said of them now."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from responder.notices.compose import Statement

_NO_SENTENCE = re.compile(r"\s*(<!--@|#|\[\[|\Z)")
_ITEM = re.compile(r"\s*(?:[-*]|\d+\.)\s+")


@dataclass(frozen=True, slots=True)
class Change:
    """A fact of which a notice says ``said`` while ``now`` would be said; empty: nothing would."""

    fact: str
    said: str
    now: str


def changes(told: Iterable[Mapping[str, str]], present: Iterable[Statement]) -> tuple[Change, ...]:
    """The facts of which a notice says otherwise than would be said today, each once.

    Args:
        told: Statements that the notice still makes (``fact``, ``said``, ``paragraph``).
        present: Statements of the same letter composed now, in the same language.
    """
    now = {(statement.fact, statement.paragraph): statement.said for statement in present}
    found: dict[str, Change] = {}
    for statement in told:
        fact, said = statement["fact"], statement["said"]
        today = now.get((fact, statement["paragraph"]), "")
        if said and today != said and fact not in found:
            found[fact] = Change(fact, said, today)
    return tuple(found.values())


def mark_changed(former: str, text: str) -> str:
    """``text`` with each line that ``former`` does not have in bold, so that readers see what is new."""
    known = {line.strip() for line in former.splitlines()}
    return "\n".join(line if line.strip() in known else _bold(line) for line in text.splitlines()) + "\n"


def _bold(line: str) -> str:
    if _NO_SENTENCE.match(line) or "**" in line:
        return line
    found = _ITEM.match(line)
    start = found[0] if found else ""
    return f"{start}**{line.removeprefix(start).strip()}**"
