"""The frozen values a playbook is read into. They say what stands there; nothing here decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from responder.books.law import Condition
    from responder.books.marked import Text

END: Final = "end"
START: Final = "start"
"""``after=start``: a step that waits for no phase."""


def spoken(text: Text, language: str) -> str:
    """``text`` in ``language``, else in the language the playbook was written in, which stands first."""
    return text.get(language) or next(iter(text.values()), "")


@dataclass(frozen=True, slots=True)
class Role:
    """A seat that a playbook may name: what its holder decides alone, and what they never do."""

    id: str
    name: Text
    decides: Text = field(default_factory=dict)
    never: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """Minutes after the step becomes current, or after the instant of a fact such as ``events.awareness``."""

    minutes: int
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Again every ``every`` minutes, for ``lasts`` minutes; ``lasts`` None: until somebody ends it."""

    every: int
    lasts: int | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One box of a step's list; its number within the step, from 1, names it."""

    number: int
    text: Text
    line: int


@dataclass(frozen=True, slots=True)
class Ask:
    """A fact to establish here, who can say it and within how many minutes."""

    fact: str
    who: str | None = None
    by: int | None = None
    when: Condition | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a decision: where it leads (a step, or the end) and the facts it records."""

    id: str
    text: Text
    to: str
    records: Mapping[str, Any] = field(default_factory=dict)
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    id: str
    question: Text
    options: tuple[Option, ...]
    when: Condition | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Do:
    """Something the toolkit does when a person says so; ``action`` is one of ``actions.ACTIONS``."""

    action: str
    given: Mapping[str, Any]
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What must be attached. ``lasts``: minutes until such evidence is usually overwritten at its source."""

    id: str
    text: Text
    required: bool = True
    lasts: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    id: str
    title: Text
    phase: str
    line: int
    role: str | None = None
    due: Due | None = None
    after: tuple[str, ...] = ()
    when: Condition | None = None
    rhythm: tuple[Rhythm, ...] = ()
    required: bool = True
    accountable: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    prose: Text = field(default_factory=dict)
    tasks: tuple[Task, ...] = ()
    asks: tuple[Ask, ...] = ()
    decisions: tuple[Decision, ...] = ()
    does: tuple[Do, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)
    readable: bool = True
    """False where its attribute list could not be read: what is missing from it is then not complained of."""

    def decision(self, decision_id: str) -> Decision | None:
        return next((decision for decision in self.decisions if decision.id == decision_id), None)


@dataclass(frozen=True, slots=True)
class Phase:
    id: str
    title: Text
    prose: Text
    steps: tuple[Step, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Playbook:
    """A playbook as read. ``sources`` are its files word for word; ``sha256`` is the hash of them all."""

    name: str
    title: Text
    version: str
    roles: tuple[Role, ...]
    phases: tuple[Phase, ...]
    applies_when: Condition | None
    review_by: date | None
    intro: Text
    languages: tuple[str, ...]
    sources: Mapping[str, str]
    sha256: str
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for phase in self.phases for step in phase.steps)

    def step(self, step_id: str) -> Step | None:
        return next((step for step in self.steps if step.id == step_id), None)

    def targets(self) -> dict[str, list[tuple[Step, Decision, Option]]]:
        """Step → every option that leads to it. Such a step is entered by choice alone."""
        found: dict[str, list[tuple[Step, Decision, Option]]] = {}
        for step in self.steps:
            for decision in step.decisions:
                for option in decision.options:
                    if option.to != END:
                        found.setdefault(option.to, []).append((step, decision, option))
        return found
