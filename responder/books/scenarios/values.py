"""The frozen values a scenario is read into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from responder.books.marked import Text

KINDS: Final = ("decision", "step", "fact", "notice", "seat")


@dataclass(frozen=True, slots=True)
class Reveal:
    """What somebody knows of a fact and says only when asked; ``value`` None: they say it in words alone."""

    fact: str
    who: Text
    says: Text
    value: Any = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What a good response has done within ``by`` minutes from the beginning.

    ``kind`` says what ``name`` is: the ``step/decision`` that ends with ``option``; a step that is settled; a fact that
    is known (as ``value``, where one is given); the recipient of a notice that went out; a seat that is taken. ``why``
    is said to whoever did otherwise.
    """

    id: str
    kind: str
    name: str
    by: int
    option: str | None = None
    value: Any = None
    why: Text = field(default_factory=dict)
    line: int | None = None

    @property
    def step(self) -> str:
        return self.name.partition("/")[0]

    @property
    def decision(self) -> str:
        return self.name.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Inject:
    """Something that happens ``at`` minutes from the beginning. ``to`` is the seat that hears it; none: everybody."""

    id: str
    title: Text
    at: int
    speaker: Text
    prose: Text
    to: str | None = None
    reveals: tuple[Reveal, ...] = ()
    expects: tuple[Expected, ...] = ()
    line: int = 1


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario as read. ``facts`` are known to all at the beginning; ``sources`` are its files word for word."""

    name: str
    title: Text
    version: str
    playbook: str
    speed: int
    severity: str
    facts: Mapping[str, Any]
    intro: Text
    injects: tuple[Inject, ...]
    review_by: date | None
    languages: tuple[str, ...]
    sources: Mapping[str, str]
    sha256: str
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def expects(self) -> tuple[Expected, ...]:
        """Everything expected, the first to be done first."""
        found = (expected for inject in self.injects for expected in inject.expects)
        return tuple(sorted(found, key=lambda expected: expected.by))

    def inject(self, inject_id: str) -> Inject | None:
        return next((inject for inject in self.injects if inject.id == inject_id), None)
