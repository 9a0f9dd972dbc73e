"""The ladder: by which channel a person is written to first, next, and beside; and whether the law counts it.

What the law takes as notice for this person comes first. Anything else may be sent as well, as a courtesy, and
never counts.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, get_args

from responder.channels.port import Medium
from responder.errors import BadInput
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from responder.affected.addressee import Addressee
    from responder.affected.person import Traits

MEDIA: tuple[Medium, ...] = get_args(Medium)
# How a law may count a channel: always, never, silent, or only for people with consent on file or for whom it is
# the primary means of contact.
COUNTS = ("yes", "no", "unknown", "with_consent", "if_primary")
_ORDER = {"yes": 0, "unknown": 1, "no": 2}
# The channels laws name (notices/_shared/channels.yaml) by the medium that carries them.
_MEDIUM_OF: dict[str, Medium] = {
    "email": "email",
    "email_if_agreed": "email",
    "email_if_held": "email",
    "electronic_esign": "email",
    "electronic_if_primary_or_esign": "email",
    "electronic_with_express_consent": "email",
    "direct_message": "email",
    "text": "sms",
    "written_mail": "letter",
    "first_class_mail": "letter",
    "mail": "letter",
}
# What a person's contact safety leaves open.
_SAFE: dict[str, frozenset[str]] = {
    "normal": frozenset(MEDIA),
    "via_representative": frozenset(MEDIA),
    "letter_only": frozenset({"letter"}),
    "no_post": frozenset({"email", "sms"}),
    "call_first": frozenset(),
}

CALL_FIRST = N_("to be called first, as the list asks")
NO_ADDRESS = N_("no address of any kind")
NO_CHANNEL = N_("no address for any channel of this campaign")
EXHAUSTED = N_("no channel of the ladder reached the person")
# Reasons that say: this person cannot be written to. Whoever was told already, or is to be called, is none of them.
NOT_REACHABLE = (NO_ADDRESS, NO_CHANNEL, EXHAUSTED)


@dataclass(frozen=True)
class Rung:
    """One channel of the ladder. ``after_hours``: how long without delivery until the next is tried, None for never.

    ``beside``: sent as well to everyone it reaches, whatever comes of the others.
    """

    medium: Medium
    counts: str = "unknown"
    clause: str = ""
    after_hours: int | None = None
    beside: bool = False

    def to_document(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Reach:
    """How a person can be reached: media with an address, and what the law asks about."""

    media: frozenset[str]
    consent: bool = False
    primary: str = ""
    safety: str = "normal"


@dataclass(frozen=True)
class Step:
    """A rung for one person."""

    rung: int
    medium: Medium
    counts_as_notice: str


def read_ladder(document: Sequence[Mapping[str, Any]]) -> tuple[Rung, ...]:
    """A ladder from its stored or given form.

    Raises:
        BadInput: no rung, or one with a medium or a way of counting that nobody knows.
    """
    if not document:
        raise BadInput(N_("A campaign needs at least one channel"), field="ladder", expected=", ".join(MEDIA))
    rungs = tuple(Rung(**rung) for rung in document)
    for rung in rungs:
        if rung.medium not in MEDIA:
            raise BadInput(N_("This channel is not known"), field="ladder", expected=", ".join(MEDIA))
        if rung.counts not in COUNTS:
            raise BadInput(N_("This way of counting is not known"), field="ladder", expected=", ".join(COUNTS))
    return rungs


def ladder_for(channels: Iterable[Mapping[str, Any]], *, available: Collection[str]) -> tuple[Rung, ...]:
    """The ladder of a duty, from its ``channels`` as an obligation carries them.

    Args:
        channels: ``id``, and where the law says so ``counts``, ``needs`` and ``clause``.
        available: Media that are set up. Those the law does not name are tried too, and not counted; where the law
            names no channel at all, whether one counts is unknown.
    """
    named = [(entry, _MEDIUM_OF[entry["id"]]) for entry in channels if entry["id"] in _MEDIUM_OF]
    rungs = [
        Rung(medium, _counts(entry), str(entry.get("clause") or "")) for entry, medium in named if medium in available
    ]
    silent = "no" if named else "unknown"
    rest = [medium for medium in MEDIA if medium in available and medium not in {rung.medium for rung in rungs}]
    return (*rungs, *(Rung(medium, silent) for medium in rest))


def reach_of(addressee: Addressee, traits: Traits) -> Reach:
    """How the addressee of a person can be reached today."""
    addresses = {"email": addressee.email, "sms": addressee.phone, "letter": addressee.postal_address}
    return Reach(
        media=frozenset(medium for medium, address in addresses.items() if address),
        consent=bool(traits.esign_consent),
        primary=traits.primary_channel,
        safety=traits.contact_safety,
    )


def first_steps(ladder: Sequence[Rung], reach: Reach) -> tuple[Step, ...]:
    """Where a person begins: one rung that is climbed from, and each rung beside it that reaches him or her."""
    best = next_step(ladder, reach, tried=())
    beside = [_step(ladder, number, reach) for number in _usable(ladder, reach) if ladder[number].beside]
    return tuple(step for step in (best, *beside) if step is not None)


def next_step(ladder: Sequence[Rung], reach: Reach, *, tried: Collection[int]) -> Step | None:
    """The best rung not tried yet: what counts before what may count before what does not, else in their order."""
    steps = [
        _step(ladder, number, reach)
        for number in _usable(ladder, reach)
        if number not in tried and not ladder[number].beside
    ]
    return min(steps, key=lambda step: (_ORDER[step.counts_as_notice], step.rung), default=None)


def why_nobody(reach: Reach) -> str:
    """Why a person has no first step."""
    if reach.safety == "call_first":
        return CALL_FIRST
    if not reach.media:
        return NO_ADDRESS
    return NO_CHANNEL


def _usable(ladder: Sequence[Rung], reach: Reach) -> list[int]:
    allowed = reach.media & _SAFE[reach.safety]
    return [number for number, rung in enumerate(ladder) if rung.medium in allowed]


def _step(ladder: Sequence[Rung], number: int, reach: Reach) -> Step:
    rung = ladder[number]
    counts = rung.counts
    if counts == "with_consent":
        counts = "yes" if reach.consent else "no"
    elif counts == "if_primary":
        counts = "yes" if reach.consent or reach.primary == rung.medium else "no"
    return Step(number, rung.medium, counts)


def _counts(entry: Mapping[str, Any]) -> str:
    if entry.get("counts") is not True:
        return "no" if entry.get("counts") is False else "unknown"
    if not entry.get("needs"):
        return "yes"
    return "if_primary" if "primary" in entry["id"] else "with_consent"
