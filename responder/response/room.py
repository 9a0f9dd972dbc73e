"""The room as one person sees it: plain values for the page, mine first. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from responder.response.seats import Owner, deeds_of, lacking, owner_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from responder.books.playbooks.values import Ask, Evidence, Playbook, Role, Step
    from responder.response.knowledge import Knowledge
    from responder.response.plan import Plan, Planned

_LAST: Final = datetime.max.replace(tzinfo=UTC)
_ORDER: Final = ("current", "undecided", "waiting", "done", "skipped", "not_applicable", "ruled_out", "off_path")


@dataclass(frozen=True, slots=True)
class StepView:
    """A step with who answers for it. ``lacking``: permissions it takes that the onlooker does not have.

    ``mine``: the onlooker is on it, or sits on its seat and nobody is on it yet.
    """

    planned: Planned
    owner: Owner
    mine: bool
    lacking: tuple[str, ...]
    to_ask: tuple[Ask, ...]

    @property
    def step(self) -> Step:
        return self.planned.step


@dataclass(frozen=True, slots=True)
class RunView:
    """``steps``: current ones first, mine before others', by due time; then what waits, then what is over.

    ``parent``: the run and the step that started it as a sub-playbook.
    """

    id: str
    playbook: Playbook
    plan: Plan
    steps: tuple[StepView, ...]
    finished: bool
    newer_version: str | None
    parent: tuple[str, str] | None = None

    @property
    def current(self) -> tuple[StepView, ...]:
        return tuple(view for view in self.steps if view.planned.state == "current")

    @property
    def next(self) -> tuple[StepView, ...]:
        """What begins once the current steps are settled, in the order of the playbook."""
        now = {view.step.id for view in self.current}
        order = {step.id: number for number, step in enumerate(self.playbook.steps)}
        found = [view for view in self.steps if view.planned.waits_for and now.issuperset(view.planned.waits_for)]
        return tuple(sorted(found, key=lambda view: order[view.step.id]))


@dataclass(frozen=True, slots=True)
class Dying:
    """Evidence still to be taken, and the instant at which it is usually overwritten at its source."""

    run: RunView
    view: StepView
    evidence: Evidence
    gone_at: datetime


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat, its holders (account ids), and for each the permissions its steps take and the holder lacks."""

    role: Role
    holders: tuple[str, ...]
    lacking: Mapping[str, tuple[str, ...]]
    falls_to: str | None


@dataclass(frozen=True, slots=True)
class Room:
    """``at`` is the incident's own time; ``fits`` are playbooks that nobody started and that fit what is known."""

    runs: tuple[RunView, ...]
    seats: tuple[SeatView, ...]
    at: datetime
    fits: tuple[Playbook, ...] = ()

    @property
    def now(self) -> tuple[tuple[RunView, StepView], ...]:
        """The current steps of every run: mine before others', the most urgent first."""
        current = [(run, view) for run in self.runs if not run.finished for view in run.current]
        return tuple(sorted(current, key=lambda each: _urgency(each[1])))

    @property
    def next_step(self) -> StepView | None:
        """The one thing to do first."""
        return next((view for _, view in self.now), None)

    @property
    def dying(self) -> tuple[Dying, ...]:
        """Evidence that somebody must take before it is gone, the first to go first; gone or not, it is named."""
        found = [
            Dying(run, view, evidence, at)
            for run in self.runs
            if not run.finished
            for view in run.steps
            for evidence, at in view.planned.lasting
        ]
        return tuple(sorted(found, key=lambda each: each.gone_at))


def step_views(
    playbook: Playbook,
    plan: Plan,
    seats: Mapping[str, Sequence[str]],
    *,
    me: str,
    permission_set: str,
    knows: Knowledge,
    given: Mapping[str, Sequence[str]] | None = None,
) -> tuple[StepView, ...]:
    """Every step of a run in the order in which the onlooker should read it; ``given``: step → whom it was given to."""
    order = {step.id: number for number, step in enumerate(playbook.steps)}
    given = given or {}
    views = [_view(planned, seats, me, permission_set, knows, given.get(planned.step.id, ())) for planned in plan.steps]
    return tuple(
        sorted(views, key=lambda view: (_ORDER.index(view.planned.state), *_urgency(view), order[view.step.id]))
    )


def seat_views(
    roles: Mapping[str, Role],
    seats: Mapping[str, Sequence[str]],
    steps: Iterable[Step],
    permission_sets: Mapping[str, str],
) -> tuple[SeatView, ...]:
    """Every seat of the running playbooks, filled or empty, with what a holder lacks for its steps."""
    steps = list(steps)
    found = []
    for role_id, role in roles.items():
        holders = tuple(seats.get(role_id, ()))
        needed = {deed for step in steps if step.role == role_id for deed in deeds_of(step)}
        short = {
            holder: tuple(
                sorted(needed & {deed for step in steps for deed in lacking(step, permission_sets.get(holder, ""))})
            )
            for holder in holders
        }
        owner = owner_of(role_id, seats)
        found.append(SeatView(role, holders, {who: deeds for who, deeds in short.items() if deeds}, owner.fell_to))
    return tuple(found)


def _view(
    planned: Planned,
    seats: Mapping[str, Sequence[str]],
    me: str,
    permission_set: str,
    knows: Knowledge,
    given: Sequence[str],
) -> StepView:
    owner = Owner(planned.step.role, tuple(given)) if given else owner_of(planned.step.role, seats)
    asks = tuple(ask for ask in planned.step.asks if knows.holds(ask.when) is not False and not knows.knows(ask.fact))
    on_it = planned.remembered.taken_by
    mine = on_it == me if on_it is not None else me in owner.holders
    return StepView(planned, owner, mine, lacking(planned.step, permission_set), asks)


def _urgency(view: StepView) -> tuple[bool, datetime]:
    due = min((at for at in (view.planned.due_at, view.planned.lost_at) if at is not None), default=_LAST)
    return (not view.mine, due)
