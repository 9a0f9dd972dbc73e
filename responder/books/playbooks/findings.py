"""What is wrong in a playbook, and where. ``docs/writing-playbooks.md`` lists every code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from responder.errors import BadInput

Level = Literal["error", "warning"]

CODES: Final[dict[str, tuple[Level, str]]] = {
    "bad-front-matter": ("error", "The front matter is missing, is no YAML, or has a key that cannot be taken."),
    "bad-heading": ("error", "A heading is underlined, or a step stands outside a phase."),
    "bad-attribute": ("error", "The attribute list on a heading cannot be read."),
    "bad-block": ("error", "A fenced ask, decide, do or evidence block cannot be read, or stands where none may."),
    "bad-condition": ("error", "A condition cannot be read."),
    "missing-id": ("error", "A step has no #id."),
    "duplicate-id": ("error", "Two steps, decisions, options or pieces of evidence share an id."),
    "unknown-role": ("error", "A role is not in the front matter or not in _shared/roles.yaml."),
    "unknown-fact": ("error", "A fact or event is not known to the law library."),
    "bad-value": ("error", "A value is not an answer to its fact."),
    "unknown-action": ("error", "A do block names no action of the toolkit, or a field the action does not take."),
    "unknown-regime": ("error", "A regime or duty is not in the law library."),
    "unknown-step": ("error", "after= or to: names no step of this playbook."),
    "unknown-playbook": ("error", "A sub-playbook is not on the shelf."),
    "no-owner": ("error", "A step has no role=."),
    "no-due": ("error", "A step has neither due= nor repeat=."),
    "loop": ("error", "Steps wait for each other in a circle, or a decision leads back to an earlier step."),
    "unreachable": ("error", "No path leads to a step."),
    "never-true": ("error", "A condition can never hold."),
    "law-deadline": ("error", "A period of law stands in the text; the law library computes it."),
    "translation-differs": ("error", "A translation has other steps, tasks, options or attributes than the playbook."),
    "translation-behind": ("error", "A translation is of another version."),
    "late-fact": ("warning", "A fact is asked only after a notice, a condition or a due time that needs it."),
    "empty-step": ("warning", "A step says nothing but its title."),
    "unused-role": ("warning", "A role of the front matter has no step."),
    "parsers-disagree": ("warning", "Two Markdown parsers build different lists or blocks from this text."),
    "raw-html": ("warning", "HTML is shown as the characters that were written."),
    "review-passed": ("warning", "The date by which somebody wanted to read it again is past, or missing."),
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One line of ``playbooks lint``; ``line`` and ``col`` count from 1."""

    file: str
    line: int
    col: int
    code: str
    message: str

    @property
    def level(self) -> Level:
        return CODES[self.code][0]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col} {self.code} {self.message}"


def from_error(error: BadInput, code: str, *, file: str, line: int) -> Finding:
    """A refusal of the YAML or condition reader as a finding at its place."""
    said = str(error).removeprefix(f"{error.place}: ")
    return Finding(file, error.line or line, error.column or 1, code, said)
