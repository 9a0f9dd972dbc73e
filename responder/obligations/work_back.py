"""From a due time back to the people: what must be done by when, so that the notice itself is in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, Final

from responder.obligations.obligation import BackStep

if TYPE_CHECKING:
    from collections.abc import Iterable

    from responder.books.lead_times import LeadTime
    from responder.obligations.obligation import Obligation
    from responder.obligations.reasons import Speaker

_OPEN: Final = frozenset({"required", "advisable", "suspended"})


def worked_back(obligation: Obligation, lead_times: Iterable[LeadTime], speaker: Speaker) -> Obligation:
    """The obligation with the steps on the way to it, the first to be done first.

    Counted back from the legal end, else from the target. Where only a target is there, a step that would have to be
    done before the start is left out: a target binds nobody to have begun before anything happened.
    """
    due = obligation.due
    end = due.at or due.target_at
    if end is None or obligation.met is not None or obligation.state not in _OPEN:
        return obligation
    steps = [
        BackStep(each.step, speaker.text(each.text), (end.astimezone(UTC) - each.lead).astimezone(end.tzinfo),
                 each.written, each.who)
        for each in lead_times
        if obligation.recipient in each.recipients
    ]  # fmt: skip
    if due.at is None and due.started_at is not None:
        steps = [step for step in steps if step.by >= due.started_at]
    return replace(obligation, due=replace(due, work_back=tuple(sorted(steps, key=lambda step: step.by))))
