"""The plan of a run, computed anew from playbook, memory and facts: what is current, what waits for what, and why.

Pure. The order of work: a step follows the steps it names with ``after``; without ``after`` it begins when every
required step of the phases before is settled; a step that an option leads to begins when that option is chosen. Steps
of one phase run side by side. Nothing is a dead end: any step may be settled early by a person, with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Protocol

from responder.books.playbooks.values import END, START, Step
from responder.response.memory import SETTLED, Memory, Remembered
from responder.response.rounds import next_round

if TYPE_CHECKING:
    from collections.abc import Sequence

    from responder.books.law import Condition
    from responder.books.playbooks.values import Evidence, Playbook
    from responder.response.memory import Under

GONE: Final = frozenset({"off_path", "ruled_out"})
OPEN: Final = frozenset({"current", "waiting", "undecided"})


class Knows(Protocol):
    """What a plan asks the facts (``knowledge.Knowledge``)."""

    def holds(self, condition: Condition | None) -> bool | None: ...
    def open_facts(self, condition: Condition | None) -> tuple[str, ...]: ...
    def instant(self, key: str) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Planned:
    """One step as it stands.

    ``state``: current, waiting, undecided (its condition is open), done, skipped, not_applicable (a person said so),
    ruled_out (its condition does not hold), off_path (another option was chosen, or the playbook ended).
    ``waits_for`` names steps; ``open_facts`` what would settle it; ``came_from`` the step and option that led here.
    ``under`` are sub-playbooks that are not through. ``lasting`` is evidence still to be taken, with the instant at
    which it is usually overwritten at its source; it runs whether or not the step has begun. ``on_choice``: it comes
    only if a decision that nobody took yet leads to it.
    """

    step: Step
    state: str
    since: datetime | None = None
    due_at: datetime | None = None
    late: bool = False
    waits_for: tuple[str, ...] = ()
    open_facts: tuple[str, ...] = ()
    came_from: tuple[str, str] | None = None
    open_decisions: tuple[str, ...] = ()
    missing_evidence: tuple[Evidence, ...] = ()
    under: tuple[Under, ...] = ()
    lasting: tuple[tuple[Evidence, datetime], ...] = ()
    on_choice: bool = False
    remembered: Remembered = field(default_factory=Remembered)

    @property
    def lost_at(self) -> datetime | None:
        """When the first piece of evidence that is still to be taken is gone."""
        return min((at for _, at in self.lasting), default=None)


@dataclass(frozen=True, slots=True)
class Plan:
    """Every step in the order of the playbook. ``ended_by``: the step whose decision ended the playbook."""

    steps: tuple[Planned, ...]
    ended_by: str | None = None

    def of(self, step_id: str) -> Planned | None:
        return next((planned for planned in self.steps if planned.step.id == step_id), None)

    @property
    def current(self) -> tuple[Planned, ...]:
        return tuple(planned for planned in self.steps if planned.state == "current")

    @property
    def left(self) -> tuple[Planned, ...]:
        """What must still be done: open steps, without what comes again, what nobody has to do, and what only a choice
        would bring: the step of that choice is open itself.
        """
        return tuple(
            planned
            for planned in self.steps
            if planned.state in OPEN and planned.step.required and not planned.step.rhythm and not planned.on_choice
        )

    @property
    def over(self) -> bool:
        return not self.left

    def after(self, step_id: str) -> tuple[Planned, ...]:
        """The steps that wait for this one, in the order of the playbook."""
        return tuple(planned for planned in self.steps if step_id in planned.waits_for)


def make_plan(playbook: Playbook, memory: Memory, knows: Knows, *, now: datetime) -> Plan:
    """The plan at ``now``, which is the incident's own time."""
    planner = _Planner(playbook, memory, knows, now)
    ended_by = planner.ended_by()
    return Plan(tuple(planner.planned(step) for step in playbook.steps), ended_by)


