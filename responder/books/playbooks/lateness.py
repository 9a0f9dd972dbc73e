"""Facts that a playbook asks for only after something that needs them: a notice, a condition, a due time."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from responder.books.playbooks.conditions import facts_of
from responder.books.playbooks.values import START

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from responder.books.law import Duty, Regime
    from responder.books.playbooks.values import Do, Playbook, Step

MOST: Final = 0.5
"""A notice that names no duty needs what more than this share of the duties to its recipient turn on."""


def late_facts(playbook: Playbook, regimes: Mapping[str, Regime]) -> Iterator[tuple[Step, int | None, str, str, str]]:
    """Step, line, fact, the step that asks for it, and what needs it: for each fact that is asked too late."""
    before = _before(playbook)
    asked: dict[str, list[str]] = {}
    for step in playbook.steps:
        for fact in (*(ask.fact for ask in step.asks), *_recorded(step)):
            asked.setdefault(fact, []).append(step.id)
    for step in playbook.steps:
        for line, fact, what in _needs(step, regimes):
            askers = asked.get(fact, [])
            if askers and all(step.id in before[asker] for asker in askers):
                yield step, line, fact, askers[0], what


def _needs(step: Step, regimes: Mapping[str, Regime]) -> Iterator[tuple[int | None, str, str]]:
    if step.due is not None and step.due.since is not None:
        yield step.line, step.due.since, "the due time of this step"
    for fact in facts_of(step.when):
        yield step.line, fact, "the condition of this step"
    for do in step.does:
        if do.action == "draft_notice":
            for fact in _of_notice(do, regimes):
                yield do.line, fact, "the notice"


def _of_notice(do: Do, regimes: Mapping[str, Regime]) -> Iterable[str]:
    duties = [
        duty
        for regime in regimes.values()
        if do.given.get("regime") in {None, regime.id}
        for duty in regime.duties
        if do.given.get("duty") in {None, duty.id} and do.given.get("recipient") in {None, duty.recipient}
    ]
    counted = Counter(fact for duty in duties for fact in set(_of_duty(duty)))
    named = "duty" in do.given
    return sorted(fact for fact, count in counted.items() if named or count > MOST * len(duties))


def _of_duty(duty: Duty) -> Iterator[str]:
    yield from facts_of(duty.when)
    yield from (f"events.{name}" for name in duty.clock.starts.names)
    for exemption in duty.exceptions:
        yield from facts_of(exemption.when)


def _recorded(step: Step) -> Iterator[str]:
    for decision in step.decisions:
        for option in decision.options:
            yield from option.records


def _before(playbook: Playbook) -> dict[str, set[str]]:
    """Step → every step that surely or possibly comes before it."""
    directly: dict[str, set[str]] = {}
    targets = playbook.targets()
    earlier: list[str] = []
    for phase in playbook.phases:
        for step in phase.steps:
            sources = {source.id for source, _, _ in targets.get(step.id, [])}
            named = {other for other in step.after if other != START}
            directly[step.id] = named | sources | (set() if step.after or sources else set(earlier))
        earlier += [step.id for step in phase.steps if step.required and not step.rhythm]
    reached: dict[str, set[str]] = {}
    for step_id, others in directly.items():
        seen: set[str] = set()
        waiting = list(others)
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting.extend(directly.get(one, ()))
        reached[step_id] = seen
    return reached
