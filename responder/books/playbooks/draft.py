"""A playbook taken apart into its words, and put together again: what is imported, exported and drafted by machines."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from responder.books.playbooks.sections import take_apart
from responder.books.playbooks.write import block, front_matter, plain
from responder.books.yaml_loader import load_yaml

if TYPE_CHECKING:
    from collections.abc import Collection

    from responder.books.playbooks.sections import Section

_BARE: Final = re.compile(r"[^\s\"'{}]+")
_LONGEST_ID: Final = 48


@dataclass(slots=True)
class DraftStep:
    """``attributes`` and the ``blocks`` (kind, content) as they are written, unread."""

    id: str
    title: str
    attributes: dict[str, str] = field(default_factory=dict)
    prose: str = ""
    tasks: list[str] = field(default_factory=list)
    blocks: list[tuple[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class DraftPhase:
    title: str
    id: str | None = None
    prose: str = ""
    steps: list[DraftStep] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """One file. ``warnings``: line (None where it has none) and what could not be taken over as it stood."""

    front: dict[str, Any]
    intro: str = ""
    phases: list[DraftPhase] = field(default_factory=list)
    warnings: list[tuple[int | None, str]] = field(default_factory=list)

    @property
    def steps(self) -> list[DraftStep]:
        return [step for phase in self.phases for step in phase.steps]


def draft_of(text: str, *, file: str) -> Draft:
    """The words of a playbook file or of a translation; what lint would refuse is left out."""
    document = take_apart(text, file=file)
    phases = [
        DraftPhase(
            section.title,
            section.attributes.id if section.attributes else None,
            section.prose,
            [_step(step, file) for step in section.steps],
        )
        for section in document.phases
    ]
    return Draft(plain(document.front), document.intro, phases)


def written(draft: Draft) -> str:
    """The file that reads as ``draft``."""
    parts = [front_matter(draft.front), *([draft.intro] if draft.intro else [])]
    for phase in draft.phases:
        parts.append(f"## {phase.title}" + (f" {{: #{phase.id} }}" if phase.id else ""))
        if phase.prose:
            parts.append(phase.prose)
        for step in phase.steps:
            parts += _written(step)
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def id_of(title: str, taken: Collection[str]) -> str:
    """An id that nobody has yet, from the letters of a title."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", letters)
    begin = "-".join(words)[:_LONGEST_ID].strip("-")
    if not begin or not begin[0].isalpha():
        begin = f"step-{begin}".strip("-")
    found, number = begin, 1
    while found in taken or found in {"start", "end"}:
        number += 1
        found = f"{begin}-{number}"
    return found


def _step(section: Section, file: str) -> DraftStep:
    given = section.attributes
    values = {key: value for key, (value, _) in given.values.items()} if given else {}
    blocks = [(fence.info, plain(load_yaml(fence.content, name=file))) for fence in section.blocks]
    tasks = [" ".join(text.split()) for _, text in section.tasks]
    return DraftStep((given.id if given else None) or "", section.title, values, section.prose, tasks, blocks)


def _written(step: DraftStep) -> list[str]:
    pairs = (
        f"{key}={value}" if _BARE.fullmatch(value) else f'{key}="{value}"' for key, value in step.attributes.items()
    )
    parts = [f"### {step.title} {{: {' '.join([f'#{step.id}', *pairs])} }}"]
    if step.prose:
        parts.append(step.prose)
    if step.tasks:
        parts.append("\n".join(f"- [ ] {task}" for task in step.tasks))
    return [*parts, *(block(kind, content) for kind, content in step.blocks)]
