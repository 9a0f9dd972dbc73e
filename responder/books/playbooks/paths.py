"""Which steps can be reached at all, and where the way goes in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.books.playbooks.values import END, START

if TYPE_CHECKING:
    from responder.books.playbooks.values import Decision, Option, Playbook, Step


def circles(playbook: Playbook) -> list[Step]:
    """Every step that comes back to itself by ``after`` and by what decisions lead to."""
    following: dict[str, set[str]] = {step.id: set() for step in playbook.steps}
    for step in playbook.steps:
        for earlier in step.after:
            following.setdefault(earlier, set()).add(step.id)
        for decision in step.decisions:
            following[step.id].update(option.to for option in decision.options if option.to != END)
    return [step for step in playbook.steps if step.id in _reached(step.id, following)]


def unreachable(playbook: Playbook) -> list[Step]:
    """Steps that no choice and no order of work ever comes to."""
    targets = playbook.targets()
    ending = {
        step.id for step in playbook.steps if any(_always_ends(step, index) for index in range(len(step.decisions)))
    }
    reached: set[str] = set()
    grown = True
    while grown:
        grown = False
        for step in playbook.steps:
            if step.id in reached or not _enters(step, targets, reached, ending):
                continue
            reached.add(step.id)
            grown = True
    return [step for step in playbook.steps if step.id not in reached]


def _enters(
    step: Step, targets: dict[str, list[tuple[Step, Decision, Option]]], reached: set[str], ending: set[str]
) -> bool:
    chosen = step.id not in targets or any(source.id in reached for source, _, _ in targets[step.id])
    earlier = [other for other in step.after if other != START]
    followed = not earlier or any(other in reached and other not in ending for other in earlier)
    return chosen and followed


def _always_ends(step: Step, index: int) -> bool:
    decision = step.decisions[index]
    return decision.when is None and all(option.to == END for option in decision.options)


def _reached(start: str, following: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(following.get(start, ()))
    while waiting:
        step = waiting.pop()
        if step not in seen:
            seen.add(step)
            waiting.extend(following.get(step, ()))
    return seen
