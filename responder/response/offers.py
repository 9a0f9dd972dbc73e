"""A newer version of a playbook that a run may adopt: what differs, and the text that adopting it comes to. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from responder.books.playbooks.lint import Surroundings, lint
from responder.books.playbooks.versions import AROUND, Change, difference, keeping, with_steps
from responder.errors import BadInput
from responder.response.memory import SETTLED
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from responder.books.library import Library
    from responder.books.playbooks.values import Playbook, Role
    from responder.response.memory import Memory

# What would leave a run without a way on; all else is a matter of the shelf.
_BREAKS = frozenset(
    {
        "bad-attribute",
        "bad-block",
        "bad-condition",
        "duplicate-id",
        "unknown-role",
        "unknown-step",
        "loop",
        "unreachable",
    }
)


@dataclass(frozen=True, slots=True)
class Offer:
    """``changes`` are those that can be taken over; ``kept`` the settled steps that stay as they were done."""

    former: str
    version: str
    changes: tuple[Change, ...]
    kept: tuple[str, ...]

    @property
    def steps(self) -> tuple[str, ...]:
        return tuple(change.step for change in self.changes if change.step != AROUND)


def offer_of(playbook: Playbook, newer: Playbook, memory: Memory) -> Offer:
    """What a run of ``playbook`` would take over from ``newer``.

    A step that is settled stays settled. It stays as it was worded too where the newer version no longer has it, or
    no longer has the option that was chosen in it: what was done must be readable as it was done.
    """
    kept = tuple(step.id for step in playbook.steps if _stays(step.id, playbook, newer, memory))
    changes = difference(playbook.name, playbook.sources, newer.sources)
    open_changes = tuple(change for change in changes if change.step not in kept)
    return Offer(playbook.version, newer.version, open_changes, kept)


def text_with(
    playbook: Playbook,
    newer: Playbook,
    offer: Offer,
    steps: Sequence[str] | None,
    *,
    library: Library,
    roles: Mapping[str, Role],
    today: date,
) -> dict[str, str]:
    """The files of the playbook once these steps of the newer version are adopted; all of it if ``steps`` is None.

    Raises:
        BadInput: a step does not differ, or without further steps there would be no way on.
    """
    for step in steps or ():
        if step not in offer.steps:
            expected = ", ".join(offer.steps) or N_("nothing: no step differs")
            raise BadInput(N_("This step is no different in the newer version"), field="step", expected=expected)
    if steps is None:
        return keeping(playbook.name, playbook.sources, newer.sources, offer.kept)
    merged = with_steps(playbook.name, playbook.sources, newer.sources, steps)
    around = Surroundings(library.words, roles, library.regimes, ())
    broken = _broken(playbook.name, merged, around, today, done=offer.kept)
    if broken:
        raise BadInput(
            N_("These steps alone would leave no way on: {broken}"),
            field="step",
            do=N_("Adopt the steps they belong with too, or the whole version."),
            broken="; ".join(broken),
        )
    return merged


def renumbered(ticked: Collection[int], before: Sequence[str], after: Sequence[str]) -> list[int]:
    """Ticked boxes found again by their text, wherever they stand now."""
    done = {before[number - 1] for number in ticked if number <= len(before)}
    return [number for number, text in enumerate(after, start=1) if text in done]


def _stays(step_id: str, playbook: Playbook, newer: Playbook, memory: Memory) -> bool:
    if memory.of(step_id).state not in SETTLED:
        return False
    there = newer.step(step_id)
    if there is None:
        return True
    for (step, decision_id), chosen in memory.choices.items():
        decision = there.decision(decision_id) if step == step_id else None
        lost = decision is None or all(option.id != chosen.option for option in decision.options)
        if step == step_id and lost and playbook.step(step_id) is not None:
            return True
    return False


def _broken(
    name: str, files: Mapping[str, str], around: Surroundings, today: date, *, done: Collection[str]
) -> list[str]:
    lines = files[f"{name}.md"].split("\n")
    found = []
    for finding in lint(name, files, around, today=today):
        heading = next((line for line in reversed(lines[: finding.line]) if line.startswith("### ")), "")
        if finding.code in _BREAKS and not any(f"#{step} " in heading for step in done):
            found.append(finding.message)
    return found