class _Planner:
    def __init__(self, playbook: Playbook, memory: Memory, knows: Knows, now: datetime) -> None:
        self.playbook = playbook
        self.memory = memory
        self.knows = knows
        self.now = now
        self.by_id = {step.id: step for step in playbook.steps}
        self.targets = playbook.targets()
        self.places: dict[str, _Place] = {}
        self._ended_by: str | None = None
        self._before: dict[str, list[Step]] = {}
        self._phase_order: dict[str, _Place] = {}

    def ended_by(self) -> str | None:
        """The step at which somebody chose the end, if that step is on the path."""
        for step in self.playbook.steps:
            for decision in step.decisions:
                chosen = self.memory.choices.get((step.id, decision.id))
                ends = chosen and any(option.id == chosen.option and option.to == END for option in decision.options)
                if ends and self.place(step).state not in GONE:
                    self._ended_by = step.id
                    self.places.clear()
                    self._phase_order.clear()
                    return step.id
        return None

    def place(self, step: Step) -> _Place:
        if step.id not in self.places:
            self.places[step.id] = _Place("waiting")  # a circle, which lint refuses, waits for itself
            self.places[step.id] = self._place(step)
        return self.places[step.id]

    def _place(self, step: Step) -> _Place:
        remembered = self.memory.of(step.id)
        if remembered.state in SETTLED:
            return _Place(remembered.state, began=remembered.since or remembered.settled_at)
        if self._ended_by is not None and step.id != self._ended_by:
            return _Place("off_path", came_from=(self._ended_by, END))
        holds = self.knows.holds(step.when)
        if holds is False:
            return _Place("ruled_out")
        entered = self._entered(step)
        if entered.state in GONE:
            return entered
        ordered = self._ordered(step)
        if ordered.state in GONE:
            return ordered
        waits_for = (*entered.waits_for, *ordered.waits_for)
        began = max((at for at in (entered.began, ordered.began) if at is not None), default=self.memory.started_at)
        state = "waiting" if waits_for else "undecided" if holds is None else "current"
        return _Place(state, tuple(dict.fromkeys(waits_for)), began, entered.came_from)

    def _entered(self, step: Step) -> _Place:
        """By choice: open until an option that leads here is chosen, gone once all were decided otherwise."""
        ways = self.targets.get(step.id)
        if ways is None:
            return _Place("current")
        waits_for = []
        for source, decision, option in ways:
            chosen = self.memory.choices.get((source.id, decision.id))
            state = self.place(source).state
            if chosen is None and state not in GONE | SETTLED:
                waits_for.append(source.id)
            elif chosen is not None and chosen.option == option.id and state not in GONE:
                return _Place("current", began=chosen.at, came_from=(source.id, option.id))
        return _Place("waiting", tuple(waits_for)) if waits_for else _Place("off_path")

    def _ordered(self, step: Step) -> _Place:
        """By order: after the steps it names, or after the phases before."""
        if step.after:
            earlier = [self.by_id[step_id] for step_id in step.after if step_id in self.by_id]
            if earlier and all(self.place(other).state in GONE for other in earlier):
                return _Place("off_path")
            return self._behind(earlier)
        if step.id in self.targets:
            return _Place("current")
        if step.phase not in self._phase_order:  # the same for every step of the phase
            self._phase_order[step.phase] = self._behind(self._phases_before(step))
        return self._phase_order[step.phase]

    def _behind(self, earlier: Sequence[Step]) -> _Place:
        open_steps = tuple(other.id for other in earlier if self.place(other).state not in GONE | SETTLED)
        if open_steps:
            return _Place("waiting", open_steps)
        settled = (self.memory.of(other.id).settled_at for other in earlier)
        return _Place("current", began=max((at for at in settled if at is not None), default=None))

    def _phases_before(self, step: Step) -> list[Step]:
        if not self._before:
            found: list[Step] = []
            for phase in self.playbook.phases:
                self._before[phase.id] = list(found)
                found.extend(other for other in phase.steps if other.required and not other.rhythm)
        return self._before[step.phase]

    def planned(self, step: Step) -> Planned:
        place, remembered = self.place(step), self.memory.of(step.id)
        since = remembered.since or place.began
        open_state = place.state in OPEN
        due_at = self._due(step, since, remembered) if place.state == "current" and since else None
        return Planned(
            step=step,
            state=place.state,
            since=since if place.state == "current" or place.state in SETTLED else None,
            due_at=due_at,
            late=due_at is not None and due_at < self.now,
            waits_for=place.waits_for,
            open_facts=self.knows.open_facts(step.when) if place.state in {"undecided", "waiting"} else (),
            came_from=place.came_from,
            open_decisions=self._open_decisions(step) if open_state else (),
            missing_evidence=self._missing(step, remembered) if open_state else (),
            under=self.memory.under.get(step.id, ()) if open_state else (),
            lasting=self._lasting(step, remembered) if open_state else (),
            on_choice=step.id in self.targets and place.came_from is None and place.state == "waiting",
            remembered=remembered,
        )

    def _due(self, step: Step, since: datetime, remembered: Remembered) -> datetime | None:
        if step.rhythm:
            return next_round(step.rhythm, since, remembered.last_round_at)
        if step.due is None:
            return None
        begins = since if step.due.since is None else self.knows.instant(step.due.since)
        return None if begins is None else begins + timedelta(minutes=step.due.minutes)

    def _open_decisions(self, step: Step) -> tuple[str, ...]:
        return tuple(
            decision.id
            for decision in step.decisions
            if (step.id, decision.id) not in self.memory.choices and self.knows.holds(decision.when) is not False
        )

    def _missing(self, step: Step, remembered: Remembered) -> tuple[Evidence, ...]:
        return tuple(one for one in step.evidence if one.required and one.id not in remembered.evidence)

    def _lasting(self, step: Step, remembered: Remembered) -> tuple[tuple[Evidence, datetime], ...]:
        """Evidence still to be taken, with the instant at which it is usually overwritten; the first to go first."""
        mortal = [one for one in step.evidence if one.lasts is not None and one.id not in remembered.evidence]
        if not mortal:
            return ()
        happened = self.knows.instant("events.occurred") or self.knows.instant("events.detected")
        begins = happened or self.memory.started_at
        dated = [(one, begins + timedelta(minutes=one.lasts or 0)) for one in mortal]
        return tuple(sorted(dated, key=lambda each: each[1]))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a step stands on the path, before times and contents are looked at."""

    state: str
    waits_for: tuple[str, ...] = ()
    began: datetime | None = None
    came_from: tuple[str, str] | None = None


__all__ = ["END", "GONE", "START", "Knows", "Plan", "Planned", "make_plan"]
