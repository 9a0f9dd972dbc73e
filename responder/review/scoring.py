"""How a drill went: what was expected by when beside what was done and when. Pure; every time is the drill's own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from responder.books.playbooks.values import END

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from responder.books.marked import Text
    from responder.books.playbooks.values import Option, Playbook
    from responder.books.scenarios.values import Expected, Scenario

IN_TIME, LATE, MISSED, DIFFERED, OPEN = "in_time", "late", "missed", "differed", "open"
VERDICTS: Final = (IN_TIME, LATE, DIFFERED, MISSED, OPEN)
SETTLED: Final = frozenset({"done", "not_applicable"})


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step of the playbook that was played: by when it was due, and what became of it."""

    id: str
    title: Text
    required: bool
    state: str
    due_at: datetime | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Chose:
    step: str
    decision: str
    option: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    key: str
    value: Any
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """A notice that went out, or a duty that was met otherwise. ``drafted_at``, ``approved_at``: on the way to it."""

    recipient: str
    regime: str
    duty: str
    at: datetime
    drafted_at: datetime | None = None
    approved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """What was done in a drill until ``at``, its own time."""

    scenario: Scenario
    playbook: Playbook | None
    began_at: datetime
    at: datetime
    over: bool
    steps: tuple[StepDone, ...] = ()
    choices: tuple[Chose, ...] = ()
    facts: tuple[Said, ...] = ()
    notices: tuple[Told, ...] = ()
    seats: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing expected. ``chosen`` and ``leads_to`` say what was decided instead, and where that led."""

    expected: Expected
    due_at: datetime
    verdict: str
    done_at: datetime | None = None
    what: Text = field(default_factory=dict)
    wanted: Text = field(default_factory=dict)
    chosen: Text = field(default_factory=dict)
    leads_to: Text = field(default_factory=dict)
    records: Mapping[str, Any] = field(default_factory=dict)

    @property
    def late_by(self) -> timedelta | None:
        return self.done_at - self.due_at if self.done_at is not None and self.done_at > self.due_at else None


@dataclass(frozen=True, slots=True)
class Lead:
    """How long before a notice went out something on the way to it was done: longest of this drill."""

    step: str
    recipient: str
    lead: timedelta


@dataclass(frozen=True, slots=True)
class Score:
    """``marks`` by due time; ``late_steps`` and ``left_steps`` are the playbook's, beyond what the scenario expects."""

    marks: tuple[Mark, ...]
    late_steps: tuple[StepDone, ...]
    left_steps: tuple[StepDone, ...]
    leads: tuple[Lead, ...]
    over: bool

    @property
    def counts(self) -> Mapping[str, int]:
        """Verdict → how many, every verdict named."""
        counted = Counter(mark.verdict for mark in self.marks)
        return {verdict: counted[verdict] for verdict in VERDICTS}

    @property
    def judged(self) -> int:
        """How many things were due by now, or done."""
        return sum(mark.verdict != OPEN for mark in self.marks)

    @property
    def differed(self) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if mark.verdict == DIFFERED)


def score(played: Played) -> Score:
    """Judge a drill: what was in time, late or missed, which decisions differed, which steps came late or never."""
    return Score(
        marks=tuple(_mark(expected, played) for expected in played.scenario.expects),
        late_steps=tuple(step for step in played.steps if _is_late(step, played.at)),
        left_steps=tuple(
            step
            for step in played.steps
            if step.required and step.state in {"open", "skipped"} and step.due_at is not None
        ),
        leads=_leads(played.notices),
        over=played.over,
    )


def _mark(expected: Expected, played: Played) -> Mark:
    due_at = played.began_at + timedelta(minutes=expected.by)
    if expected.kind == "decision":
        return _decided(expected, due_at, played)
    done_at = _done(expected, played)
    return Mark(expected, due_at, _verdict(done_at, due_at, played), done_at, _what(expected, played))


def _decided(expected: Expected, due_at: datetime, played: Played) -> Mark:
    made = [one for one in played.choices if (one.step, one.decision) == (expected.step, expected.decision)]
    step = played.playbook.step(expected.step) if played.playbook else None
    decision = step.decision(expected.decision) if step else None
    options: dict[str, Option] = {option.id: option for option in decision.options} if decision else {}
    what = decision.question if decision else {"en": expected.name}
    wanted = options[expected.option].text if expected.option in options else {"en": expected.option or ""}
    if not made or made[-1].option == expected.option:
        done_at = made[-1].at if made else None
        return Mark(expected, due_at, _verdict(done_at, due_at, played), done_at, what, wanted)
    chosen = options.get(made[-1].option)
    return Mark(
        expected, due_at, DIFFERED, made[-1].at, what, wanted,
        chosen.text if chosen else {"en": made[-1].option},
        _leads_to(chosen, played.playbook), chosen.records if chosen else {},
    )  # fmt: skip


def _leads_to(option: Option | None, playbook: Playbook | None) -> Text:
    if option is None or playbook is None or option.to == END:
        return {}
    step = playbook.step(option.to)
    return step.title if step else {}


def _verdict(done_at: datetime | None, due_at: datetime, played: Played) -> str:
    if done_at is not None:
        return IN_TIME if done_at <= due_at else LATE
    return MISSED if played.over or due_at < played.at else OPEN


def _done(expected: Expected, played: Played) -> datetime | None:
    """When it was first so; None while it is not."""
    return min(_moments(expected, played), default=None)


def _moments(expected: Expected, played: Played) -> Iterable[datetime]:
    name = expected.name
    if expected.kind == "step":
        return [
            step.settled_at
            for step in played.steps
            if step.id == name and step.state in SETTLED and step.settled_at is not None
        ]
    if expected.kind == "fact":
        return [said.at for said in played.facts if _is_said(said, name, expected.value)]
    if expected.kind == "seat":
        return [since for role, since in played.seats if role == name]
    return [told.at for told in played.notices if name in {told.recipient, f"{told.regime}/{told.duty}"}]


def _is_said(said: Said, key: str, wanted: Any) -> bool:
    if said.key != key or said.value is None or str(said.value).lower() == "unknown":
        return False
    return wanted is None or str(said.value).lower() == str(wanted).lower()


def _what(expected: Expected, played: Played) -> Text:
    """The step's title or the seat's name; facts and notices are named by whoever shows them."""
    if expected.kind == "step":
        return next((step.title for step in played.steps if step.id == expected.name), {})
    if expected.kind == "seat" and played.playbook:
        return next((role.name for role in played.playbook.roles if role.id == expected.name), {})
    return {}


def _is_late(step: StepDone, at: datetime) -> bool:
    if step.due_at is None or step.state in {"skipped", "not_applicable"}:
        return False
    return (step.settled_at or at) > step.due_at


def _leads(notices: Iterable[Told]) -> tuple[Lead, ...]:
    longest: dict[tuple[str, str], timedelta] = {}
    for told in notices:
        for name, began in (("draft", told.drafted_at), ("approve", told.approved_at)):
            if began is not None and began <= told.at:
                key = (name, told.recipient)
                longest[key] = max(longest.get(key, timedelta()), told.at - began)
    return tuple(Lead(step, recipient, lead) for (step, recipient), lead in sorted(longest.items()))
