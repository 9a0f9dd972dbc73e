"""What is owed, grouped so that it can be read at night: the next day first, then by whom it is owed to. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from responder.obligations.queries import Present

ORDER: Final = (
    "regulator", "csirt", "police", "individuals", "customers", "controller", "counterparty", "cra", "media", "public",
    "internal",
)  # fmt: skip

Duty = TypeVar("Duty", "Present", Mapping[str, Any])


@dataclass(frozen=True)
class Group(Generic[Duty]):
    """Duties to one kind of recipient, the earliest first. ``key`` names the kind."""

    key: str
    recipient: str
    duties: Sequence[Duty]

    @property
    def first(self) -> Duty | None:
        """The duty that falls due first; none while none has a date."""
        return next((duty for duty in self.duties if due_of(duty) is not None), None)

    @property
    def first_due(self) -> datetime | None:
        return due_of(self.first) if self.first is not None else None


def grouped(duties: Iterable[Duty], whose: Callable[[str], str]) -> list[Group[Duty]]:
    """By kind of recipient and jurisdiction, the group with the earliest duty first, those without a date last.

    Args:
        duties: As stored, or as entries of ``responder/obligations/1``.
        whose: Regime → the jurisdiction whose law it is; one word for all that are no laws.
    """
    kinds: dict[str, list[Duty]] = {}
    for duty in duties:
        key = f"{recipient_of(duty)} {whose(str(answer_of(duty)['regime']))}"
        kinds.setdefault(key, []).append(duty)
    groups = [Group(key, recipient_of(members[0]), sorted(members, key=_soonest)) for key, members in kinds.items()]
    return sorted(groups, key=lambda group: (*_when(group.first_due), _rank(group.recipient)))


def due_of(duty: Present | Mapping[str, Any]) -> datetime | None:
    """When the law has it due."""
    at = answer_of(duty)["due"]["at"]
    return datetime.fromisoformat(at) if at else None


def answer_of(duty: Present | Mapping[str, Any]) -> Mapping[str, Any]:
    """The entry of ``responder/obligations/1``."""
    return duty if isinstance(duty, Mapping) else duty.answer


def recipient_of(duty: Present | Mapping[str, Any]) -> str:
    return str(answer_of(duty)["recipient"])


def _soonest(duty: Present | Mapping[str, Any]) -> tuple[bool, float]:
    return _when(due_of(duty))


def _when(at: datetime | None) -> tuple[bool, float]:
    return at is None, at.timestamp() if at is not None else 0


def _rank(recipient: str) -> int:
    return ORDER.index(recipient) if recipient in ORDER else len(ORDER)
