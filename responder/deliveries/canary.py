"""The canary: a small part goes first and is watched; the rest follows only if it did well."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from datetime import datetime

FIRST, REST = 0, 1
THOUSAND = 1000


@dataclass(frozen=True)
class Canary:
    """How large, how long, and how much may fail. Shares are per thousand, so that nothing rounds."""

    permille: int = 10
    seconds: int = 300
    least_people: int = 100
    fail_permille: int = 50
    complaint_permille: int = 3
    least_settled: int = 20

    def to_document(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Seen:
    """What is known of the messages watched."""

    waiting: int = 0
    handed_over: int = 0
    failed: int = 0
    complained: int = 0
    last_change: datetime | None = None


def wave_of(canary: Canary, campaign_id: str, recipient_id: str, people: int) -> int:
    """The wave of a person: a hash decides, so that it is spread over the list and the same each time."""
    if people < canary.least_people or canary.permille == 0:
        return FIRST
    drawn = int.from_bytes(hashlib.sha256(f"{campaign_id}\x1f{recipient_id}".encode()).digest()[:8], "big")
    return FIRST if drawn % THOUSAND < canary.permille else REST


def verdict(canary: Canary, seen: Seen, now: datetime) -> Literal["wait", "go", "stop"]:
    """Whether the rest may go. ``go`` only after all of the first part was handed over and watched long enough."""
    if spikes(canary, seen):
        return "stop"
    if seen.waiting:
        return "wait"
    if seen.last_change is not None and now < seen.last_change + timedelta(seconds=canary.seconds):
        return "wait"
    return "go"


def spikes(canary: Canary, seen: Seen) -> bool:
    """Whether so much fails or is complained of that the sending must stop by itself."""
    settled = seen.handed_over + seen.failed
    if settled < canary.least_settled:
        return False
    return (
        seen.failed * THOUSAND > canary.fail_permille * settled
        or seen.complained * THOUSAND > canary.complaint_permille * settled
    )
