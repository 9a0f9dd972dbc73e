"""What one duty comes to for one incident: whether it is owed, to whom, by when, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reason:
    """One clause of the rule with the value that met it (true), failed it (false) or is missing (None)."""

    text: str
    clause: str | None
    value: bool | None
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that would help to settle the answer; the evidence that could, and the instant when that is gone."""

    fact: str
    question: str
    who: tuple[str, ...]
    evidence: str | None = None
    gone: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What the answer would be if one fact alone were otherwise."""

    fact: str
    to: Any
    state: str


@dataclass(frozen=True, slots=True)
class Blocked:
    regime: str
    duty: str | None
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class OtherDue:
    """The end according to another defensible reading."""

    at: datetime
    reading: str
    source: str | None


@dataclass(frozen=True, slots=True)
class BackStep:
    """What somebody must have done by when, so that the notice itself is in time. ``lead`` is an ISO 8601 period."""

    step: str
    text: str
    by: datetime
    lead: str
    who: str


@dataclass(frozen=True, slots=True)
class Due:
    """When it falls due. ``at`` None: the law gives a word and no number, or the start is not known."""

    standard: str
    starts_from: str | None
    at: datetime | None = None
    started_at: datetime | None = None
    provisional: bool = False
    provisional_because: tuple[str, ...] = ()
    contested: tuple[OtherDue, ...] = ()
    steps: tuple[str, ...] = ()
    target_at: datetime | None = None
    target_why: str | None = None
    not_before: datetime | None = None
    work_back: tuple[BackStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Met:
    at: datetime | None
    in_time: bool | None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Obligation:
    """One (regime, duty, where) for one of our entities."""

    regime: str
    duty: str
    where: str
    entity: str
    role: str | None
    datasets: tuple[str, ...]
    on_behalf_of: tuple[str, ...]
    kind: str
    group: str
    recipient: str
    recipient_name: str
    state: str
    due: Due
    because: tuple[Reason, ...] = ()
    missing: tuple[Missing, ...] = ()
    would_change: tuple[Change, ...] = ()
    blocked_by: tuple[Blocked, ...] = ()
    met: Met | None = None
    met_by: str = "filed"
    until: datetime | None = None
    channels: tuple[Mapping[str, Any], ...] = ()
    content: tuple[Mapping[str, Any], ...] = ()
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cite: str | None = None
    language: str | None = None
    letter: tuple[str, ...] = ()
    channel_note: str | None = None
    stage: str | None = None
    status: str = "in_force"
    verified: bool = False
    checked: str | None = None
    doubt: str | None = None
    note: str | None = None
    sources: tuple[str, ...] = ()
    rule_sha256: str = ""

    @property
    def identity(self) -> tuple[str, str, str, str]:
        return self.regime, self.duty, self.where, self.entity
