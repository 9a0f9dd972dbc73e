"""What a run remembers, as plain values: what was done, what was chosen, what was attached."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

SETTLED: Final = frozenset({"done", "skipped", "not_applicable"})


@dataclass(frozen=True, slots=True)
class Remembered:
    """One step. ``since``: when it became current; ``settled_at``: when somebody was through with it.

    ``taken_by``: the account id of whoever is on it.
    """

    state: str = "open"
    since: datetime | None = None
    settled_at: datetime | None = None
    rounds: int = 0
    last_round_at: datetime | None = None
    tasks: frozenset[int] = frozenset()
    evidence: frozenset[str] = frozenset()
    carried: frozenset[int] = frozenset()
    taken_by: str | None = None
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Under:
    """A sub-playbook that a step started and that is neither through nor finished."""

    run_id: str
    playbook: str


@dataclass(frozen=True, slots=True)
class Chosen:
    option: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Memory:
    """``choices`` is keyed by (step, decision), ``under`` by step. Finished runs show what they were, plan nothing."""

    started_at: datetime
    steps: Mapping[str, Remembered] = field(default_factory=dict)
    choices: Mapping[tuple[str, str], Chosen] = field(default_factory=dict)
    finished: bool = False
    under: Mapping[str, tuple[Under, ...]] = field(default_factory=dict)

    def of(self, step_id: str) -> Remembered:
        return self.steps.get(step_id) or Remembered()
