"""What a person must do next so that a duty is met in time, with the target and the law's time behind it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from responder.obligations.queries import Present

# What is behind a notice once it has come so far; the steps are those of ``_shared/lead_times.yaml``.
DONE: Final[Mapping[str, frozenset[str]]] = {
    "draft": frozenset(),
    "submitted": frozenset({"draft", "translate"}),
    "approved": frozenset({"draft", "translate", "approve", "numbers"}),
}
_NOTHING: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True)
class Next:
    """The next deed for one duty: ``step`` is its id and ``text`` names it, empty where only the end itself is left."""

    duty: Present
    step: str
    text: str
    who: str
    by: datetime | None

    @property
    def at(self) -> datetime | None:
        """When to look at it: the deed's time, else the target, else the law's."""
        return self.by or self.target or self.duty.due_at

    @property
    def target(self) -> datetime | None:
        found = self.duty.answer["due"].get("target")
        return datetime.fromisoformat(found["at"]) if found else None


def next_of(duty: Present, notice_state: str | None) -> Next:
    """The first step back from the end that the notice of the duty does not show as done.

    Args:
        duty: Open.
        notice_state: Of its notice; None while nothing is drafted.
    """
    done = DONE.get(notice_state or "", _NOTHING)
    for step in duty.answer["due"].get("work_back", ()):
        if step["step"] not in done:
            return Next(duty, step["step"], step["text"], step["who"], datetime.fromisoformat(step["by"]))
    return Next(duty, "", "", "", None)
